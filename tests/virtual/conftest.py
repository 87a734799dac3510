"""Virtual boards for tests."""

from collections.abc import Iterator

import pytest

from tinyspark.virtual.client import VirtualBoard


@pytest.fixture
def bare_board(can_run_boards: None) -> Iterator[VirtualBoard]:
    """A board with MicroPython and nothing else, in real time."""
    with VirtualBoard(firmware=False) as board:
        yield board


@pytest.fixture
def stepped_board(can_run_boards: None) -> Iterator[VirtualBoard]:
    """A board with MicroPython and nothing else, whose time the test moves."""
    with VirtualBoard(firmware=False, stepped=True) as board:
        yield board
