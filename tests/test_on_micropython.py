"""The tests of shared/ and firmware/ once more, under real MicroPython."""

import importlib.util
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
sys.path.insert(0, str(TESTS.parent / "tools"))

import run_on_micropython  # noqa: E402

FILES = sorted([*TESTS.glob("shared/test_*.py"), *TESTS.glob("firmware/test_*.py")])


@pytest.mark.skipif(
    importlib.util.find_spec("micropython_unix") is None, reason="no MicroPython for this computer"
)
@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_on_micropython(file: Path) -> None:
    result = run_on_micropython.run([file])
    assert result.returncode == 0, result.stdout + result.stderr
