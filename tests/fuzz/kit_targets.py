"""What the board and the host share, asked about damaged bytes: lines, messages, model files.

A target takes bytes and fails when a promise is broken: one kind of error, the same events for
any split, what was read is written back the same. Runs on both interpreters; that everything ends
with KitError and nothing else is checked by not catching anything else.
"""

import binascii
import struct
from array import array

from random_models import buttons, gated, imu, proximity

from gesturekit import framing, messages, model_format, take_file
from gesturekit.classifier import Classifier
from gesturekit.framing import MAX_LINE, TO_BOARD, TO_HOST, Decoder
from gesturekit.messages import MessageError
from gesturekit.model_format import ModelError
from gesturekit.sample import AXES, SENSORS
from gesturekit.take_file import Head, TakeFileError

_VALUES = {
    "B": 7,
    "H": 40000,
    "I": 3000000000,
    "s": "gr\xfcn",
    "*": b"\x00\xffup\ndown",
    "32s": b"h" * 32,
    "8s": b"12345678",
}
PAYLOADS = [
    messages.encode(name, 65535, *[_VALUES[code] for _, code in fields])
    for _, name, fields in messages.TABLE
]
LINES = [
    framing.encode(TO_BOARD if payload[0] >= 128 else TO_HOST, payload) for payload in PAYLOADS
] + [
    b"MPY: soft reboot\r\nMicroPython v1.29 on 2026-01-01; TinySpark\r\n>>> ",
    b'Traceback (most recent call last):\r\n  File "main.py", line 1\r\nOSError: 19\r\n',
    b"AT\r\nATI\r\n~\x00x\xf0~\x7fEraw REPL; CTRL-B to exit\r\n>OK\x04\x04>",
    b"$" * 300 + b"\n#" + b"A" * 300 + b"\n",
]
LINE_WORDS = (b"\n", b"\r\n", b"$", b"#", b"=", b"==\n", b"\x01\x03\x04\x05", b">>> ", b"\r")
PAYLOAD_WORDS = (b"\xff\xff\xff\xff", b"\x00\x00", b"\xc3\x28", b"\xed\xa0\x80", b"\x1b[2J")
BODIES = [
    model_format.dump(model)[:-4]
    for model in (
        imu(axes=("gz",), feature_set="statistics", feature_version=1, hidden=2),
        gated(imu(axes=("ax", "gz"), idle=2, hidden=3), 900),
        gated(proximity(), 0, 1),
        proximity(),
        buttons(),
        buttons(("tanh", "step", "sigmoid"), outputs=3, axes=("button1", "button2", "one")),
    )
]
MODEL_WORDS = (
    b"\xff\xff",
    b"\xff\xff\xff\xff",
    b"\x00\x00\xc0\x7f",  # not a number
    b"\x40\x42\x0f\x00",  # a million
    b"TSM\x05",
    b"TSM\x01",
    b"TSM\x06",
)


def lines(data):
    """Both decoders: the same events whole, in two pieces and byte by byte; then all is well."""
    for marker in (TO_HOST, TO_BOARD):
        good = framing.encode(marker, b"abc")
        whole = Decoder(marker)
        events = whole.feed(data)
        half = len(data) // 2
        _same(marker, (data[:half], data[half:]), events)
        _same(marker, (data[at : at + 1] for at in range(len(data))), events)
        for payload, text in events:
            assert (payload is None) != (text is None)
            assert text is None or len(text) <= MAX_LINE[marker]
            assert payload is None or 3 <= len(payload) <= framing.MAX_PAYLOAD[marker]
        assert whole.feed(b"\n" + good)[-1] == (b"abc", None)


def _same(marker, pieces, events):
    decoder = Decoder(marker)
    found = []
    for piece in pieces:
        found += decoder.feed(piece)
    assert found == events


def split_everywhere(data):
    """The decoder of the host: the same events for each of all splits into two."""
    events = Decoder(TO_HOST).feed(data)
    for at in range(len(data) + 1):
        _same(TO_HOST, (data[:at], data[at:]), events)


def message(payload):
    """A message that can be read is written back byte for byte."""
    try:
        found = messages.decode(payload)
    except MessageError:
        return
    assert messages.encode(found.name, found.seq, *found.fields) == payload


def model_file(body):
    """As it is and with a right checksum: a model that can be read is written back the same.

    And it runs: what the checks let through does not hurt the classifier.
    """
    _load(body)
    model = _load(body + struct.pack("<I", binascii.crc32(body)))
    if model is not None and body[-1] & 7 == 0:
        classifier = Classifier(model)
        if model.trigger == "button":
            classifier.classify(array("h", [-1] * len(model.axes) * model.take))


def _load(data):
    try:
        found = model_format.load(data)
    except ModelError as error:
        assert str(error).startswith("model check failed: ")
        return None
    assert model_format.dump(found) == data
    return found


def take(data):
    """As it is and with a right checksum: a take that can be read is written back the same."""
    _take(data)
    _take(data[:-4] + struct.pack("<I", binascii.crc32(data[:-4])))


def _take(data):
    try:
        head, samples = take_file.decode(data)
    except TakeFileError:
        return
    count = len(samples) // len(AXES[SENSORS[head.sensor]])
    again = bytearray(take_file.size(head.sensor, count))
    struct.pack_into(f"<{len(samples)}h", again, take_file.HEAD, *samples)
    take_file.seal(again, head, count)
    assert take_file.decode(again) == (head, samples)


def _example_take(sensor, count):
    data = bytearray(take_file.size(sensor, count))
    head = Head(b"12345678", sensor, 104, 8, 2000, 1, 2, 3, "gr\xfcn")
    take_file.seal(data, head, count)
    return bytes(data)


TAKES = [_example_take(0, 3), _example_take(1, 3), _example_take(3, 2)]
TAKE_WORDS = (b"\xff\xff", b"\x10\x27", b"TSTK\x01", b"\xc3\x28", b"\x30", b"\x31")

# name: (target, examples, words)
TARGETS = {
    "lines": (lines, LINES, LINE_WORDS),
    "split_everywhere": (split_everywhere, LINES, LINE_WORDS),
    "message": (message, PAYLOADS, PAYLOAD_WORDS),
    "take": (take, TAKES, TAKE_WORDS),
    "model_file": (model_file, BODIES, MODEL_WORDS),
}
