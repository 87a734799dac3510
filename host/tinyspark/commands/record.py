"""Record labelled takes of a gesture, each judged and saved at once.

In a terminal every take begins with a countdown (or with Button 1), and one key decides about
it: Enter keeps it, r repeats it, q stops (a good take is kept then, one with problems dropped;
so with Ctrl-C). Otherwise takes are recorded and kept one after the other. A board that is
unplugged or reset costs the take under way: recording goes on when it is back.
"""

import json
import shlex
import sys
import time
from argparse import ArgumentParser, Namespace

import numpy as np

from tinyspark.board import rejoining
from tinyspark.board.capture import length_for
from tinyspark.board.device import Device
from tinyspark.board.link import LinkLostError
from tinyspark.board.ports import add_port_argument, open_board
from tinyspark.board.rejoining import Home
from tinyspark.board.sitting import Judged, Sitting, open_dataset, settings_of
from tinyspark.commands import link_text
from tinyspark.commands.arguments import a_name, whole
from tinyspark.commands.recording_arguments import add_sitting, add_take
from tinyspark.dataset.naming import check_detail, check_label
from tinyspark.errors import UserError
from tinyspark.terminal.fold import fold
from tinyspark.terminal.graph import strip
from tinyspark.terminal.keys import Keys, keys
from tinyspark.terminal.screen import counted

EXAMPLE = "tinyspark record wave -n 10 --dataset gestures --subject anna"
COUNTDOWN = 3
TICK = 0.7  # seconds of each number
TORN_TAKES = 5  # in a row, before it gives up
_PICTURE = 40  # characters
_LEAST = 1000  # counts of activity (0.25 g, 70 dps) that fill a bar at least


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("label", metavar="LABEL", help="name of the gesture, such as wave")
    parser.add_argument(
        "-n", type=whole(1, 10_000), default=10, help="takes to keep (default: 10)"
    )
    parser.add_argument(
        "--dataset", required=True, metavar="DIR", type=a_name, help="folder they go to"
    )
    add_sitting(parser)
    add_take(parser)
    parser.add_argument(
        "--button", action="store_true", help="a take starts with Button 1 of the board"
    )
    add_port_argument(parser)
    parser.add_argument("--json", action="store_true", help="print a JSON object at the end")


def run(options: Namespace) -> None:
    """Record, and print what was saved."""
    check_label(options.label)
    check_detail(options.subject, "subject")
    check_detail(options.session, "session")
    with open_board(options.port, _tell) as device, keys() as keyboard:
        sitting = _sitting(options, device)
        takes: list[dict] = []
        try:
            _record(sitting, options.n, keyboard, takes)
        finally:
            _sum_up(takes, sitting, options.dataset)
    if options.json:
        found = {"dataset": options.dataset, "label": options.label, "takes": takes}
        nominal = sitting.dataset.settings.rate
        found |= {"rate": nominal, "measured_rate": sitting.rate, "healed": sitting.healed}
        print(json.dumps(found))


def _sum_up(takes: list[dict], sitting: Sitting, folder: str) -> None:
    _tell(f"{counted(len(takes), 'take')} added to {folder}.")
    if bad := sum(1 for take in takes if take["verdict"]):
        have = "has" if bad == 1 else "have"
        check = shlex.join(["tinyspark", "dataset", "check", folder])
        _tell(f"{bad} of them {have} problems; `{check}` says which, and what to do.")
    settings = sitting.dataset.settings
    if sitting.rate is not None and settings.continuous:
        _tell(f"The board measures {link_text.rate(sitting.rate, settings.rate)}.")
    if sitting.healed:
        again = link_text.healed(sitting.healed)
        _tell(f"The line is not clean: {again}. Every take added is whole.")


def _sitting(options: Namespace, device: Device) -> Sitting:
    said = device.identity
    assert said is not None  # open_board has greeted it
    length = length_for(said, options.sensor, options.seconds)
    dataset = open_dataset(options.dataset, settings_of(said, options.sensor))
    return Sitting(
        device, dataset, options.label, length, options.button, options.subject, options.session
    )


def _record(sitting: Sitting, count: int, keyboard: Keys, takes: list[dict]) -> None:
    """Record until count takes are saved, or until the user or too many torn takes stop it."""
    torn = 0
    home = Home(sitting.device)
    while len(takes) < count:
        _tell(f"\nTake {len(takes) + 1} of {count}")
        try:
            judged = _one(sitting, keyboard)
        except LinkLostError as error:
            torn = _one_more(torn)
            _wait_for_board(home, sitting.device, error)
            continue
        _show(judged)
        torn = 0 if judged.take.whole else _one_more(torn)
        key = _decide(judged, keyboard, sitting, takes)
        if key == "q":
            return


