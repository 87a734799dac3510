"""A host's end of a board whose clock is stepped: its time passes while somebody waits for it.

The host's patience is measured by that clock, too: nothing is ever late there, however slow the
computer is. Knows no messages.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from tinyspark.board.device import Device
from tinyspark.board.serial_link import SerialLink
from tinyspark.errors import UserError
from tinyspark.virtual.client import VirtualBoard

STEP_MS = 20  # board time that passes when the host waits and there is nothing to read
_TICK = 0.002  # seconds


class SteppedLink:
    """A Link to a board with a stepped clock: its time passes while the host waits."""

    def __init__(self, board: VirtualBoard) -> None:
        self._board = board
        self._serial = SerialLink(board.port)
        self.port = board.port

    def write(self, data: bytes) -> None:
        self._serial.write(data)

    def read(self, timeout: float) -> bytes:
        """Return what is there; if that is nothing and there is a timeout, let time pass."""
        data = self._serial.read(0)
        if data or not timeout:
            return data
        self._board.advance(STEP_MS)
        return self._serial.read(0)

    def close(self) -> None:
        self._serial.close()


@contextmanager
def stepped_device(board: VirtualBoard) -> Iterator[Device]:
    """A Device on a board with a stepped clock; nothing has been asked yet."""
    device = Device(SteppedLink(board), clock=lambda: board.advanced)
    try:
        yield device
    finally:
        device.close()


@contextmanager
def passing_time(board: VirtualBoard) -> Iterator[None]:
    """Let a stepped clock run by itself, for programs that know nothing of it."""
    ended = threading.Event()

    def run() -> None:
        with suppress(UserError):  # the board is gone, which its user learns soon enough
            while not ended.wait(_TICK):
                board.advance(STEP_MS)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
