"""A classifier at work takes no heap at all: so says MicroPython, with the heap locked."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from tinyspark.virtual import micropython

TESTS = Path(__file__).parent
ROOT = TESTS.parent
sys.path.insert(0, str(ROOT / "tools"))

import build_micropython_32  # noqa: E402
import run_on_micropython  # noqa: E402

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("micropython_unix") is None, reason="no MicroPython for this computer"
)


def check(command: list[str], kind: str, code: str, count: int) -> None:
    """Let no_garbage.py work, and judge what it says."""
    path = ["", ".frozen", str(ROOT / "shared"), str(TESTS / "shared"), str(TESTS)]
    words = ["no_garbage", kind, code, str(count)]
    start = f"import sys; sys.path[:], sys.argv[:] = {path!r}, {words!r}; import no_garbage"
    result = subprocess.run(
        [*command, "-c", start], capture_output=True, text=True, timeout=600, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
    done, moving, results, detections, taken = map(int, result.stdout.split())
    assert done >= count and detections > count / 20, result.stdout
    assert kind == "button" or moving > results > detections, result.stdout
    assert taken == 0


def small() -> list[str]:
    """The 32-bit MicroPython; without it the test is skipped."""
    program = build_micropython_32.built()
    if program is None:
        pytest.skip(f"no 32-bit MicroPython: {build_micropython_32.HOW}")
    return [str(program)]


CASES = [
    ("stream", "fast", 100_000),
    ("stream", "readable", 1_000),
    ("button", "fast", 100_000),
    ("button", "readable", 5_000),
]


@pytest.mark.parametrize(("kind", "code", "count"), CASES)
def test_no_heap_is_taken(kind: str, code: str, count: int) -> None:
    check(micropython.command(), kind, code, count)


@pytest.mark.long
@pytest.mark.parametrize(("kind", "code", "count"), CASES)
def test_no_heap_is_taken_on_32_bits(kind: str, code: str, count: int) -> None:
    check(small(), kind, code, count)


@pytest.mark.fault(19, "a whole step of the app, on 31-bit small integers with a locked heap")
def test_a_step_takes_no_heap_on_32_bits() -> None:
    files = [TESTS / "firmware" / name for name in ("test_heap.py", "test_wraps.py")]
    result = run_on_micropython.run(files, command=small())
    assert result.returncode == 0, result.stdout + result.stderr
