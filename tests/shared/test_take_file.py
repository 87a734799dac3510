"""Takes of the board's own: they survive the trip; whatever is no whole take is refused."""

import binascii
import struct
from array import array

from gesturekit import take_file
from gesturekit.sample import AXES, SENSORS
from gesturekit.take_file import HEAD, MAX_BYTES, MAX_SAMPLES, Head, TakeFileError

ID = b"\x00\xff3\x0078\n$"


def head(sensor=0, label="größer"):
    return Head(ID, sensor, 104, 8, 2000, 0xFEDCBA98, 70_000, 3_000_000_000, label)


def sealed(of, counts):
    """The file of a take with these counts (one list, row by row)."""
    rows = len(counts) // len(AXES[SENSORS[of.sensor]])
    data = bytearray(take_file.size(of.sensor, rows))
    struct.pack_into("<%dh" % len(counts), data, HEAD, *counts)
    take_file.seal(data, of, rows)
    return bytes(data)


def changed(data, at, value):
    """The same with another byte at a place, and a checksum that agrees."""
    body = bytearray(data[:-4])
    body[at] = value
    return bytes(body) + struct.pack("<I", binascii.crc32(body))


def refusal(data):
    """Why these bytes are no take; "" if they are one."""
    try:
        take_file.decode(data)
    except TakeFileError as error:
        return str(error)
    return ""


def test_a_take_comes_back():
    for sensor, rows in ((0, 1), (0, 156), (1, 3), (3, 40), (0, MAX_SAMPLES)):
        width = len(AXES[SENSORS[sensor]])
        counts = [n * 40503 % 65536 - 32768 for n in range(rows * width)]
        for label in ("a", "größer", "x" * 48):
            take = take_file.decode(sealed(head(sensor, label), counts))
            assert take.head == head(sensor, label)
            assert take.samples == array("h", counts)


def test_the_longest_take_is_the_longest_file():
    longest = SENSORS.index("imu+proximity")
    assert take_file.size(longest, MAX_SAMPLES) == MAX_BYTES


def test_every_cut_and_every_changed_byte_is_refused():
    data = sealed(head(), list(range(60)))
    for end in range(len(data)):
        assert refusal(data[:end])
    for at in range(len(data)):
        assert refusal(data[:at] + bytes((data[at] ^ 0x10,)) + data[at + 1 :])
    assert refusal(data + b"x") and refusal(bytes(MAX_BYTES + 1)) and not refusal(data)


def test_hostile_heads_with_a_right_checksum_are_refused():
    data = sealed(head(), list(range(60)))
    label = HEAD - 2 - 48
    for at, value, word in (
        (0, 0x55, "begin"),
        (4, 2, "version 2"),
        (13, 2, "no sensor 2"),
        (13, 1, "size"),
        (13, 255, "no sensor 255"),
        (HEAD - 2, 0, "0 samples"),
        (HEAD - 2, 11, "size"),
        (HEAD - 1, 255, "65290 samples"),
        (label - 1, 0, "0 bytes"),
        (label - 1, 49, "49 bytes"),
        (label, 0xFF, "UTF-8"),
    ):
        assert word in refusal(changed(data, at, value))
