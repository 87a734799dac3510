"""Puts the firmware, and the fakes it is tested with, where tests can import them."""

import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parent
for folder in (TESTS / "firmware", TESTS.parent / "firmware"):
    sys.path.insert(0, str(folder))
