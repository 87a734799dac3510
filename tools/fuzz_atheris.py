"""Fuzz one target of tests/fuzz with atheris, which looks for inputs that reach new code.

usage: python tools/fuzz_atheris.py                            name the targets
       python tools/fuzz_atheris.py TARGET [SECONDS [FOLDER]]  fuzz one, a minute without SECONDS

The everyday tests do not need atheris; `pip install atheris` adds it (Linux and macOS, some
versions of Python). Inputs that reach new code are kept in FOLDER (build/corpus/TARGET) and the
next run goes on from them. An input that breaks a promise of the target is written beside it as
crash-..., and its traceback is shown; put it among the examples of the target, where the seeded
runs of `pytest -m long tests/fuzz` will try it, too.
"""

import importlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

ROOT = Path(__file__).resolve().parent.parent
PLACES = (
    "shared",
    "host",
    "firmware",
    "tests/shared",
    "tests/firmware",
    "tests/host",
    "tests/fuzz",
)
MOST_BYTES = 4096  # of an input
MINUTE = 60
FOUND = 77  # exit status, as libFuzzer has it


def every() -> "AbstractContextManager[dict[str, Any]]":
    """All targets, by name."""
    sys.path[:0] = [str(ROOT / "tests"), *(str(ROOT / place) for place in PLACES)]
    found: AbstractContextManager[dict[str, Any]] = importlib.import_module("targets").every()
    return found


def fuzz(name: str, seconds: int, folder: Path) -> int:
    """Fuzz one target in a process of its own, since atheris ends it; return its exit status."""
    import atheris

    with atheris.instrument_imports(include=["gesturekit", "tinyspark", "app", "answers"]):
        targets = every()
    folder.mkdir(parents=True, exist_ok=True)
    with targets as found:
        target, examples = found[name].target, found[name].examples
        for number, example in enumerate(examples):
            (folder / f"example-{number}").write_bytes(example)
        options = [f"-max_total_time={seconds}", f"-max_len={MOST_BYTES}", "-print_final_stats=1"]
        options.append(f"-artifact_prefix={folder.parent}/{folder.name}-")
        child = os.fork()
        if not child:
            atheris.Setup([sys.argv[0], *options, str(folder)], target)
            try:
                atheris.Fuzz()
            finally:
                os._exit(FOUND)
        status = os.waitpid(child, 0)[1]
    return os.waitstatus_to_exitcode(status)


def main(arguments: list[str]) -> int:
    """Name the targets, or fuzz one."""
    if not arguments:
        with every() as found:
            print(*found, sep="\n")
        return 0
    name, seconds, folder = (*arguments, *[""] * 3)[:3]
    place = Path(folder) if folder else ROOT / "build" / "corpus" / name.replace(" ", "-")
    return fuzz(name, int(seconds or MINUTE), place)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
