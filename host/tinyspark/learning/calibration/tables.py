"""How often each gesture would be reported, under every threshold and limit that is tried.

A table is for one number of repeats and one hold-off. In it a gesture's options are tried while
all others have the model's own, so its rows are exact one at a time; together they are nearly so,
since gestures only meet in hold-offs. Knows nothing of which option is good.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from gesturekit.model_format import NO_LIMIT, Model
from tinyspark.learning.calibration.results import Results, Setting, reported, setting_of
from tinyspark.learning.replay_report import is_everyday

SHARES = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.94, 0.97, 0.99)  # confidences
FACTORS = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.15, 1.3)  # of the model's own limit
BLIND_SHARE = 0.9  # without takes nobody knows what a higher threshold would miss
BLIND_FACTOR = 0.8  # or a tighter limit


@dataclass(frozen=True)
class Heard:
    """What everyday movement and takes of gestures sounded like.

    parts: of everyday movement, none of which touches the next; takes: of gestures; labels: their
    numbers, int [takes]; everyday: how the recordings of everyday movement are labelled.
    """

    model: Model
    hours: float
    everyday: list[str]
    parts: list[Results]
    takes: list[Results]
    labels: np.ndarray

    @cached_property
    def gestures(self) -> list[int]:
        """The labels that may be reported."""
        names = enumerate(self.model.labels)
        return [number for number, name in names if not is_everyday(self.model, name)]

    @cached_property
    def counts(self) -> np.ndarray:
        """How many takes each label has, int [labels]."""
        return np.bincount(self.labels, minlength=len(self.model.labels))


@dataclass(frozen=True)
class Options:
    """Thresholds and limits of one gesture, int [options]; own: the place of the model's."""

    thresholds: np.ndarray
    limits: np.ndarray
    own: int

    def place(self, threshold: int, limit: int) -> int:
        """Return which of them has these."""
        return int(np.flatnonzero((self.thresholds == threshold) & (self.limits == limit))[0])

    @cached_property
    def looser(self) -> np.ndarray:
        """Which would let something pass that the model's own hold back, bool [options]."""
        lower = self.thresholds < self.thresholds[self.own]
        return lower | (self.limits > self.limits[self.own])

    @cached_property
    def places(self) -> np.ndarray:
        """Where each is in the grid of all thresholds and limits, int [options, 2]."""
        columns = (self.thresholds, self.limits)
        return np.column_stack([np.unique(each, return_inverse=True)[1] for each in columns])

    @cached_property
    def steps(self) -> np.ndarray:
        """How far each is from the model's own in that grid, int [options]."""
        return np.abs(self.places - self.places[self.own]).sum(axis=1)


def options(model: Model, label: int, blind: bool) -> Options:
    """Return what is tried for a label; blind: no takes tell what it would miss."""
    threshold, limit = model.thresholds[label], model.limits[label]
    thresholds = {threshold, *(round(255 * share) for share in SHARES)}
    limits = {limit}
    if limit != NO_LIMIT:
        limits |= {min(NO_LIMIT - 1, round(limit * factor)) for factor in FACTORS}
    if blind:
        most, least = max(threshold, round(255 * BLIND_SHARE)), round(BLIND_FACTOR * limit)
        thresholds = {each for each in thresholds if threshold <= each <= most}
        limits = {each for each in limits if least <= each <= limit}
    pairs = [(first, second) for first in sorted(thresholds) for second in sorted(limits)]
    columns = np.array(pairs).T
    return Options(columns[0], columns[1], pairs.index((threshold, limit)))


@dataclass(frozen=True)
class Table:
    """For each gesture its options, and its reports int [options, parts + takes].

    base: the model's own setting, but for repeats and hold-off.
    """

    base: Setting
    options: dict[int, Options]
    reports: dict[int, np.ndarray]

    def setting(self, chosen: dict[int, int]) -> Setting:
        """Return the setting with an option of each gesture."""
        setting = self.base
        for label, place in chosen.items():
            tried = self.options[label]
            setting = setting.having(label, int(tried.thresholds[place]), int(tried.limits[place]))
        return setting

    def places(self, setting: Setting) -> dict[int, int]:
        """Return the option of each gesture that a setting has."""
        return {
            label: tried.place(setting.thresholds[label], setting.limits[label])
            for label, tried in self.options.items()
        }

    @property
    def own(self) -> dict[int, int]:
        """The model's own option of each gesture."""
        return {label: tried.own for label, tried in self.options.items()}


def table(heard: Heard, repeats: int, holdoff: int) -> Table:
    """Return the table for this number of repeats and hold-off (samples)."""
    base = replace(setting_of(heard.model), repeats=repeats, holdoff=holdoff)
    tried = {
        label: options(heard.model, label, not heard.counts[label]) for label in heard.gestures
    }
    units = [*heard.parts, *heard.takes]
    reports = {label: _reports(heard.model, base, label, tried[label], units) for label in tried}
    return Table(base, tried, reports)


def _reports(
    model: Model, base: Setting, label: int, tried: Options, units: Sequence[Results]
) -> np.ndarray:
    """Return how often the label is reported of each unit, under each of its options."""
    meant = [at for at, unit in enumerate(units) if any(each.best == label for each in unit)]
    where = [units[at] for at in meant]
    found = np.zeros((len(tried.thresholds), len(units)), dtype=np.int64)
    for row, (threshold, limit) in enumerate(zip(tried.thresholds, tried.limits, strict=True)):
        setting = base.having(label, int(threshold), int(limit))
        said = reported(model, setting, where)
        found[row, meant] = [labels.count(label) for labels in said]
    return found
