"""Puts the firmware, and what tests share, where tests can import it."""

import gc
import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parent
for folder in (TESTS / "shared", TESTS / "firmware", TESTS / "host", TESTS.parent / "firmware"):
    sys.path.insert(0, str(folder))


def pytest_collection_finish() -> None:
    """The app collects garbage at each change of mode: spare it the search through pytest's."""
    gc.collect()
    gc.freeze()
