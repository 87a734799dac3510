"""From what the user said after --port to a board that has said hello.

Nothing: the one TinySpark that is plugged in. `virtual`: a virtual board, started here and
stopped afterwards. Anything else: a serial port.
"""

import shlex
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from tinyspark.board.device import Device
from tinyspark.board.greeting import Tell, greet
from tinyspark.board.inbox import Console
from tinyspark.board.link import LinkError
from tinyspark.board.serial_link import ROM_LOADER, PortInfo, SerialLink, list_boards

VIRTUAL = "virtual"


def add_port_argument(parser: ArgumentParser) -> None:
    """Add --port, the same for all commands."""
    parser.add_argument(
        "--port",
        metavar="PORT",
        help="serial port of the board, or `virtual` for a virtual one (default: the connected"
        " TinySpark)",
    )


def port_option(spec: str | None) -> str:
    """Return what a hint at another command adds to mean the same board; "" for the only one."""
    return f" --port {shlex.quote(spec)}" if spec else ""


def need_lasting(spec: str | None) -> None:
    """LinkError for a virtual board of this command's own: what it keeps goes with it."""
    if spec == VIRTUAL:
        raise LinkError(
            "Each command gets a new virtual board, which keeps nothing.\n"
            "Run `tinyspark virtual` in another terminal, and give its port to this one."
        )


@contextmanager
def open_board(
    spec: str | None, tell: Tell | None = None, on_console: Console | None = None
) -> Iterator[Device]:
    """A Device on the board that spec names, which has said hello (device.identity).

    Afterwards the board does again what it does by itself.
    """
    with board_port(spec) as port, open_device(port, on_console) as device:
        greet(device, tell)
        try:
            yield device
        finally:
            with suppress(LinkError):  # what went wrong before is what counts
                device.rest()


@contextmanager
def open_device(port: str, on_console: Console | None = None) -> Iterator[Device]:
    """A Device on this port; nothing has been asked yet."""
    device = Device(SerialLink(port), on_console)
    try:
        yield device
    finally:
        device.close()


@contextmanager
def board_port(spec: str | None) -> Iterator[str]:
    """The port that spec names; a virtual board runs as long as the context lasts."""
    if spec == VIRTUAL:
        from tinyspark.virtual.client import VirtualBoard

        with VirtualBoard() as board:
            yield board.port
    else:
        yield spec or the_one(list_boards())


def the_one(found: list[PortInfo]) -> str:
    """Return the port of the only board among found; LinkError when there is none or a choice."""
    boards = [info.port for info in found if info.is_micropython]
    if len(boards) == 1:
        return boards[0]
    if boards:
        raise LinkError(
            f"{len(boards)} boards are connected.\nChoose with --port: {_list(boards)}"
        )
    if any(info.usb == ROM_LOADER for info in found):
        raise LinkError(
            "The board waits in its ROM loader.\n"
            "Press RESET on it, or put MicroPython there: tinyspark install --help"
        )
    others = [info.port for info in found]
    hint = f" (other USB ports: {_list(others)})" if others else ""
    raise LinkError(
        f"No TinySpark is connected{hint}.\n"
        "Plug one in or try --port virtual; if it is there and not seen: tinyspark install --help"
    )


def _list(names: list[str]) -> str:
    return ", ".join(names)
