"""List the connected boards: port, firmware, what they do, model, sensors."""

import json
import sys
from argparse import ArgumentParser, Namespace

from tinyspark.board.greeting import greet
from tinyspark.board.identity import Hello
from tinyspark.board.ports import add_port_argument, board_port, open_device
from tinyspark.board.serial_link import ROM_LOADER, PortInfo, list_boards
from tinyspark.errors import UserError
from tinyspark.terminal.fold import fold
from tinyspark.terminal.screen import counted

EXAMPLE = "tinyspark boards --json"


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    add_port_argument(parser)
    parser.add_argument("--json", action="store_true", help="print a JSON list")


def run(options: Namespace) -> None:
    """Print a few lines a board."""
    if options.port:
        with board_port(options.port) as port:
            boards = [_ask(port)]
    else:
        boards = [board for info in list_boards() if (board := _look_at(info))]
    if options.json:
        print(json.dumps(boards))
        return
    for board in boards:
        print(fold(_lines(board), sys.stdout))
    if not boards:
        print(
            "No TinySpark is connected. Plug one in or try --port virtual; if it is there and"
            " not seen: tinyspark install --help",
            file=sys.stderr,
        )


def _look_at(info: PortInfo) -> dict | None:
    """Describe what is on a port found; devices that cannot be a TinySpark are left alone."""
    if info.usb == ROM_LOADER:
        return {"port": info.port, "problem": "waits in its ROM loader: press RESET on it"}
    return _try(info.port) if info.is_micropython else None


def _try(port: str) -> dict:
    """Describe the board on a port that nobody named: a foreign program is not interrupted."""
    try:
        with open_device(port) as device:
            return _facts(port, device.hello())
    except UserError as error:
        return {"port": port, "problem": str(error).splitlines()[0]}


def _ask(port: str) -> dict:
    with open_device(port) as device:
        return _facts(port, greet(device))


def _facts(port: str, said: Hello) -> dict:
    model = {
        "hash": said.model_hash,
        "labels": list(said.labels),
        "sensor": said.model_sensor,
        "slot": None,
    }
    return {
        "port": port,
        "firmware": said.firmware,
        "machine": said.machine,
        "mode": said.mode,
        "model": model if said.model_hash else None,
        "sensor": {"imu": said.imu, "proximity": said.proximity},
        "takes": said.takes,
    }


def _lines(board: dict) -> str:
    if "problem" in board:
        return f"{board['port']}\n  {board['problem']}"
    model = board["model"]
    what = "no model"
    if model:
        place = " of the buttons" if model["sensor"] == "buttons" else ""
        what = f"model {model['hash'][:8]}{place}: {', '.join(model['labels'])}"
    sensors = ", ".join(f"{name} {state}" for name, state in board["sensor"].items())
    wait = f"\n  {counted(board['takes'], 'take')} to bring home: tinyspark sync DATASET"
    return (
        f"{board['port']}\n  firmware {board['firmware']}, in mode {board['mode']}\n"
        f"  {what}\n  sensors: {sensors}{wait if board['takes'] else ''}"
    )
