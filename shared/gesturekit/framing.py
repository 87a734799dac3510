"""Payload <-> line of text, for a serial port that is shared with a REPL.

A frame is one line: a marker, base64 of payload + CRC-32, LF. Each direction has its own marker,
so an echo is never taken for an answer, and the host's marker starts a Python comment, so a
frame that reaches a prompt does nothing. Every other line is console text and is handed on.
Knows no port, no clock and no message.
"""

import binascii
import struct

from gesturekit.errors import KitError

TO_BOARD = b"#"
TO_HOST = b"$"
MAX_LINE = {TO_BOARD: 240, TO_HOST: 1024}  # bytes, marker and LF included
MAX_PAYLOAD = {TO_BOARD: 173, TO_HOST: 761}  # bytes that such a line can carry
ROOM = 6  # bytes behind a payload that write_line() needs for itself
_MIN_PAYLOAD = 3  # a message number and a sequence number


class FrameError(KitError):
    """A payload does not fit into one line."""


def encode(marker, payload):
    """Return the line (bytes, LF included) that carries payload; FrameError if it is too long."""
    if len(payload) > MAX_PAYLOAD[marker]:
        raise FrameError("payload of %d bytes is too long for one frame" % len(payload))
    return marker + binascii.b2a_base64(payload + struct.pack("<I", binascii.crc32(payload)))


def _write_line(payload, at, count, line):
    """Write the line of a payload, `count` bytes from payload[at] on; return the line's length.

    payload: bytearray with ROOM more bytes, which change; line: bytearray that begins with the
    marker and is long enough. It becomes what encode() makes; the fast one takes no heap.
    """
    whole = encode(bytes(line[:1]), bytes(payload[at : at + count]))
    line[: len(whole)] = whole
    return len(whole)


try:
    from gesturekit.viper_framing import write_line
except (ImportError, SyntaxError, ValueError):  # CPython; no compiler; compiled for another chip
    write_line = _write_line


def decode(body):
    """Return the payload in body (bytes: a line without marker and LF), or None if it has none."""
    try:
        data = binascii.a2b_base64(body)
    except ValueError:
        return None
    end = len(data) - 4
    if end < _MIN_PAYLOAD or struct.unpack_from("<I", data, end)[0] != binascii.crc32(data[:end]):
        return None
    if binascii.b2a_base64(data)[:-1] != body:  # decoders skip foreign characters; we do not
        return None
    return data[:end]


class Decoder:
    """Bytes in, events out, for one direction; accepts any bytes in any split, never raises.

    feed() returns a list of (payload, text): payload is bytes and text None for a frame, payload
    None and text bytes for a line of console text. A line longer than the limit comes out in
    pieces, so memory stays bounded. A frame need not begin its line: what was printed, or cut off,
    before it is text of its own. `bad` counts lines that began like a frame and were none.
    """

    def __init__(self, marker):
        self._marker = marker
        self._limit = MAX_LINE[marker]
        self._line = bytearray()
        self._whole = True  # False while the rest of an overlong line comes in
        self.bad = 0

    def feed(self, data):
        events = []
        start = 0
        while True:
            end = data.find(b"\n", start)
            piece = data[start:] if end < 0 else data[start:end]
            self._collect(piece, events)
            if end < 0:
                return events
            self._finish(events)
            start = end + 1

    def flush(self):
        """Hand out an unfinished line as console text, such as a prompt that has no LF."""
        events = []
        if self._line and self._line[:1] != self._marker:
            events.append((None, bytes(self._line)))
            self._line = bytearray()
            self._whole = False
        return events

    def _collect(self, piece, events):
        self._line.extend(piece)
        start = 0
        while len(self._line) - start > self._limit:
            events.append((None, bytes(self._line[start : start + self._limit])))
            start += self._limit
        if start:
            self._line = self._line[start:]
            self._whole = False

    def _finish(self, events):
        line = bytes(self._line)
        if line[-1:] == b"\r":
            line = line[:-1]
        begin = line.rfind(self._marker) if self._whole else -1
        payload = None if begin < 0 else decode(line[begin + 1 :])
        text = line if payload is None else line[:begin]
        self.bad += begin >= 0 and text[:1] == self._marker
        if text or payload is None:
            events.append((None, text))
        if payload is not None:
            events.append((payload, None))
        self._line = bytearray()
        self._whole = True
