"""Puts the firmware, and what tests of it and of gesturekit share, where tests can import it."""

import gc
import signal
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
for folder in (TESTS / "shared", TESTS / "firmware", TESTS.parent / "firmware"):
    sys.path.insert(0, str(folder))

# A shell lets what it starts in the background ignore Ctrl-C; our tests send it to programs.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True, scope="module")
def spared_collections() -> None:
    """The app collects garbage at each change of mode: spare it the search through pytest's."""
    gc.collect()
    gc.freeze()
