"""A take of the board's own as one file: bytes <-> take, every byte of it checked.

A head of fixed size, the counts (int16, all axes of a sample together), a CRC-32; little-endian.
Knows no folder and no flash: the firmware keeps such files, the host reads them. Whoever wrote
the bytes, decode() allocates nothing before their size is known to be right, and has one error.
"""

import binascii
import struct
from array import array
from collections import namedtuple

from gesturekit.errors import KitError
from gesturekit.sample import AXES, RECORDABLE, SENSORS

MAGIC = b"TSTK"
VERSION = 1
MAX_SAMPLES = 10_000  # 96 s of the IMU
LABEL_BYTES = 48  # of UTF-8
# magic, version, then a Head (its label behind its length), then how many samples follow
_FORM = "<4sB8sBHBHIIIB%dsH" % LABEL_BYTES
HEAD = struct.calcsize(_FORM)  # bytes before the first count
_CRC = 4
MAX_BYTES = HEAD + 2 * MAX_SAMPLES * max([len(AXES[name]) for name in RECORDABLE]) + _CRC

# id: 8 random bytes; sensor: its number; rate: samples a second; accel_range: g; gyro_range: dps;
# boot: id of the app's start; index: the board's number of the first sample; uptime: ms of the app
# at that sample; label: str
Head = namedtuple(
    "Head",
    ("id", "sensor", "rate", "accel_range", "gyro_range", "boot", "index", "uptime", "label"),
)
Take = namedtuple("Take", ("head", "samples"))  # samples: array("h"), row by row


class TakeFileError(KitError):
    """Bytes that are no whole take; the text says what is wrong with them."""


class TakeVersionError(TakeFileError):
    """A take that another version of the kit may read."""


def size(sensor, count):
    """Return how many bytes a take of count samples of this sensor (its number) has."""
    return HEAD + 2 * count * len(AXES[SENSORS[sensor]]) + _CRC


def seal(data, head, count):
    """Write all but the counts into data: bytearray of size(), counts from data[HEAD] on."""
    label = head.label.encode()
    values = (MAGIC, VERSION) + tuple(head[:-1]) + (len(label), label, count)
    struct.pack_into(_FORM, data, 0, *values)
    end = len(data) - _CRC
    struct.pack_into("<I", data, end, binascii.crc32(memoryview(data)[:end]))


def decode(data):
    """Return the Take in data (bytes); TakeFileError if it is none."""
    _need(HEAD + _CRC < len(data) <= MAX_BYTES, "%d bytes are no take" % len(data))
    magic, version = struct.unpack_from("<4sB", data)
    _need(magic == MAGIC, "it does not begin like a take")
    if version != VERSION:
        raise TakeVersionError("it has version %d, this kit reads %d" % (version, VERSION))
    end = len(data) - _CRC
    crc = struct.unpack_from("<I", data, end)[0]
    _need(crc == binascii.crc32(memoryview(data)[:end]), "its checksum is wrong")
    values = struct.unpack_from(_FORM, data)
    label, count = _label(values[-2], values[-3]), values[-1]
    head = Head(*(values[2:-3] + (label,)))
    known = head.sensor < len(SENSORS) and SENSORS[head.sensor] in RECORDABLE
    _need(known, "there is no sensor %d" % head.sensor)
    _need(1 <= count <= MAX_SAMPLES, "it has %d samples" % count)
    _need(len(data) == size(head.sensor, count), "its size is not that of %d samples" % count)
    values = (end - HEAD) // 2
    return Take(head, array("h", struct.unpack_from("<%dh" % values, data, HEAD)))


def _label(field, length):
    _need(1 <= length <= LABEL_BYTES, "its label has %d bytes" % length)
    try:
        return str(field[:length], "utf-8")
    except (ValueError, UnicodeError):
        raise TakeFileError("its label is not UTF-8") from None


def _need(condition, text):
    if not condition:
        raise TakeFileError(text)
