"""The same fuzzing in real MicroPython with a heap a sixteenth of a board's: it must stay flat."""

import importlib.util
import subprocess

import pytest
from targets import BOARD_COUNTS, FIRMWARE_PATH

from tinyspark.virtual import micropython

HEAP = "576K"  # of 64-bit words: as much as 288 kB of a board's
SLICE = 100  # the long part has so many times more inputs
FAULTS = {
    "lines": 4,
    "split_everywhere": 5,
    "message": 4,
    "board": 4,
    "take": 22,
    "record": 8,
    "model_file": 12,
    "running": 12,
}
SCRIPT = """
import gc, sys
sys.path[:] = {path!r}
gc.threshold({tidy})
import sweeps
gc.threshold(-1)
sweeps.{before}
gc.collect()
before = gc.mem_alloc()
sweeps.{action}
gc.collect()
print("grown by", gc.mem_alloc() - before)
"""
ROOM = 2048  # bytes that are taken once and kept
TIDY = 30_000  # bytes between two collections while modules load, so that they lie close together

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("micropython_unix") is None, reason="no MicroPython for this computer"
)


@pytest.mark.parametrize(
    ("name", "count"),
    [
        pytest.param(
            name,
            count,
            id=f"{name} {kind}",
            marks=[*marks, pytest.mark.fault(FAULTS[name], f"{count:,} inputs in MicroPython")],
        )
        for kind, share, marks in (("slice", SLICE, []), ("all", 1, [pytest.mark.long]))
        for name, total in BOARD_COUNTS.items()
        for count in [total // share]
    ],
)
def test_on_board(name: str, count: int) -> None:
    check(f"sweep({name!r}, 3, {count // 10})", f"sweep({name!r}, 4, {count})")


@pytest.mark.long
@pytest.mark.fault(24, "10 MB without an end of line to the board's app, in MicroPython")
def test_an_endless_line() -> None:
    check("endless_line(1)", "endless_line(10_000)")


def check(before: str, action: str) -> None:
    """Run two functions of sweeps.py in MicroPython: the second one keeps no heap."""
    script = SCRIPT.format(path=FIRMWARE_PATH, tidy=TIDY, before=before, action=action)
    words = [*micropython.command(), "-X", f"heapsize={HEAP}", "-c", script]
    done = subprocess.run(words, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(done.stdout.split()[-1]) <= ROOM, done.stdout
