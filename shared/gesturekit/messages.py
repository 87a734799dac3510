"""The table of messages: number, name, direction, fields. Encode, decode, docs and tests read it.

Payload: u8 message number, u16 sequence number, then the fields, little-endian. The board numbers
what it keeps for a while and sends `again` on request; its answers carry the number of the newest
of these that was sent. A host numbers its requests. A field's type is
a struct code, "s" for a string (u8 length, UTF-8), or "*" for all bytes that are left.
Adding a message is adding a row; numbers are never reused.
"""

import struct
from collections import namedtuple

from gesturekit.errors import KitError

PROTOCOL = 3  # another one when a message changes: each side then names the older one

# Modes of the board's app
IDLE, STREAM, RECORD, CLASSIFY, UNTETHERED = 0, 1, 2, 3, 4
MODES = ("idle", "stream", "record", "classify", "untethered")
# What starts a take
NOW, BUTTON = 0, 1
# What a classifying board sends beside detections; scores: of every hop, take or press
SCORES, SCORES_AND_SAMPLES = 1, 2
# State of a sensor
ABSENT, OK, FAILED, FROZEN, BUS_STUCK = 0, 1, 2, 3, 4
SENSOR_STATES = ("absent", "ok", "failed", "frozen", "bus stuck")
# State of the model in use: on trial until a host has confirmed that it works
NONE, CONFIRMED, ON_TRIAL = 0, 1, 2
MODEL_STATES = ("none", "confirmed", "on trial")
SLOTS = ("", "a", "b")  # where a model or an app lies; 0: none
# How a take ended
COMPLETE, STOPPED, GAP = 0, 1, 2
# Error codes of ack
NO_ERROR, UNKNOWN_MESSAGE, BAD_VALUE, NO_SENSOR, NO_MODEL = 0, 1, 2, 3, 4
FLASH_FAILS = 6  # 5 is no longer used

# A board sends at most this many samples frames beyond the last credit, so that all of them fit
# into the buffers between board and host (4 kB) and no write ever waits for a host that sleeps.
CREDIT_WINDOW = 24
# What the board numbers and keeps, to send it again; all else that it says is an answer
KEPT = ("samples", "take_begun", "take_ended", "detection", "scores", "button")
MOST_AGAIN = 8  # frames that the board sends again for one request
RESERVE = 327_680  # bytes of flash that takes leave free: a new app and a model still fit
FEW_TAKES = 5  # room for so many without a host: time to warn
TAKES_PER_LIST = 64
TAKE_PART = 720  # bytes of its file in one take_data, fewer only at its end
SAMPLES_PER_FRAME = {"imu": 8, "imu+proximity": 7}  # a line is as long; 1 of other sensors

# Indices of samples are counted modulo this (two months of them), so that they and their sums
# are small integers on every board: larger ones would take heap for each sample.
INDEX_WRAP = 1 << 29

