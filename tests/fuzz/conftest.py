"""Puts what makes files of other tools where these tests can import it."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "host"))
