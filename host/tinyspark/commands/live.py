"""Watch what the board recognizes: a bar for each label, and every detection as a line.

q or Ctrl-C ends it. With --json it prints one JSON object a detection: time (seconds since the
command connected), label, confidence (0..1), duration (seconds; 0 for the buttons) and index
(the board's sample count).
"""

import json
import math
import sys
import time
from argparse import ArgumentParser, Namespace
from typing import Protocol

from gesturekit.messages import OK, SENSOR_STATES, Message
from tinyspark.board.device import Device
from tinyspark.board.identity import Hello
from tinyspark.board.ports import VIRTUAL, add_port_argument, open_board, port_option
from tinyspark.board.trouble import problems
from tinyspark.commands.arguments import above_zero
from tinyspark.dataset.settings import PROXIMITY
from tinyspark.errors import UserError
from tinyspark.terminal.graph import bar
from tinyspark.terminal.keys import Keys, keys
from tinyspark.terminal.screen import Panel, counted, fit, size

EXAMPLE = "tinyspark live --seconds 30 --json"
REDRAW = 0.1  # seconds
_LABEL = 16  # characters
_WIDEST = 50
_NAP = 9000  # ms of the board between two of its states: it no longer counted on this computer
_WHAT_TO_DO = {
    "proximity": "press Button 1 and move your hand;",
    "buttons": "press Button 1, Button 2 or both;",
}


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "--seconds", type=above_zero(), default=math.inf, metavar="T", help="end after T seconds"
    )
    add_port_argument(parser)
    parser.add_argument("--json", action="store_true", help="print a JSON object a detection")


def run(options: Namespace) -> None:
    """Show events until the user has seen enough."""
    with open_board(options.port, _tell) as device, keys() as keyboard:
        said = device.identity
        for problem in problems(said, device.status()) if said else []:
            _tell(f"! {problem}")
        if said is None or not said.model_hash:
            raise UserError(f"There is no model on the board.\n{_advice(options.port)}")
        drawn = sys.stdout.isatty() and not options.json
        view = Picture(said) if drawn else Lines(as_json=options.json)
        device.classify(view.scored)
        try:
            _watch(device, said, view, time.monotonic() + options.seconds, keyboard)
        finally:
            if lost := device.inbox.lost:
                _tell(f"{counted(lost, 'message')} got lost: there may be detections among them.")


def _advice(port: str | None) -> str:
    if port == VIRTUAL:
        return (
            "Each command gets a new virtual board: run `tinyspark virtual` in another terminal,"
            " and give its port to deploy and live."
        )
    return f"Put one there: tinyspark deploy MODEL{port_option(port)}"


def _watch(device: Device, said: Hello, view: "View", until: float, keyboard: Keys) -> None:
    began = time.monotonic()
    uptime = None
    while (left := until - time.monotonic()) > 0 and keyboard.read(0) != "q":
        for message in device.messages(min(REDRAW, left)):
            if message.name == "hello" and message.fields.boot != said.boot:
                raise UserError("The board was reset.\nRepeat the command.")
            if message.name == "detection":
                view.detection(_event(message, said, time.monotonic() - began))
            elif message.name == "scores":
                view.scores(message)
            elif message.name == "status":
                view.status(message)
                if uptime is not None and (message.fields.uptime - uptime) % 2**32 > _NAP:
                    device.classify(view.scored)
                uptime = message.fields.uptime
        view.refresh()


def _event(message: Message, said: Hello, seconds: float) -> dict:
    """Return what --json prints for a detection."""
    found = message.fields
    known = found.label < len(said.labels)
    rate = PROXIMITY.rate if said.model_sensor == PROXIMITY.sensor else said.model_rate
    return {
        "time": round(seconds, 3),
        "label": said.labels[found.label] if known else f"label {found.label}",
        "confidence": round(found.confidence / 255, 3),
        "duration": round(found.duration / rate, 3) if rate else 0.0,
        "index": found.index,
    }


class View(Protocol):
    """Shows what happens; scored: it wants the confidences of all labels, too."""

    scored: bool

    def detection(self, event: dict) -> None: ...

    def scores(self, message: Message) -> None: ...

    def status(self, message: Message) -> None: ...

    def refresh(self) -> None: ...


class Lines:
    """Detections alone, one a line, for a file or another program."""

    scored = False

    def __init__(self, as_json: bool) -> None:
        self._text = json.dumps if as_json else _line

    def detection(self, event: dict) -> None:
        print(self._text(event), flush=True)

    def scores(self, message: Message) -> None:
        pass  # not asked for

    def status(self, message: Message) -> None:
        pass  # no detections, no lines

    def refresh(self) -> None:
        pass  # nothing is redrawn


class Picture:
    """A terminal: a bar for each label, and the detections scrolling away above."""

    scored = True

    def __init__(self, said: Hello) -> None:
        self._said = said
        self._panel = Panel(sys.stdout)
        self._confidences = b""
        self._active = False
        self._trouble = ""

    def detection(self, event: dict) -> None:
        self._panel.say(_line(event), self._lines())

    def scores(self, message: Message) -> None:
        self._confidences = bytes(message.fields.confidences)
        self._active = bool(message.fields.active)

    def status(self, message: Message) -> None:
        states = (("imu", message.fields.imu), ("proximity", message.fields.proximity))
        needed = self._said.model_sensor.split("+")
        broken = [(name, state) for name, state in states if name in needed and state != OK]
        self._trouble = ""
        if broken:
            name, state = broken[0]
            known = SENSOR_STATES[state] if state < len(SENSOR_STATES) else "in trouble"
            self._trouble = f"the {name} sensor is {known};"

    def refresh(self) -> None:
        self._panel.draw(self._lines())

    def _lines(self) -> list[str]:
        columns, rows = size()
        width = max(4, min(_WIDEST, columns - _LABEL - 9))
        state = "moving" if self._active else "still"
        state = self._trouble or _WHAT_TO_DO.get(self._said.model_sensor, state)
        lines = ["", fit(f"{state:<8} model {self._said.model_hash[:8]}   q: quit", columns - 1)]
        for place, label in enumerate(self._said.labels[: max(1, rows - 4)]):
            share = self._confidences[place] / 255 if place < len(self._confidences) else 0.0
            lines.append(f"{fit(label, _LABEL)} {bar(share, width)} {100 * share:4.0f} %")
        return lines


def _line(event: dict) -> str:
    return f"{event['time']:8.2f} s  {event['label']:<20} {100 * event['confidence']:4.0f} %"


def _tell(line: str) -> None:
    print(line, file=sys.stderr)
