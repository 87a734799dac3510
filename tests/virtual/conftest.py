"""Virtual boards for tests: skipped, visibly, where a computer cannot have them."""

import importlib.util
from collections.abc import Iterator

import pytest

from tinyspark.virtual.client import VirtualBoard


def _missing() -> str:
    if importlib.util.find_spec("termios") is None:
        return "no pseudo-terminals on this system"
    if importlib.util.find_spec("micropython_unix") is None:
        return "no MicroPython for this computer"
    return ""


@pytest.fixture(scope="session")
def can_run_boards() -> None:
    if reason := _missing():
        pytest.skip(reason)


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
