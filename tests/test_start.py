"""The set-up program's own words; setting up itself is what a fresh checkout does first."""

import subprocess
import sys
from pathlib import Path

START = Path(__file__).resolve().parent.parent / "tools" / "start.py"


def start(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(START), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_without_a_job_it_explains_itself() -> None:
    result = start()
    assert result.returncode == 2 and "python3 tools/start.py demo" in result.stdout


def test_it_needs_the_standard_library_alone() -> None:
    command = [sys.executable, "-I", "-S", str(START), "--help"]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert result.returncode == 2 and "usage" in result.stdout
