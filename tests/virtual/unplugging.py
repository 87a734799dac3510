"""Waiting for a virtual board that is in a reset or was just plugged in; not for a dead one."""

import time

from tinyspark.board.identity import Hello
from tinyspark.board.link import LinkError
from tinyspark.board.ports import open_board
from tinyspark.virtual.client import VirtualBoard


class PowerClock:
    """The clock of a host that knows: a board without power does not come back by itself.

    In place of the module time of what waits for the board: there it leaps. So no wait is made
    short that a board with power may need on a busy computer.
    """

    sleep = staticmethod(time.sleep)

    def __init__(self, board: VirtualBoard) -> None:
        self._board = board
        self._ahead = 0.0

    def monotonic(self) -> float:
        if not self._board.state()["powered"]:
            self._ahead += 60.0
        return time.monotonic() + self._ahead


def await_board(board: VirtualBoard) -> Hello:
    """Return the hello of the board as soon as it answers."""
    until = time.monotonic() + 20
    while True:
        try:
            with open_board(board.port) as device:
                assert device.identity is not None
                return device.identity
        except LinkError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
