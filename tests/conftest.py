"""Puts the firmware, and what tests share, where tests can import it."""

import gc
import importlib.util
import signal
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
for folder in (TESTS / "shared", TESTS / "firmware", TESTS / "host", TESTS.parent / "firmware"):
    sys.path.insert(0, str(folder))

# A shell lets what it starts in the background ignore Ctrl-C; our tests send it to programs.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True, scope="module")
def spared_collections() -> None:
    """The app collects garbage at each change of mode: spare it the search through pytest's."""
    gc.collect()
    gc.freeze()


def _missing() -> str:
    if importlib.util.find_spec("termios") is None:
        return "no pseudo-terminals on this system"
    if importlib.util.find_spec("micropython_unix") is None:
        return "no MicroPython for this computer"
    return ""


@pytest.fixture(scope="session")
def can_run_boards() -> None:
    """Virtual boards: what needs one is skipped, visibly, where a computer cannot have them."""
    if reason := _missing():
        pytest.skip(reason)
