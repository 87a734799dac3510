"""Where real recordings of other people lie on this computer; tests without them skip visibly.

They are found by the environment variable TINYSPARK_DATA, or in shared/data beside the checkout,
and are never part of the project.
"""

import os
from pathlib import Path

import pytest

BESIDE = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


def real_data(name: str) -> Path:
    """Return the path of a file of real recordings, or skip the test that asks for it."""
    path = Path(os.environ.get("TINYSPARK_DATA", BESIDE)) / name
    if not path.exists():
        pytest.skip(f"no real recordings: {path} is missing (set TINYSPARK_DATA)")
    return path
