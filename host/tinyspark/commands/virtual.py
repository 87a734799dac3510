"""Run a virtual TinySpark: a serial port with real MicroPython behind it.

The port's path is the first thing on stdout. Any serial program can use it: mpremote, our own
commands with --port, a terminal.

In a terminal single keys drive it: 1 and 2 tap the buttons, 3 and 4 hold them or let them go, r
resets the board, u unplugs it or plugs it in again, q or Ctrl-C ends it. With --play every label
has a key, listed at the start, that plays one take of it: a motion begins within 0.3 s, a
proximity take comes with the press of Button 1 that it needs. A wave and a shake are in
datasets/synthetic-waves; --play may be given for several datasets.

To record and recognize with two terminals:
  1: tinyspark virtual --play datasets/synthetic-gestures --subject synthetic-1
  2: tinyspark record circle -n 5 --seconds 3 --dataset mine --port PORT
     At "now!" press the key of circle in 1; Enter in 2 keeps the take.
     With --button a take waits for key 1 in 1 instead of counting down.
  2: tinyspark live --port PORT, after train and deploy: every key is answered.

To record without a computer, on the same board:
  2: tinyspark untethered circle twist --seconds 3 --port PORT
  1: u and u again (or wait 10 s): nobody talks to the board now. 2 chooses the
     label, and all pixels have its color. 1 and at once the gesture's key
     record a take: red, then white: it is saved.
  2: tinyspark sync mine --port PORT

To take the previous model again, as after two deploys: 4, r, and 4 as soon as all pixels are pink,
within 2 s: Button 2 is held, the board is reset, the button let go. Later it is safe mode: the
pixels are dark, no app runs. 4 lets go, and r ends it.
"""

import argparse
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tinyspark.commands.arguments import a_name
from tinyspark.errors import UserError
from tinyspark.terminal.keys import Keys, in_front, keys
from tinyspark.terminal.screen import Panel, clean, fit, size

if TYPE_CHECKING:
    from tinyspark.virtual.client import VirtualBoard
    from tinyspark.virtual.player import Player, Take

EXAMPLE = "tinyspark virtual --play datasets/synthetic-gestures"

_PAUSE = 2.0  # board seconds between two takes of a loop
_LOOK_EVERY = 0.1  # seconds


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--play",
        metavar="DATASET",
        type=a_name,
        action="append",
        help="takes to play to the sensors; more than one: of all of them",
    )
    parser.add_argument("--only", metavar="LABEL", action="append", help="those of this label")
    parser.add_argument("--subject", metavar="NAME", help="those of this person")
    parser.add_argument(
        "--loop",
        action="store_true",
        help="play them one after the other, over and over (usual without a terminal)",
    )
    parser.add_argument(
        "--speed", type=float, default=1.0, metavar="N", help="board seconds a second (1)"
    )
    parser.add_argument("--volume", metavar="FILE", help="keep the board's flash in this file")
    parser.add_argument("--bare", action="store_true", help="MicroPython without our firmware")
    parser.add_argument(
        "--address", type=_address, default=0x6A, help="where the IMU answers: 0x6a or 0x6b (0x6a)"
    )


def run(options: argparse.Namespace) -> int:
    """Run the board; q and Ctrl-C are its normal end."""
    from tinyspark.virtual.client import VirtualBoard
    from tinyspark.virtual.player import Player

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    takes = _takes(options)
    board_options = {
        "speed": options.speed,
        "volume": options.volume,
        "firmware": not options.bare,
        "imu_address": options.address,
    }
    try:
        with VirtualBoard(**board_options) as board, _keyboard() as keyboard:
            player = Player(board, takes)
            print(board.port, flush=True)
            _explain(board.port)
            if keyboard.interactive:
                _obey(board, player, keyboard, options.loop)
            else:
                _loop(board, player)
    except KeyboardInterrupt:
        pass
    _tell("\nThe virtual board is gone.")
    return 0


def _obey(board: "VirtualBoard", player: "Player", keyboard: Keys, loop: bool) -> None:
    """Do what the keys say until q; an error when the board is gone."""
    from tinyspark.virtual.desk import QUIT, Desk

    desk = Desk(board, player)
    _tell("\n".join(desk.help()))
    panel = Panel(sys.stderr)
    while True:
        state = board.state()
        if loop:
            _go_on(player, state["time"])
        panel.draw([fit(desk.line(state), size()[0] - 1)])
        key = keyboard.read(_LOOK_EVERY)
        if key == QUIT:
            return
        if key:
            desk.press(key, state["time"])


def _loop(board: "VirtualBoard", player: "Player") -> None:
    """Play all takes, if there are any, over and over; an error when the board is gone."""
    while True:
        if _go_on(player, board.state()["time"]):
            _tell(f"plays {clean(player.playing)}")
        time.sleep(_LOOK_EVERY)


def _go_on(player: "Player", now: float) -> bool:
    """Begin the next take if it is time; tell whether it was."""
    due = bool(player.labels) and now >= player.free_at + _PAUSE
    if due:
        player.play_next(now)
    return due


@contextmanager
def _keyboard() -> Iterator[Keys]:
    """The terminal's keys; none for a job in the background, which must not touch it."""
    if sys.stdin.isatty() and sys.stderr.isatty() and in_front():
        with keys() as keyboard:
            yield keyboard
    else:
        yield Keys(False)


def _explain(port: str) -> None:
    _tell(
        "A virtual TinySpark is on this port: real MicroPython, modelled sensors.\n"
        f"  tinyspark live --port {port}\n"
        f"  mpremote connect {port}\n"
        "Ctrl-C ends it."
    )


def _takes(options: argparse.Namespace) -> list["Take"]:
    """The takes to play, as the options choose them; UserError when there are none."""
    if options.play is None:
        if options.loop or options.only or options.subject is not None:
            raise UserError("There is nothing to choose from.\nName a dataset with --play.")
        return []
    from tinyspark.virtual import repertoire

    folders = list(map(Path, options.play))
    return repertoire.takes(folders, options.only or (), options.subject)


def _address(text: str) -> int:
    return int(text, 0)


def _tell(text: str) -> None:
    print(text, file=sys.stderr)
