"""A hundred cycles of a board's life: hosts, deploys, power cuts, takes of its own, no loss."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

SOAK = Path(__file__).resolve().parents[2] / "tools" / "soak.py"


@pytest.mark.long
@pytest.mark.fault(19, "half an hour of streaming, classifying, deploying: the heap is flat")
@pytest.mark.usefixtures("can_run_boards")
def test_nothing_gets_lost_in_a_hundred_cycles() -> None:
    command = [sys.executable, str(SOAK), "--cycles", "100", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=3000, check=False)
    assert not done.returncode, done.stderr[-2000:]
    figures = json.loads(done.stdout)
    assert figures["cycles"] == 100 and figures["board hours"] > 0.5
    assert min(figures.values()) > 0
