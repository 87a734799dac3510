"""The interpreters that compute the cases, and what each of them is asked to run."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import build_micropython_32
from tinyspark.errors import UserError
from tinyspark.virtual import micropython

ROOT = Path(__file__).resolve().parent.parent.parent
PATHS = [str(ROOT / "shared"), str(Path(__file__).resolve().parent)]
TIMEOUT = 3600  # seconds
WORKERS = 2


@dataclass(frozen=True)
class Way:
    """An interpreter's command line up to the script, and the code it is given."""

    name: str
    command: Sequence[str]
    code: str


@dataclass(frozen=True)
class Outcome:
    """Results as bytes; of how many windows the code itself ran the network; seconds it took."""

    windows: bytes
    streams: bytes
    own: int
    seconds: float


REFERENCE = Way("CPython", [sys.executable], "readable")


def others() -> tuple[list[Way], list[str]]:
    """Return the ways besides the reference that this computer has, and why others are missing."""
    found, missing = [], []
    try:
        found += _both("MicroPython", micropython.command("-X", "heapsize=64M"))
    except UserError as error:
        missing.append(str(error))
    small = build_micropython_32.built()
    if small:
        found += _both("32-bit", [str(small), "-X", "heapsize=64M"])
    else:
        missing.append(f"No 32-bit MicroPython: {build_micropython_32.HOW}")
    return found, missing


def _both(name: str, command: Sequence[str]) -> list[Way]:
    return [Way(f"{name} {code}", command, code) for code in ("fast", "readable")]


def run(ways: Sequence[Way], folder: Path) -> list[Outcome]:
    """Return what each way makes of the cases in a folder, a few at a time."""
    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(lambda way: _run(way, folder), ways))


def _run(way: Way, folder: Path) -> Outcome:
    begun = time.perf_counter()
    own, windows = _part(way, folder, "windows")
    _, streams = _part(way, folder, "streams")
    return Outcome(windows, streams, own, time.perf_counter() - begun)


def _part(way: Way, folder: Path, what: str) -> tuple[int, bytes]:
    """Run runner.py; return what it prints, and its results."""
    with tempfile.NamedTemporaryFile() as results:
        words = [what, str(folder), results.name, way.code]
        start = f"import sys; sys.path[:0] = {PATHS!r}; import runner; runner.main(*{words!r})"
        done = subprocess.run(
            [*way.command, "-c", start],
            capture_output=True,
            text=True,
            timeout=TIMEOUT,
            check=False,
        )
        if done.returncode:
            sys.exit(f"{way.name} failed with the {what}:\n{done.stdout}{done.stderr}")
        return int(done.stdout), Path(results.name).read_bytes()
