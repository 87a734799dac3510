"""Waiting for a virtual board that is in a reset or was just plugged in."""

import time

from tinyspark.board.identity import Hello
from tinyspark.board.link import LinkError
from tinyspark.board.ports import open_board
from tinyspark.virtual.client import VirtualBoard


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