def _one_more(torn: int) -> int:
    """Count a take that is not whole; UserError when there are too many of them in a row."""
    if torn + 1 == TORN_TAKES:
        raise UserError(f"{TORN_TAKES} takes in a row were torn.\nUse another cable or USB port.")
    return torn + 1


def _one(sitting: Sitting, keyboard: Keys) -> Judged:
    counting = keyboard.interactive and not sitting.button
    if sitting.button:
        _tell("  Press Button 1 on the board, then move.")
    elif counting:
        _count_down()
    try:
        if counting:
            print("\r  now!", file=sys.stderr, flush=True)
        return sitting.take()
    except (KeyboardInterrupt, UserError) as error:
        line = "\n" if isinstance(error, KeyboardInterrupt) else ""  # the terminal shows ^C
        _tell(f"{line}  This take is not saved.")
        raise


def _wait_for_board(home: Home, device: Device, error: LinkLostError) -> None:
    """Wait until a board that is gone is back; LinkError when that takes too long."""
    _tell(f"  {str(error).splitlines()[0]}")
    _tell(f"  It goes on when the board is back, within {rejoining.WAIT:.0f} s; Ctrl-C ends it.")
    home.rejoin(device, lambda line: _tell(f"  {line}"))


def _decide(judged: Judged, keyboard: Keys, sitting: Sitting, takes: list[dict]) -> str:
    """Ask what becomes of a take, do it and say so; Ctrl-C does what q does. Return the key."""
    try:
        key = _ask(judged, keyboard)
    except KeyboardInterrupt:
        print("\n  ", end="", file=sys.stderr)
        _settle("q", judged, sitting, takes)
        raise
    if keyboard.interactive:
        _settle(key, judged, sitting, takes)
    elif judged.take.whole:
        _save(sitting, judged, takes)
    return key


def _settle(key: str, judged: Judged, sitting: Sitting, takes: list[dict]) -> None:
    """Save a take or let it go, and say which."""
    if judged.take.whole and (key == "keep" or (key == "q" and judged.good)):
        try:
            _save(sitting, judged, takes)
        except UserError:
            _tell("not kept")
            raise
        _tell("kept")
    elif key == "q":
        _tell("dropped: the take has problems")
    else:
        _tell("redo")


def _ask(judged: Judged, keyboard: Keys) -> str:
    """Return "keep", "r" or "q"; without a terminal every take is kept."""
    if not keyboard.interactive:
        return "keep"
    if judged.good:
        choice = "Enter: keep   r: redo   q: keep and stop"
    elif judged.take.whole:
        choice = "r: redo   Enter: keep it anyway   q: drop it and stop"
    else:
        choice = "Enter: redo   q: stop"
    print(f"  {choice} ", end="", file=sys.stderr, flush=True)
    while (key := keyboard.wait()) not in ("\n", "\r", " ", "r", "q"):
        pass
    return key if key in ("r", "q") else "keep"


def _save(sitting: Sitting, judged: Judged, takes: list[dict]) -> None:
    recording = sitting.save(judged)
    takes.append(
        {
            "id": recording.id,
            "samples": len(judged.samples),
            "index": judged.take.index,
            "missing": judged.take.missing,
            "verdict": judged.problems,
        }
    )


def _show(judged: Judged) -> None:
    """Show a take's picture and verdict."""
    _tell(f"  {strip(_activity(judged.samples), _PICTURE, _LEAST)}")
    for problem in judged.problems:
        _tell(f"  ! {problem}")
    if judged.take.gaps:
        _tell(f"    {link_text.places(judged.take.gaps)}")
    if judged.good:
        _tell("  good")


def _activity(samples: np.ndarray) -> np.ndarray:
    """Return how much moves at each sample: the distance from the middle, over all axes."""
    if samples.shape[1] == 1:
        return samples[:, 0].astype(float)
    values = samples - np.median(samples, axis=0) if len(samples) else samples
    return np.asarray(np.linalg.norm(values, axis=1))


def _count_down() -> None:
    try:
        for left in range(COUNTDOWN, 0, -1):
            print(f"\r  {left} ", end="", file=sys.stderr, flush=True)
            time.sleep(TICK)
    except KeyboardInterrupt:
        _tell("")
        raise


def _tell(text: str) -> None:
    print(fold(text, sys.stderr), file=sys.stderr)
