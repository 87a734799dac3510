"""The board's end of the link: messages in, messages out, and when samples may be sent.

Knows framing and the credit rule. Owns no port: the board passed in reads and writes.
"""

from gesturekit import messages
from gesturekit.framing import (
    MAX_LINE,
    MAX_PAYLOAD,
    ROOM,
    TO_BOARD,
    TO_HOST,
    Decoder,
    FrameError,
    encode,
    write_line,
)
from gesturekit.messages import CREDIT_WINDOW

_SEQ = 0xFFFF


class Draft:
    """A message that is written in place, time and again, so that sending it takes no heap.

    rest: how many bytes follow the fields of a fixed size. Write with
    struct.pack_into(draft.form, draft.payload, 0, draft.number, 0, field, ...).
    """

    def __init__(self, name, rest=0):
        self.number, self.form, self.head = messages.head(name)
        self.size = self.head + rest
        self.payload = bytearray(self.size + ROOM)


class Link:
    """Frames over board.read_input() and board.write(), numbered from 1."""

    def __init__(self, board):
        self._board = board
        self._decoder = Decoder(TO_BOARD)
        self._line = bytearray(MAX_LINE[TO_HOST])
        self._line[: len(TO_HOST)] = TO_HOST
        self._seq = 0  # of the newest frame
        self._credited = 0  # the newest frame that is known to have arrived

    @property
    def bad_lines(self):
        return self._decoder.bad

    def receive(self):
        """Return the payloads (bytes) that came in; everything else on the line is ignored."""
        data = self._board.read_input()
        if not data:
            return ()
        return [payload for payload, _ in self._decoder.feed(data) if payload is not None]

    def send(self, name, *values):
        """Send message `name` with its values."""
        line = encode(TO_HOST, messages.encode(name, self._next(), *values))
        self._board.write(line, len(line))

    def post(self, payload, at, size):
        """Send what lies at payload[at], complete but for its sequence number; takes no heap.

        payload: bytearray; the ROOM behind those `size` bytes is written to. FrameError if they
        are too many.
        """
        if size > MAX_PAYLOAD[TO_HOST]:
            raise FrameError("a payload is too long for one frame")
        seq = self._next()
        payload[at + 1] = seq & 0xFF
        payload[at + 2] = seq >> 8
        self._board.write(self._line, write_line(payload, at, size, self._line))

    def say(self, text):
        """Write one line of console text."""
        line = (text + "\r\n").encode()
        self._board.write(line, len(line))

    def credit_all(self):
        """Take everything so far as arrived: a new mode begins."""
        self._credited = self._seq

    def credit(self, seq):
        """The host has everything up to frame seq; numbers that were never sent are ignored."""
        if self._ahead(seq) <= self._ahead(self._seq):
            self._credited = seq

    def may_send(self):
        """Return whether one more samples frame may be sent."""
        return (self._seq + 1 - self._credited) & _SEQ <= CREDIT_WINDOW

    def _next(self):
        self._seq = (self._seq + 1) & _SEQ
        return self._seq

    def _ahead(self, seq):
        return (seq - self._credited) & _SEQ
