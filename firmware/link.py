"""The board's end of the link: frames in, frames out.

Knows framing and how long a write may last, not what is sent when. Owns no port: the board passed
in reads and writes.
"""

from gesturekit import messages
from gesturekit.framing import (
    MAX_LINE,
    MAX_PAYLOAD,
    TO_BOARD,
    TO_HOST,
    Decoder,
    FrameError,
    encode,
    write_line,
)

STALL_MS = 200  # a frame takes 13 ms; where nobody takes it, a write gives up after 500 ms


class Link:
    """Frames over board.read_input() and board.write().

    seq: number of the newest message that was sent and can be sent again (see outbox.py). What is
    not kept, answers above all, carries it, too: so a host learns when the newest got lost.
    stalled: nobody took the last message posted, and no host was heard since.
    """

    def __init__(self, board):
        self._board = board
        self._decoder = Decoder(TO_BOARD)
        self._line = bytearray(MAX_LINE[TO_HOST])
        self._line[: len(TO_HOST)] = TO_HOST
        self.seq = 0
        self.stalled = False

    @property
    def bad_lines(self):
        return self._decoder.bad

    def receive(self):
        """Return the payloads (bytes) that came in; everything else on the line is ignored."""
        data = self._board.read_input()
        if not data:
            return ()
        self.stalled = False
        return [payload for payload, _ in self._decoder.feed(data) if payload is not None]

    def send(self, name, *values):
        """Send message `name` with its values, once."""
        self.send_as(self.seq, name, *values)

    def send_as(self, seq, name, *values):
        """The same with another number."""
        line = encode(TO_HOST, messages.encode(name, seq, *values))
        self._board.write(line, len(line))

    def post(self, payload, at, size):
        """Send what lies at payload[at], a complete message; takes no heap.

        payload: bytearray; the ROOM behind those `size` bytes is written to. FrameError if they
        are too many.
        """
        if size > MAX_PAYLOAD[TO_HOST]:
            raise FrameError("a payload is too long for one frame")
        board = self._board
        length = write_line(payload, at, size, self._line)
        began = board.ticks_ms()
        board.write(self._line, length)
        self.stalled = board.ticks_diff(board.ticks_ms(), began) >= STALL_MS

    def say(self, text):
        """Write one line of console text."""
        line = (text + "\r\n").encode()
        self._board.write(line, len(line))
