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
from tinyspark.board import mpy
from tinyspark.errors import UserError
from tinyspark.virtual import micropython

HERE = Path(__file__).resolve().parent
SHARED = HERE.parent.parent / "shared"
TIMEOUT = 3600  # seconds
WORKERS = 2
HEAP = "heapsize=64M"


@dataclass(frozen=True)
class Way:
    """An interpreter's command line up to the script, the code it is given, and from where."""

    name: str
    command: Sequence[str]
    code: str
    shared: Path = SHARED  # where gesturekit is


@dataclass(frozen=True)
class Outcome:
    """Results as bytes; of how many windows the code itself ran the network; seconds it took."""

    windows: bytes
    streams: bytes
    own: int
    seconds: float


REFERENCE = Way("CPython", [sys.executable], "readable")


def others(folder: Path) -> tuple[list[Way], list[str]]:
    """Return the ways besides the reference that this computer has, and why others are missing.

    folder: compiled files go there.
    """
    found, missing = [], []
    interpreters, reasons = _interpreters()
    for name, command in interpreters.items():
        found += [Way(f"{name} {code}", command, code) for code in ("fast", "readable")]
        try:
            found.append(_compiled(f"{name} .mpy", command, folder / name))
        except UserError as error:
            missing.append(str(error))
    return found, reasons + missing


def _interpreters() -> tuple[dict[str, list[str]], list[str]]:
    """Return the commands of all MicroPythons here by their names, and why others are missing."""
    found, missing = {}, []
    try:
        found["MicroPython"] = micropython.command("-X", HEAP)
    except UserError as error:
        missing.append(str(error))
    program = build_micropython_32.built()
    if program:
        found["32-bit"] = [str(program), "-X", HEAP]
    else:
        missing.append(f"No 32-bit MicroPython: {build_micropython_32.HOW}")
    return found, missing


def _compiled(name: str, command: Sequence[str], folder: Path) -> Way:
    """Return the way of the fast code as `install` puts it on a board: as .mpy; UserError."""
    features = _said([*command, "-c", "import sys; print(sys.implementation._mpy)"])
    (folder / "gesturekit").mkdir(parents=True)
    for source in (SHARED / "gesturekit").glob("*.py"):
        data = mpy.compiled(source, source.name, mpy.architecture(int(features)))
        (folder / "gesturekit" / f"{source.stem}.mpy").write_bytes(data)
    return Way(name, command, "fast", folder)


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
        paths = [str(way.shared), str(HERE)]
        words = [what, str(folder), results.name, way.code]
        start = f"import sys; sys.path[:0] = {paths!r}; import runner; runner.main(*{words!r})"
        own = int(_said([*way.command, "-c", start]))
        return own, Path(results.name).read_bytes()


def _said(command: Sequence[str]) -> str:
    """Return what a command prints; end the program if it fails."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout
