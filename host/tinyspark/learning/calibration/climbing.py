"""One way up: from the model's own setting to a better one, by steps that each count as better.

It leaves what the model has only for something that is better by count: first until false reports
are few enough, each step the one that loses the fewest takes for what it saves; then takes are won
back at no such price. In the end a gesture whose setting has changed moves to the middle of all
that count the same, so that it is at no edge. Repeats and hold-off stay what the table is for.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from tinyspark.learning.calibration.results import Setting
from tinyspark.learning.calibration.tables import Heard, Table

WORTH = 0.02  # of a gesture's takes, and at least
WORTH_TAKES = 2  # so many, must be won for a setting that lets more pass than the model's own


@dataclass(frozen=True)
class Sight:
    """Which parts of everyday movement and which takes a choice may look at, bool of each."""

    parts: np.ndarray
    takes: np.ndarray

    @property
    def share(self) -> float:
        """How much of everyday movement that is."""
        return float(self.parts.mean()) if len(self.parts) else 1.0


@dataclass(frozen=True)
class Limits:
    """How many false reports are few enough, and how many takes of each label may be lost."""

    most: int
    may_lose: np.ndarray


@dataclass(frozen=True)
class Found:
    """A setting, and by how much it breaks the limits; lost, takes: of all gestures."""

    setting: Setting
    over: int
    excess: int
    lost: int
    takes: int

    def better_than(self, other: "Found") -> bool:
        """Is it better by more than luck with a take?"""
        mine, theirs = (self.over, self.excess), (other.over, other.excess)
        if mine != theirs:
            return mine < theirs
        return other.lost - self.lost >= _worth(self.takes)


def _worth(takes: int) -> float:
    return max(WORTH_TAKES, WORTH * takes)


class Climb:
    """A choice within one table, bettered step by step. chosen: an option of each gesture."""

    def __init__(self, heard: Heard, made: Table, sight: Sight) -> None:
        self._table = made
        self._labels = heard.labels[sight.takes]
        self._of_label = np.eye(len(heard.model.labels), dtype=np.int64)[self._labels]
        self.counts = self._of_label.sum(axis=0)
        end = len(heard.parts)
        reports = made.reports.items()
        self._false = {label: rows[:, :end][:, sight.parts].sum(1) for label, rows in reports}
        self._found = {label: rows[:, end:][:, sight.takes] > 0 for label, rows in reports}
        self.chosen = made.own

    def loosen(self) -> None:
        """Choose for each gesture what loses the fewest takes, be it false as often as it may."""
        for label in self.chosen:
            lost = self.lost_by(label).sum(axis=1)
            self.chosen[label] = int(np.lexsort((self.false_by(label), lost))[0])

    @property
    def false(self) -> int:
        """False reports under what is chosen."""
        return int(sum(rows[self.chosen[label]] for label, rows in self._false.items()))

    @property
    def lost(self) -> np.ndarray:
        """Takes of each label that are not reported as it alone, int [labels]."""
        label = next(iter(self.chosen))
        return self.lost_by(label)[self.chosen[label]]

    def false_by(self, label: int) -> np.ndarray:
        """Return false reports under each option of a label, int [options]; others as chosen."""
        rows = self._false[label]
        return self.false - rows[self.chosen[label]] + rows

    def lost_by(self, label: int) -> np.ndarray:
        """Return lost takes under each option of a label, int [options, labels]."""
        found = {other: rows[self.chosen[other]] for other, rows in self._found.items()}
        rows = self._found[label]
        named = np.zeros(len(self._labels), dtype=bool)  # reported as what they are
        for other, said in found.items():
            named |= said & (self._labels == other)
        named = np.where(self._labels == label, rows, named)
        others = sum((said.astype(np.int64) for at, said in found.items() if at != label), 0)
        return ~(named & (others + rows == 1)) @ self._of_label

    def climb(self, limits: Limits) -> Found:
        """Better the choice as far as it goes and return it."""
        while self._step(self._savings(limits)):
            pass
        while self._step(self._winnings(limits)):
            pass
        for label in self.chosen:
            if self.counts[label]:
                self.chosen[label] = self._middle(label)
        return Found(
            self._table.setting(self.chosen),
            int(np.maximum(0, self.lost - limits.may_lose).sum()),
            max(0, self.false - limits.most),
            int(self.lost.sum()),
            len(self._labels),
        )

    def tighten(self) -> Iterator[Setting]:
        """Yield the choice, and what becomes of it until nothing false is reported."""
        yield self._table.setting(self.chosen)
        while self._step(self._savings(Limits(0, self.counts))):
            yield self._table.setting(self.chosen)

    def _step(self, worth: dict[int, np.ndarray]) -> bool:
        """Choose the option that is worth most; False if none is worth anything.

        worth: of each label's options, 0 for those that may not be chosen.
        """
        label = max(worth, key=lambda each: float(worth[each].max()))
        place = int(worth[label].argmax())
        if worth[label][place] <= 0:
            return False
        self.chosen[label] = place
        return True

    def _savings(self, limits: Limits) -> dict[int, np.ndarray]:
        """Return how many false reports each option saves for a take lost."""
        too_many = self.false - limits.most
        lost, bearable = self.lost, np.maximum(self.lost, limits.may_lose)
        worth = {}
        for label, tried in self._table.options.items():
            by_option = self.lost_by(label)
            saved = np.minimum(self.false - self.false_by(label), too_many)
            cost = np.maximum(0, by_option.sum(axis=1) - lost.sum())
            allowed = (saved > 0) & (by_option <= bearable).all(axis=1)
            allowed &= ~tried.looser | tried.looser[self.chosen[label]]
            worth[label] = allowed * (saved / (0.1 + cost) + 0.001 / (1 + tried.steps))
        return worth

    def _winnings(self, limits: Limits) -> dict[int, np.ndarray]:
        """Return how many takes each option wins at no price, or at one that is few enough."""
        lost, bearable = self.lost, np.maximum(self.lost, limits.may_lose)
        worth = {}
        for label, tried in self._table.options.items():
            by_option, false = self.lost_by(label), self.false_by(label)
            won = lost.sum() - by_option.sum(axis=1)
            enough = won >= np.where(tried.looser, _worth(self.counts[label]), 1)
            cheap = false <= max(self.false, limits.most)
            allowed = enough & cheap & (by_option <= bearable).all(axis=1)
            price = np.maximum(0, false - self.false)
            worth[label] = allowed * (won / (1 + price) + 0.001 / (1 + tried.steps))
        return worth

    def _middle(self, label: int) -> int:
        """Return the option amid those that count the same as the chosen one.

        What makes no difference stays the model's own.
        """
        tried, chosen = self._table.options[label], self.chosen[label]
        lost, false = self.lost_by(label), self.false_by(label)
        same = (lost == lost[chosen]).all(axis=1) & (false == false[chosen])
        same &= ~tried.looser | tried.looser[chosen]
        own = tried.places[tried.own] == tried.places
        for plain in (own.all(axis=1), own[:, 1], own[:, 0]):
            if (same & plain).any():
                same &= plain
        places = tried.places[same]
        away = np.abs(places[:, None] - places).sum(axis=(1, 2))
        return int(np.flatnonzero(same)[away.argmin()])
