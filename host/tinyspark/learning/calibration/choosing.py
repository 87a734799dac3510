"""An aim + reports under many settings -> the setting that serves it best.

Climbs (climbing.py) for each number of repeats, then for each hold-off, and takes another than the
model's own only where it leads higher. Knows no recordings.
"""

import math
from dataclasses import dataclass

import numpy as np

from tinyspark.learning.calibration.climbing import Climb, Limits, Sight
from tinyspark.learning.calibration.results import Setting, setting_of
from tinyspark.learning.calibration.tables import Heard, Table, table

FEW = 0.05  # of a gesture's takes may be lost for fewer false reports, if nothing else is said
REPEATS = range(1, 7)
HOLDOFFS = (0.5, 1.0)  # seconds; a person may well repeat a gesture after that


@dataclass(frozen=True)
class Aim:
    """What the user wants. per_hour: at most so many false reports; recall: at least this share.

    None: as few false reports as possible; few takes lost, or with per_hour as few as possible.
    """

    per_hour: float | None = None
    recall: float | None = None

    def most(self, hours: float) -> int:
        """Return how many false reports are few enough in so many hours."""
        return math.floor((self.per_hour or 0.0) * hours + 1e-9)

    def may_lose(self, counts: np.ndarray, lost: np.ndarray) -> np.ndarray:
        """Return how many takes of each label may be lost; lost: those that are so already."""
        if self.recall is not None:
            return np.maximum(lost, np.floor((1 - self.recall) * counts + 1e-9))
        if self.per_hour is not None:
            return counts
        return lost + np.floor(FEW * counts)


class Tables:
    """The tables of what was heard, each made when it is first asked for."""

    def __init__(self, heard: Heard) -> None:
        self.heard = heard
        self._made: dict[tuple[int, int], Table] = {}

    def of(self, repeats: int, holdoff: int) -> Table:
        """Return the table for this number of repeats and hold-off (samples)."""
        if (repeats, holdoff) not in self._made:
            self._made[repeats, holdoff] = table(self.heard, repeats, holdoff)
        return self._made[repeats, holdoff]


def choose(tables: Tables, aim: Aim, sight: Sight) -> Setting:
    """Return the setting that serves the aim best, by what may be looked at."""
    model = tables.heard.model
    own = setting_of(model)
    start = Climb(tables.heard, tables.of(own.repeats, own.holdoff), sight)
    limits = Limits(
        aim.most(tables.heard.hours * sight.share),
        aim.may_lose(start.counts, start.lost),
    )
    best = start.climb(limits)
    for repeats in _repeats(own.repeats, bool(start.counts.any())):
        found = Climb(tables.heard, tables.of(repeats, own.holdoff), sight).climb(limits)
        best = found if found.better_than(best) else best
    for holdoff in (round(seconds * model.rate) for seconds in HOLDOFFS):
        if holdoff > own.holdoff:
            made = tables.of(best.setting.repeats, holdoff)
            found = Climb(tables.heard, made, sight).climb(limits)
            best = found if found.better_than(best) else best
    return best.setting


def _repeats(own: int, seeing: bool) -> list[int]:
    """Return what is tried, the nearest first; without takes just one more than the model's."""
    if not seeing:
        return [min(own + 1, max(REPEATS))]
    return sorted(REPEATS, key=lambda each: abs(each - own))
