"""Prepare a board to record without a computer: Button 2 chooses the label, Button 1 records.

Takes wait on the board's flash, however often it is unplugged, until `tinyspark sync DATASET`
brings them home. Preparing again changes what is recorded next; takes that wait stay.
"""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence

from gesturekit import framing, messages, take_file
from gesturekit.sample import SENSORS
from tinyspark.board import flash_room
from tinyspark.board.capture import length_for
from tinyspark.board.device import Device
from tinyspark.board.ports import add_port_argument, need_lasting, open_board, port_option
from tinyspark.commands.recording_arguments import add_take
from tinyspark.dataset.naming import check_label, shown
from tinyspark.errors import UserError
from tinyspark.terminal.fold import fold
from tinyspark.terminal.screen import counted

EXAMPLE = "tinyspark untethered circle swipe idle"
# Of the pixels, in the order of the labels
COLORS = (
    *("green", "blue", "yellow", "pink", "cyan"),
    *("orange", "violet", "lime", "rose", "sky blue"),
)
_BYTES = framing.MAX_PAYLOAD[framing.TO_BOARD] - messages.head("prepare")[2]
_NEED_FREE = flash_room.LITTLE + take_file.MAX_BYTES  # with more, a take always fits
_ALONE = 10  # seconds without a word from a computer


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "labels", nargs="*", metavar="LABEL", help="names of the gestures, such as circle"
    )
    add_take(parser)
    parser.add_argument("--off", action="store_true", help="give the buttons back; record no more")
    add_port_argument(parser)
    parser.add_argument("--json", action="store_true", help="print a JSON object at the end")


def run(options: Namespace) -> None:
    """Tell the board, and the user how to go on."""
    labels = _labels(options.labels, options.off)
    need_lasting(options.port)
    with open_board(options.port, _tell) as device:
        length = _prepare(device, options, labels)
        status = device.status().fields
        left = {"waiting": status.takes, "room": status.room}
        if labels and not status.room:
            raise UserError(_no_room(device.link.port, status.flash_free, status.takes))
    if options.json:
        print(json.dumps({"labels": labels, "sensor": options.sensor, "samples": length, **left}))
        return
    for line in _explained(labels, options, left):
        _tell(line)
    if labels and device.identity and device.identity.model_sensor == "buttons":
        _tell("Button 2 is no longer its model's: tinyspark untethered --off gives it back.")


def _labels(given: Sequence[str], off: bool) -> list[str]:
    """Return the labels in their normal form; UserError unless the board can take them."""
    if given and off:
        raise UserError("--off takes no labels.\nUse it alone, or leave it out.")
    if not given and not off:
        raise UserError("Name the gestures to record, or use --off.\nFor example: " + EXAMPLE)
    labels = [check_label(label) for label in given]
    for label in labels:
        if labels.count(label) > 1:
            raise UserError(f"The label {shown(label)} is there twice.\nName each gesture once.")
    if len(labels) > len(COLORS):
        raise UserError(
            f"{len(labels)} labels are more than there are colors, {len(COLORS)}.\n"
            "Record them in several rounds."
        )
    if len("\n".join(labels).encode()) > _BYTES:
        raise UserError(
            f"All labels together are longer than {_BYTES} bytes.\n"
            "Use shorter ones, or record them in several rounds."
        )
    return labels


def _prepare(device: Device, options: Namespace, labels: Sequence[str]) -> int:
    """Tell the board; return how many samples a take has."""
    said = device.identity
    assert said is not None  # open_board has greeted it
    length = length_for(said, options.sensor, options.seconds)
    sensor = SENSORS.index(options.sensor)
    device.request("prepare", sensor, length, "\n".join(labels).encode())
    return length


def _no_room(port: str, free: int, takes: int) -> str:
    """Say why the board, which is prepared, records nothing all the same."""
    why = f"it keeps {takes} takes and no more"
    if free < _NEED_FREE:
        kept = flash_room.size(flash_room.LITTLE)
        why = f"{flash_room.size(free)} of its flash are free, and {kept} stay so for updates"
    advice = flash_room.advice(port, {"takes": takes})
    return f"The board is prepared, but there is no room for a take: {why}.\n{advice}"


def _explained(labels: Sequence[str], options: Namespace, left: dict[str, int]) -> Iterator[str]:
    port = port_option(options.port)
    if labels:
        yield from _how(labels, options.sensor, options.seconds, left["room"])
    else:
        yield "The board records no more takes without a computer."
    if left["waiting"]:
        yield f"{counted(left['waiting'], 'take')} on the board: tinyspark sync DATASET{port}"
    elif labels:
        yield f"Then bring the takes home: tinyspark sync DATASET{port}"


def _how(labels: Sequence[str], sensor: str, seconds: float, room: int) -> Iterator[str]:
    course = sensor == "proximity"
    each = "the course's takes" if course else f"takes of {seconds:.3g} s"
    yield f"The board is prepared for {each}; there is room for {room}."
    yield from (f"  {color:<8}  {label}" for color, label in zip(COLORS, labels, strict=False))
    yield f"On a power bank at once, here {_ALONE} s after the last command:"
    yield "  Button 2  the first label, then the next; all pixels have its color. After"
    yield "            the last one, the board does what it did before."
    yield f"  Button 1  a take: {'orange, then red' if course else 'red'} while it lasts,"
    yield "            then white: it is saved; or dark: it is not, repeat it."
    few = messages.FEW_TAKES
    yield f"A red pixel at the end: room for {few} takes at most. Four red ones: for none."
    yield "The label's color on the first pixel alone: the sensor does not work."


def _tell(text: str) -> None:
    print(fold(text, sys.stderr), file=sys.stderr)
