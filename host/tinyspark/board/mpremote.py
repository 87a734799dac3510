"""mpremote's way onto a board: copy files there, run scripts there, say in words why that failed.

The only user of mpremote, which runs as a program of its own, with a private configuration folder
(it executes the user's), without a soft reset (a foreign boot.py could block it) and with an outer
time-out (some of its reads have none). It does not check what it copies: board_scripts does.
"""

import os
import subprocess
import sys
import tempfile

from tinyspark.board import board_scripts, bounded, flash_room
from tinyspark.board.greeting import way_in
from tinyspark.board.link import LinkError
from tinyspark.board.serial_link import in_use
from tinyspark.terminal.screen import clean

AGAIN = "Press RESET on it and repeat the command."
_RESET_TIMEOUT = 15.0
# What pyserial and the systems say when a cable is pulled, each in its own way
_LOST = (
    *("[Errno 5]", "[Errno 6]", "(5, 'Input", "device disconnected"),
    *("ClearCommError", "WriteFile failed"),
)
_MOST_SAID = 16 << 20  # bytes that a board may print


def copying(file: str, place: str) -> list[str]:
    """mpremote's words for one copy, its destination in full, without a look first; go on."""
    return ["fs", "cp", "-f", file, f":{place}", "+"]


def run(port: str, steps: list[str], timeout: float, last: str) -> dict:
    """Run mpremote's steps; return what the scripts among them reported.

    last is the fact that the last script reports. Behind it comes at most the reset, and that may
    take the port away before mpremote has its answer: not a failure, the next hello will tell.
    """
    code, out, err = _mpremote(port, steps, timeout)
    facts = board_scripts.reported(out)
    _check_interpreter(port, str(facts.get("name", "micropython")))
    if last in facts:
        return facts
    if code and facts:  # the board listens
        restart(port)
    if code:
        raise LinkError(_explain(port, facts, out, err))
    return facts


def restart(port: str) -> None:
    """Let the app run again, if the board listens."""
    _mpremote(port, ["reset"], _RESET_TIMEOUT)


def _check_interpreter(port: str, name: str) -> None:
    if name != "micropython":
        raise LinkError(
            f"{port} runs {clean(name)}, and the kit needs MicroPython.\n"
            "Switching is easy and can be undone: tinyspark install --help"
        )


def _mpremote(port: str, steps: list[str], timeout: float) -> tuple[int, str, str]:
    """Return exit status, stdout and stderr of mpremote."""
    with tempfile.TemporaryDirectory() as private:
        words = [sys.executable, "-m", "mpremote", "connect", port, "resume", *steps]
        environment = {**os.environ, **_configuration(private)}
        try:
            code, out, err = bounded.run(words, environment, timeout, _MOST_SAID)
        except subprocess.TimeoutExpired:
            raise LinkError(f"The board on {port} stopped answering.\n{AGAIN}") from None
        except bounded.TooMuchError:
            raise LinkError(f"The program on {port} prints without end.\n{way_in(port)}") from None
    return code, out.decode("utf-8", "replace"), err.decode("utf-8", "replace")


def _configuration(folder: str) -> dict[str, str]:
    """The environment in which mpremote finds no configuration of the user's."""
    names = ["XDG_CONFIG_HOME", "WIN_PD_OVERRIDE_LOCAL_APPDATA"]
    return dict.fromkeys(names + ["HOME"] * (sys.platform == "darwin"), folder)


def _explain(port: str, facts: dict, out: str, err: str) -> str:
    """Say in two lines why mpremote failed: its exit status is 1 for everything."""
    if facts.get("fat") is True:
        return (
            f"The flash of the board on {port} holds a FAT file system, and no update of that is"
            " safe from a power cut.\n"
            "Erase it and put MicroPython there again: tinyspark install --micropython IMAGE"
        )
    if facts.get("room") is False:
        return flash_room.full(port, facts)
    gone = os.name == "posix" and not os.path.exists(port)
    if gone and not facts:
        return (
            f"There is no port {port} now: the board is unplugged, or in a reset.\n"
            "Plug it in again and repeat the command: nothing on it is lost."
        )
    if gone or any(word in err for word in _LOST):  # in out, the board speaks of its own flash
        return (
            f"The board on {port} is gone: unplugged, or in a reset. Nothing on it is lost.\n"
            "Plug it in again and repeat the command."
        )
    if "could not enter raw repl" in out + err:
        return f"The program on {port} does not let go (it swallows Ctrl-C).\n{way_in(port)}"
    if "failed to access" in out + err:
        return in_use(port)
    lines = (err.strip() or out.strip() or "no reason given").splitlines()
    return f"The transfer failed: {clean(lines[-1])}\n{AGAIN}"
