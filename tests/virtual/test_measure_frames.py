"""What tools/measure_frames.py lets the board's interpreter do: every row runs, and counts."""

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))

import measure_frames
import micropython_meter as meter


def test_every_row_runs(can_run_boards: None) -> None:
    for action in {name for pair in measure_frames.ROWS.values() for name in pair}:
        command = measure_frames.command(action, 3)
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", ""), action


@pytest.mark.long
@pytest.mark.skipif(not meter.can_count(), reason="no valgrind on this computer")
def test_more_work_takes_more_instructions(
    can_run_boards: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measure_frames, "MANY", 200)
    actions = ("nothing", "line_of_108", "eight_sent")
    counts = [measure_frames.count(action) for action in actions]
    assert counts[0] >= 0 and all(less < more for less, more in pairwise(counts)), counts
