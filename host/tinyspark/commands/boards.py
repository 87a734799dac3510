"""List the connected boards: port, firmware, what they do, model, sensors, and any trouble."""

import json
import shlex
import sys
from argparse import ArgumentParser, Namespace

from tinyspark.board import sensor_trouble
from tinyspark.board.device import Device, NoHelloError
from tinyspark.board.greeting import greet
from tinyspark.board.ports import add_port_argument, board_port, open_device
from tinyspark.board.serial_link import ROM_LOADER, PortInfo, list_boards
from tinyspark.board.trouble import problems
from tinyspark.commands import link_text
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
        what, advice = "It waits in its ROM loader.", "Press RESET on it."
        return {"port": info.port, "problem": what, "advice": advice}
    return _try(info.port) if info.is_micropython else None


def _try(port: str) -> dict:
    """Describe the board on a port that nobody named: a foreign program is not interrupted."""
    try:
        with open_device(port) as device:
            device.hello()
            return _facts(device)
    except UserError as error:
        what, _, advice = str(error).partition("\n")
        if isinstance(error, NoHelloError):
            advice = f"Look closer, which stops what runs there: tinyspark boards --port {port}"
        return {"port": port, "problem": what, "advice": advice}


def _ask(port: str) -> dict:
    with open_device(port) as device:
        greet(device)
        return _facts(device)


def _facts(device: Device) -> dict:
    """Describe a board that has said hello."""
    said = device.identity
    assert said is not None
    status = device.status()
    model = {
        "hash": said.model_hash,
        "labels": list(said.labels),
        "sensor": said.model_sensor,
        "slot": said.model_slot,
        "state": said.model_state,
    }
    return {
        "port": device.link.port,
        "firmware": said.firmware,
        "machine": said.machine,
        "mode": said.mode,
        "model": model if said.model_hash else None,
        "previous_model": said.previous_hash or None,
        "sensor": {"imu": said.imu, "proximity": said.proximity},
        "takes": said.takes,
        "rate": {"nominal": said.rate, "measured": status.fields.rate / 1000 or None},
        "since_start": sensor_trouble.counts(status),
        "trouble": problems(said, status),
    }


def _lines(board: dict) -> str:
    if "problem" in board:
        return f"{board['port']}\n  {board['problem']}\n  {board['advice']}"
    model = board["model"]
    what = "no model"
    if model:
        place = " of the buttons" if model["sensor"] == "buttons" else ""
        trial = ", on trial" if model["state"] == "on trial" else ""
        name = f"model {model['hash'][:8]}{place} (slot {model['slot']}{trial})"
        what = f"{name}: {', '.join(model['labels'])}"
    before = (
        f"previous model {(board['previous_model'] or '')[:8]}: tinyspark deploy --to previous"
    )
    sensors = ", ".join(f"{name} {state}" for name, state in board["sensor"].items())
    happened = [f"{what} {count}" for what, count in board["since_start"].items() if count]
    measured, nominal = board["rate"]["measured"], board["rate"]["nominal"]
    home = f"tinyspark sync DATASET --port {shlex.quote(board['port'])}"
    wait = f"{counted(board['takes'], 'take')} to bring home: {home}"
    lines = [
        board["port"],
        f"firmware {board['firmware']}, in mode {board['mode']}",
        what,
        *([before] if board["previous_model"] else []),
        f"sensors: {sensors}",
        *([f"IMU: {link_text.rate(measured, nominal)}"] if measured else []),
        *([f"since its start: {', '.join(happened)}"] if happened else []),
        *([wait] if board["takes"] else []),
        *(f"! {trouble}" for trouble in board["trouble"]),
    ]
    return "\n  ".join(lines)
