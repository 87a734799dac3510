"""Runs a command of the kit with a spy below pyserial: in it, and in its mpremote."""

import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

SPIED = Path(__file__).parent / "spied"


@dataclass
class Spied:
    """How a command ended, and what the spy saw: lists of words, program and process first."""

    status: int
    err: str
    seen: list[list[str]]

    def writes(self) -> int:
        return sum(words[2] == "write" for words in self.seen)


def run(folder: Path, *command: str, hit_at: int = 0, by: int = signal.SIGKILL) -> Spied:
    """Run a command; at its write number hit_at to a port all of its processes get the signal."""
    log = folder / "spy.log"
    log.write_text("")
    environment = {
        "PYTHONPATH": os.pathsep.join([str(SPIED), os.environ.get("PYTHONPATH", "")]),
        "SPY_LOG": str(log),
        "SPY_HIT_AT": str(hit_at),
        "SPY_SIGNAL": str(int(by)),
    }
    done = subprocess.run(
        [sys.executable, "-m", "tinyspark", *command],
        env=os.environ | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        start_new_session=True,
    )
    seen = [line.split() for line in log.read_text().splitlines()]
    return Spied(done.returncode, done.stderr, seen)
