"""The virtual board as somebody plays with it: its gestures, buttons, lights and cable.

One for all pages that show it. Every method takes a moment, so no event loop calls it itself.
"""

from dataclasses import dataclass

from tinyspark import bundle
from tinyspark.virtual import repertoire
from tinyspark.virtual.client import VirtualBoard
from tinyspark.virtual.desk import keys_of
from tinyspark.virtual.player import Player

DATASETS = ("synthetic-gestures", "synthetic-waves")
_NO_MOTION = "idle"

Color = tuple[int, int, int]


@dataclass(frozen=True)
class Sight:
    """What can be seen of the board. pixels: red, green, blue, 0..255; playing: which gesture, ""
    when none."""

    led: bool
    pixels: tuple[Color, ...]
    pressed: tuple[int, ...]
    plugged: bool
    playing: str


class Toy:
    """labels: the gestures that can be played; keys: the key of each."""

    def __init__(self, board: VirtualBoard) -> None:
        self.board = board
        takes = repertoire.takes([bundle.folder("datasets") / name for name in DATASETS])
        self._player = Player(board, [take for take in takes if take.label != _NO_MOTION])
        self.labels = self._player.labels
        self.keys = keys_of(self.labels)

    def look(self) -> Sight:
        """Return what can be seen now."""
        state = self.board.state()
        return Sight(
            bool(state["led"]),
            tuple((red, green, blue) for red, green, blue in state["pixels"]),
            tuple(state["pressed"]),
            bool(state["powered"]),
            self._player.playing if self._player.busy(state["time"]) else "",
        )

    def play(self, label: str) -> bool:
        """Begin a gesture; return whether it has: not while another one is played."""
        now = self.board.time
        if self._player.busy(now):
            return False
        self._player.play_label(label, now)
        return True

    def hold(self, button: int, down: bool) -> None:
        """Press Button 1 or 2, or let go of it."""
        (self.board.press if down else self.board.release)(button)

    def tap(self, button: int) -> None:
        """Press Button 1 or 2 and let go of it."""
        self.board.tap(button)

    def turn_cable(self) -> None:
        """Pull the cable, or plug it in again."""
        plugged = self.look().plugged
        (self.board.unplug if plugged else self.board.plug)()

    def reset(self) -> None:
        """Press the reset button."""
        self.board.hard_reset()
