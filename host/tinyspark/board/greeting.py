"""Say hello to whatever is on a port, and find out why nothing answers as a TinySpark.

A running app of ours answers at once and is not disturbed. Only when no answer came is the
interrupt key sent, to see which interpreter is behind the port; its restart key then starts the
program of the board again, whosever it is.
"""

from collections.abc import Callable

from tinyspark.board.device import Device, NoHelloError
from tinyspark.board.identity import Hello
from tinyspark.board.link import LinkError, LinkLostError
from tinyspark.terminal.screen import clean

Tell = Callable[[str], None]  # is handed messages for the user

_INTERRUPT, _FRIENDLY, _RESTART = b"\r\x03\x03", b"\r\x02", b"\x04"
_PROMPT = b">>> "
_AGAIN = (b"soft reboot", _PROMPT)  # one behind the restart: others may still be on their way
_WAY_IN = (
    "Press RESET and, within a second: tinyspark install --port {port}. If that does not help: "
    "hold Button 2, press RESET, hold on for 3 s, then the same; at last: tinyspark install --help"
)
_TRACEBACK = b"Traceback"
_MORE_MEMORY = (
    "If its MicroPython leaves the PSRAM unused, switch to the variant SPIRAM_OCT:"
    " tinyspark install --help"
)
_QUICK = 0.25  # seconds: a running app answers within a few milliseconds
_PATIENCE = 5.0  # one that is just starting, perhaps with a thousand takes to count,
_START = 5.0  # also where we have started it
_BANNER = 1.0


def way_in(port: str) -> str:
    """Return how to get into a board whose program does not listen.

    A program listens for a moment before it begins to swallow Ctrl-C; the kit's loader heeds
    Button 2, which a main.py of somebody else does not.
    """
    return _WAY_IN.format(port=port)


def greet(device: Device, tell: Tell | None = None) -> Hello:
    """Return who is there; LinkError says in two lines what is on the port instead."""
    # A raw REPL, which a killed mpremote leaves, shows nothing before that key.
    said = _ask(device, _PATIENCE, (_PROMPT,), _FRIENDLY)
    if said is None:
        _interpreter(device)
        said = _restart(device)
        if tell is not None:
            tell("The app on the board was not running; it has been started.")
    return said


def _ask(
    device: Device, patience: float, prompt: tuple[bytes, ...], key: bytes = b""
) -> Hello | None:
    """Return who is there; None when nobody answers in time, or at once if a prompt does.

    key: pressed once, when nobody has answered at first.
    """
    until = device.clock() + patience
    while device.clock() < until and not _seen(device, *prompt):
        try:
            return device.hello(_QUICK)
        except NoHelloError:
            device.link.write(key)
            key = b""
    return None


def _interpreter(device: Device) -> None:
    """Get to a prompt of MicroPython; LinkError when something else is there."""
    port = device.link.port
    device.link.write(_INTERRUPT)
    _listen(device, _PROMPT, _BANNER / 2)  # a raw REPL prints nothing here
    device.inbox.console.clear()
    device.link.write(_FRIENDLY)
    _listen(device, b"Python ", _BANNER)
    if _seen(device, b"CircuitPython"):
        device.link.write(_RESTART)
        raise LinkError(
            f"{port} runs CircuitPython, and the kit needs MicroPython.\n"
            "Switching is easy and can be undone: tinyspark install --help"
        )
    if not _seen(device, b"MicroPython"):
        raise LinkError(
            f"Nothing answers on {port}: no TinySpark, or a program on it swallows Ctrl-C.\n"
            f"{way_in(port)}"
        )


def _restart(device: Device) -> Hello:
    port = device.link.port
    there = f"there: tinyspark install --port {port}"
    device.inbox.console.clear()
    device.link.write(_RESTART)
    try:
        said = _ask(device, _START, _AGAIN)
    except LinkLostError:
        if not _seen(device, _TRACEBACK):
            raise
        raise LinkLostError(
            f"The app on {port} crashes, and the board starts again: {_failure(device)}\n"
            "Wait for 10 s and repeat the command."
        ) from None
    if said is not None:
        return said
    if _seen(device, b"Safe mode"):
        raise LinkError(
            f"The board on {port} is in safe mode: Button 2 was held for 2 s at its start.\n"
            "Press RESET on it without Button 2."
        )
    if _seen(device, _TRACEBACK):
        failure = _failure(device)
        raise LinkError(
            f"The app on {port} does not start: {failure}\n"
            + (_MORE_MEMORY if failure.startswith("MemoryError") else f"Put a fresh one {there}")
        )
    what = "without the TinySpark app"
    if not _seen(device, *_AGAIN):
        what = "and a program not of ours"
        _unask(device)
    raise LinkError(f"{port} runs MicroPython {what}.\nPut the TinySpark app {there}")


def _unask(device: Device) -> None:
    """Start a program anew that reads nothing: its port keeps some 500 bytes of questions, and
    when these are full not even the interrupt key gets in."""
    device.link.write(_INTERRUPT)
    _listen(device, _PROMPT, _BANNER)
    device.link.write(_RESTART)


def _failure(device: Device) -> str:
    """Return the line of a traceback that names the error: the first that is not indented."""
    lines = iter(device.inbox.console)
    found = any(_TRACEBACK in line for line in lines)
    return clean(next((line for line in lines if found and not line.startswith(b" ")), b"?"))


def _listen(device: Device, needle: bytes, timeout: float) -> None:
    until = device.clock() + timeout
    while device.clock() < until and not _seen(device, needle):
        for _ in device.messages(0.05):
            pass


def _seen(device: Device, *needles: bytes) -> bool:
    """Return whether lines with these have come, in this order."""
    device.inbox.flush()
    lines = iter(device.inbox.console)
    return all(any(needle in line for line in lines) for needle in needles)
