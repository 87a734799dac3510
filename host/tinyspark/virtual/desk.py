"""A virtual board before its user: single keys act on it, one line tells what happens.

Knows what keys mean and how the line reads; where keys come from and the line goes, others know.
"""

from collections.abc import Sequence
from typing import Any

from tinyspark.terminal.screen import clean, fit
from tinyspark.virtual import lights
from tinyspark.virtual.client import VirtualBoard
from tinyspark.virtual.player import Player

QUIT = "q"
_LABEL_KEYS = "abcdefghijklmnopstvwxyz"  # without those of quit, reset and the cable
_DOING = 36  # characters
_SAID_FOR = 10  # lines that tell of a key


def keys_of(labels: Sequence[str]) -> dict[str, str]:
    """Return the key of each label that has one: those of quit, reset and the cable are left out.

    Each key is mapped to its label.
    """
    return dict(zip(_LABEL_KEYS, labels, strict=False))


class Desk:
    """labels: what the letters play. now is board time in seconds."""

    def __init__(self, board: VirtualBoard, player: Player) -> None:
        self._board = board
        self._player = player
        self._said = ""
        self._said_left = 0
        self.labels = keys_of(player.labels)

    def help(self) -> list[str]:
        """The keys, one line for the board's and one for each label."""
        plays = [
            f"  {key}    play {clean(label)}, the next of {self._player.count(label)}"
            for key, label in self.labels.items()
        ]
        left = len(self._player.labels) - len(self.labels)
        if left:
            plays.append(f"  {left} more labels have no key; choose labels with --only.")
        own = "  1 2  tap Button 1 or 2   3 4  hold or let go of it"
        power = "  r    reset   u  unplug, or plug in   q  end"
        return ["Keys:", own, power, *plays]

    def press(self, key: str, now: float) -> None:
        """Do what the key stands for."""
        self._said = self._done(key, now)
        self._said_left = _SAID_FOR if self._said else 0

    def line(self, state: dict[str, Any]) -> str:
        """What is being done and shown; state is VirtualBoard.state()."""
        now = state["time"]
        if self._said_left:
            self._said_left -= 1
            doing = self._said
        elif not state["powered"]:
            doing = "unplugged: u plugs it in"
        elif self._player.busy(now):
            doing = f"plays {self._player.playing}"
        else:
            held = " and ".join(map(str, state["pressed"]))
            doing = f"Button {held} held" if held else "ready"
        return f"{fit(clean(doing), _DOING)} {lights.told(state['led'], state['pixels'])}"

    def _done(self, key: str, now: float) -> str:
        """Do it; return what to tell of it, "" when what happens tells."""
        powered = self._board.state()["powered"]
        if key == "u":
            (self._board.unplug if powered else self._board.plug)()
            return "" if powered else "plugged in"
        if not powered:
            return "nothing: it is unplugged"
        if key in ("1", "2"):
            self._board.tap(int(key))
            return f"Button {key}"
        if key in ("3", "4"):
            return self._hold_or_release(int(key) - 2)
        if key == "r":
            self._board.hard_reset()
            return "reset"
        if key not in self.labels:
            return f"{key!r} is no key here"
        if self._player.busy(now):
            return f"not yet, plays {self._player.playing}"
        self._player.play_label(self.labels[key], now)
        return ""

    def _hold_or_release(self, button: int) -> str:
        """A model of the buttons needs both down at once; keys of a terminal cannot be held."""
        if button in self._board.state()["pressed"]:
            self._board.release(button)
            return f"Button {button} let go"
        self._board.press(button)
        return f"Button {button} held"
