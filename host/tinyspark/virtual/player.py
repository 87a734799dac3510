"""Plays recorded takes on a virtual board, one at a time, each label's in turn.

Knows how a hand comes to a take: from where it rests, without a jump, and for proximity with a
press of Button 1. Knows no dataset, no key and no terminal.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gesturekit.sample import CONTINUOUS
from tinyspark.virtual import scenes
from tinyspark.virtual.client import VirtualBoard
from tinyspark.virtual.scenes import Row

APPROACH = 0.3  # board seconds from rest to the first sample of a take
_AFTER = 0.2  # board seconds until the next one may begin
_ENDS = 8  # samples at either end of a take that tell where the hand rests


@dataclass(frozen=True)
class Take:
    """samples: rows of all the sensor's counts, or counts (proximity); rate: a second."""

    label: str
    subject: str
    sensor: str
    rate: float
    samples: Sequence[Any]


class Player:
    """The takes that a board can be played; `playing` names the latest one, which is over at
    `free_at` (board time in seconds, as every `now`)."""

    def __init__(self, board: VirtualBoard, takes: Sequence[Take]) -> None:
        self._board = board
        self._takes = takes
        self._played: dict[str, int] = {}
        self._next = 0
        self._rest: Row = scenes.AT_REST
        self.playing = ""
        self.free_at = 0.0
        if takes and takes[0].sensor in CONTINUOUS:
            self._rest = scenes.settled(takes[0].samples[:_ENDS])
            board.rest(self._rest)

    @property
    def labels(self) -> list[str]:
        return sorted({take.label for take in self._takes})

    def count(self, label: str) -> int:
        """How many takes of label there are."""
        return sum(take.label == label for take in self._takes)

    def busy(self, now: float) -> bool:
        """Whether a take is being played."""
        return now < self.free_at

    def play_label(self, label: str, now: float) -> None:
        """Begin the next take of label, after the last one the first."""
        takes = [take for take in self._takes if take.label == label]
        number = self._played.get(label, 0) % len(takes)
        self._played[label] = number + 1
        self._play(takes[number], f"{number + 1}/{len(takes)}", now)

    def play_next(self, now: float) -> None:
        """Begin the next of all takes, after the last one the first."""
        number = self._next % len(self._takes)
        self._next = number + 1
        self._play(self._takes[number], f"{number + 1}/{len(self._takes)}", now)

    def _play(self, take: Take, number: str, now: float) -> None:
        self._board.clear()  # what a board that sampled nothing has left
        if take.sensor in CONTINUOUS:
            seconds = self._move(take)
        else:
            seconds = self._board.press_and_move(take.samples, 1000 / take.rate)
        self.free_at = now + seconds + _AFTER
        self.playing = " ".join(filter(None, (take.label, number, take.subject)))

    def _move(self, take: Take) -> float:
        """Play a motion; where it ends, the virtual board rests by itself."""
        first = scenes.settled(take.samples[:_ENDS])
        rows = [*_between(self._rest, first, round(APPROACH * take.rate)), *take.samples]
        self._rest = scenes.settled(take.samples[-_ENDS:])
        return self._board.play(take.sensor, rows, rate=take.rate)


def _between(start: Row, end: Row, count: int) -> list[Row]:
    """Rows on the straight way: a slow tilt, no jolt that would look like a gesture."""
    return [
        [a + (b - a) * step // count for a, b in zip(start, end, strict=True)]
        for step in range(1, count + 1)
    ]
