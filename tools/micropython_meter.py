"""How programs are measured from outside: MicroPython and C, in microseconds and instructions.

Instructions are counted by valgrind's callgrind, which repeats itself almost exactly: a run with
many repetitions less one with few.
"""

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tinyspark.virtual import micropython

ROOT = Path(__file__).resolve().parent.parent
PEERS = Path(__file__).resolve().parent / "inference_peers"
_PATH = (
    ROOT / "shared",
    PEERS,
    ROOT / "host" / "tinyspark" / "learning",
    ROOT / "firmware",
)
_VALGRIND = ("valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null")
_TIMEOUT = 600  # seconds
_FEW = 10  # repetitions of the run that is subtracted

Command = Sequence[str]


def script(name: str, *words: object) -> list[str]:
    """Return the command that runs a peers' script under MicroPython."""
    start = f"import sys; sys.path[:] = {['', '.frozen', *map(str, _PATH)]!r}; "
    start += f"sys.argv[:] = {[name, *map(str, words)]!r}; __import__({name!r})"
    return micropython.command("-X", "heapsize=64M", "-c", start)


def said(command: Command, stdin: Path | None = None) -> str:
    """Return what a command prints."""
    return _ran(command, stdin).stdout


def told(name: str, *words: object) -> dict[str, Any]:
    """Return what a peers' script says in its lines of JSON."""
    found: dict[str, Any] = {}
    for line in said(script(name, *words)).splitlines():
        found |= json.loads(line)
    return found


def can_compile() -> bool:
    return shutil.which("gcc") is not None


def compiled(source: str, folder: Path, *options: str) -> Path:
    """Compile a peer in C with gcc -O2; return the program."""
    program = folder / Path(source).stem
    file = str(PEERS / source)
    said(["gcc", "-O2", "-std=gnu11", "-w", *options, file, "-o", str(program), "-lm"])
    return program


def emlearn_headers() -> Path | None:
    """Return where the headers of the package emlearn lie, if it is installed."""
    spec = importlib.util.find_spec("emlearn")
    return Path(spec.origin).parent if spec and spec.origin else None


def can_count() -> bool:
    return shutil.which("valgrind") is not None


def instructions(command: Callable[[int], Command], many: int, stdin: Path | None = None) -> float:
    """Return the instructions of one repetition of command(repetitions)."""
    few, more = (_counted(command(number), stdin) for number in (_FEW, _FEW + many))
    return (more - few) / many


def _counted(command: Command, stdin: Path | None) -> int:
    found = re.search(r"Collected : (\d+)", _ran([*_VALGRIND, *command], stdin).stderr)
    if not found:
        sys.exit("valgrind's callgrind counted nothing.")
    return int(found[1])


def _ran(command: Command, stdin: Path | None) -> subprocess.CompletedProcess[str]:
    """Run a command that must not fail."""
    with open(stdin or os.devnull, "rb") as file:
        done = subprocess.run(
            command,
            stdin=file,
            capture_output=True,
            text=True,
            timeout=_TIMEOUT,
            check=False,
            env={**os.environ, "PYTHONHASHSEED": "0"},  # which would change the count
        )
    if done.returncode:
        sys.exit(f"{' '.join(command)[-300:]}\n{done.stdout[-300:]}\n{done.stderr}")
    return done