# number, name, fields; numbers below 128 go to the host, the others to the board
TABLE = (
    (
        1,
        "hello",  # answers ask_hello; also sent once when the app starts
        (
            ("protocol", "B"),
            ("boot", "I"),  # drawn at random when the app starts: a new one tells of a reset
            ("mode", "B"),
            ("imu", "B"),  # ABSENT, OK, FAILED, FROZEN or BUS_STUCK
            ("imu_address", "B"),
            ("proximity", "B"),
            ("rate", "H"),  # IMU samples per second
            ("accel_range", "B"),  # g
            ("gyro_range", "H"),  # dps
            ("max_line", "H"),  # longest line in bytes that the board accepts
            ("max_take", "H"),  # longest take in samples
            ("model_hash", "32s"),  # SHA-256 of the model file; zeros: no model
            ("model_sensor", "B"),
            ("model_rate", "H"),
            ("model_slot", "B"),
            ("model_state", "B"),
            ("previous_hash", "32s"),  # of the model in the other slot; zeros: none
            ("app_slot", "B"),
            ("model_format", "B"),  # the one version of model files that is read
            ("feature_versions", "s"),  # of each feature set, such as "1 3 1 1"
            ("takes", "H"),  # recorded without a host, waiting for sync
            ("firmware", "s"),  # version
            ("machine", "s"),  # what MicroPython says it runs on
            ("trouble", "s"),  # why a model or an app is not the one in use; "": no trouble
            ("labels", "*"),  # of the model, UTF-8, one a line
        ),
    ),
    (
        2,
        "samples",
        (
            ("sensor", "B"),
            ("index", "I"),  # of the first sample; counts all since the app started, % INDEX_WRAP
            ("dropped", "I"),  # samples lost on the board since the mode began
            ("data", "*"),  # int16 little-endian, all axes of a sample together
        ),
    ),
    (3, "take_begun", (("sensor", "B"), ("index", "I"), ("count", "H"))),
    (4, "take_ended", (("sensor", "B"), ("index", "I"), ("count", "H"), ("reason", "B"))),
    (
        5,
        "detection",
        (("index", "I"), ("label", "B"), ("confidence", "B"), ("duration", "H")),  # samples
    ),
    (6, "scores", (("index", "I"), ("active", "B"), ("confidences", "*"))),  # 0..255 a label
    (7, "button", (("button", "B"), ("pressed", "B"))),
    (
        8,
        "status",
        (
            ("mode", "B"),
            ("uptime", "I"),  # ms
            ("index", "I"),
            ("dropped", "I"),
            ("overruns", "H"),
            ("bus_errors", "H"),
            ("bad_lines", "H"),
            ("heap_free", "I"),
            ("imu", "B"),
            ("proximity", "B"),
            ("gaps", "H"),  # in the IMU's samples since the start
            ("recovered", "H"),  # how often a stuck bus was freed
            ("clipped", "I"),  # samples at the end of the IMU's range since the start
            ("rate", "I"),  # measured, samples per 1000 s; 0: not yet
            ("stuck", "B"),  # axes of the IMU with a bit that does not move: 1 for ax, 2 for ay
            ("takes", "H"),  # recorded without a host, waiting for sync
            ("room", "H"),  # takes like them that still fit
            ("flash_free", "I"),  # bytes
        ),
    ),
    (9, "ack", (("request", "H"), ("error", "B"), ("text", "s"))),
    (10, "gone", (("first", "H"), ("count", "H"))),  # frames that cannot be sent again
    (11, "take_file", (("id", "8s"), ("size", "I"))),  # it waits for sync
    (12, "take_data", (("id", "8s"), ("offset", "I"), ("data", "*"))),
    (128, "ask_hello", ()),
    (129, "ask_status", ()),
    (130, "stop", ()),  # back to idle
    (131, "stream", (("sensor", "B"),)),
    (132, "record", (("sensor", "B"), ("count", "H"), ("start", "B"))),
    (133, "classify", (("scores", "B"),)),  # SCORES or SCORES_AND_SAMPLES: send these too
    (134, "credit", (("seq", "H"),)),  # all frames up to this sequence number have arrived
    (135, "reset", ()),
    (136, "again", (("first", "H"), ("count", "H"))),  # these frames have not arrived
    (137, "confirm", ()),  # what is on trial works
    (138, "previous", ()),  # use the model in the other slot from the next start on
    # Answered by a take_file for each of at most TAKES_PER_LIST, in the order of their ids
    (139, "list_takes", (("after", "8s"),)),
    (140, "read_take", (("id", "8s"), ("offset", "I"))),  # answered by take_data
    (141, "delete_take", (("id", "8s"),)),  # it is safe with the host
    # How takes without a host are recorded: labels UTF-8, one a line; none: no more of them
    (142, "prepare", (("sensor", "B"), ("count", "H"), ("labels", "*"))),
)

Message = namedtuple("Message", ("name", "seq", "fields"))


class MessageError(KitError):
    """A payload is not a message of this table, or values do not fit a message."""


class _Layout:
    """One row of the table, ready to encode and decode."""

    def __init__(self, number, name, fields):
        self.number = number
        self.name = name
        self.codes = [code for _, code in fields]
        self.fields = namedtuple(name, [field for field, _ in fields])


_BY_NAME = {}
_BY_NUMBER = {}
for _number, _name, _fields in TABLE:
    _BY_NAME[_name] = _BY_NUMBER[_number] = _Layout(_number, _name, _fields)


def encode(name, seq, *values):
    """Return the payload (bytes) of message `name`; seq is taken modulo 2**16."""
    layout = _BY_NAME[name]
    if len(values) != len(layout.codes):
        raise MessageError("%s takes %d values" % (name, len(layout.codes)))
    parts = [struct.pack("<BH", layout.number, seq & 0xFFFF)]
    for code, value in zip(layout.codes, values):
        parts.append(_pack(code, value))
    return b"".join(parts)


def head(name):
    """Return (number, struct format, size in bytes) of what comes first in each message `name`.

    These are message number, sequence number, and the fields up to one of a changing length.
    """
    layout = _BY_NAME[name]
    form = "<BH" + "".join([code for code in layout.codes if code not in "s*"])
    return layout.number, form, struct.calcsize(form)


def decode(payload):
    """Return the Message in payload (bytes); MessageError if it is none."""
    if len(payload) < 3:
        raise MessageError("a message has at least 3 bytes")
    number, seq = struct.unpack_from("<BH", payload)
    layout = _BY_NUMBER.get(number)
    if layout is None:
        raise MessageError("unknown message %d" % number)
    values = []
    at = 3
    for code in layout.codes:
        value, at = _unpack(code, payload, at)
        values.append(value)
    if at != len(payload):
        raise MessageError("%s has bytes left over" % layout.name)
    return Message(layout.name, seq, layout.fields(*values))


def _pack(code, value):
    if code == "*":
        return bytes(value)
    if code == "s":
        text = value.encode()[:255]
        return bytes((len(text),)) + text
    return struct.pack("<" + code, value)


def _unpack(code, payload, at):
    if code == "*":
        return payload[at:], len(payload)
    if code == "s":
        end = at + 1 + payload[at] if at < len(payload) else at + 1
        if end > len(payload):
            raise MessageError("a string is cut off")
        return _text(payload[at + 1 : end]), end
    end = at + struct.calcsize("<" + code)
    if end > len(payload):
        raise MessageError("a number is cut off")
    return struct.unpack_from("<" + code, payload, at)[0], end


def _text(data):
    try:
        return str(data, "utf-8")
    except (ValueError, UnicodeError):
        raise MessageError("a string is not UTF-8") from None
