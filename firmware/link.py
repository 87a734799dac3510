"""The board's end of the link: messages in, messages out, and when samples may be sent.

Knows framing and the credit rule. Owns no port: the board passed in reads and writes.
"""

from gesturekit import messages
from gesturekit.framing import TO_BOARD, TO_HOST, Decoder, encode
from gesturekit.messages import CREDIT_WINDOW

_SEQ = 0xFFFF


class Link:
    """Frames over board.read_input() and board.write(), numbered from 1."""

    def __init__(self, board):
        self._board = board
        self._decoder = Decoder(TO_BOARD)
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
        self._seq = (self._seq + 1) & _SEQ
        self._board.write(encode(TO_HOST, messages.encode(name, self._seq, *values)))

    def say(self, text):
        """Write one line of console text."""
        self._board.write((text + "\r\n").encode())

    def credit_all(self):
        """Take everything so far as arrived: a new mode begins."""
        self._credited = self._seq

    def credit(self, seq):
        """The host has everything up to frame seq; numbers that were never sent are ignored."""
        if self._ahead(seq) <= self._ahead(self._seq):
            self._credited = seq

    def may_send(self):
        """Return whether one more samples frame may be sent."""
        return self._ahead(self._seq + 1) <= CREDIT_WINDOW

    def _ahead(self, seq):
        return (seq - self._credited) & _SEQ
