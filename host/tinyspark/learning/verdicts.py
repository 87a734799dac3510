"""The verdict on every take of a dataset, by its own samples and by comparison with the others.

Joins dataset/verdict.py, which judges a take alone, with duplicates.py and unlike.py. What is the
habit of a whole source is told once and held against no take.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from tinyspark.dataset import verdict
from tinyspark.dataset.recording import Recording
from tinyspark.dataset.settings import Settings
from tinyspark.learning import duplicates, gesture_points, unlike

HARMLESS = {"clipped", verdict.CUT_OFF}  # what has such problems still shows its gesture


@dataclass(frozen=True)
class Verdicts:
    """The problems of each take in plain words, by id, and what they mean.

    suggested: the label that a take resembles more than its own; copies: of which take it is one;
    tight: takes that begin or end in movement because their source cuts so.
    """

    problems: dict[str, list[str]]
    suggested: dict[str, str] = field(default_factory=dict)
    copies: dict[str, str] = field(default_factory=dict)
    tight: list[str] = field(default_factory=list)

    @property
    def bad(self) -> int:
        """How many takes have a problem."""
        return sum(1 for problems in self.problems.values() if problems)


def judge_all(takes: Sequence[Recording], settings: Settings) -> Verdicts:
    """Judge takes, each alone and all together."""
    seen = [verdict.judge(take.samples, settings, label=take.label) for take in takes]
    comparable = [
        take
        for take, problems in zip(takes, seen, strict=True)
        if set(map(verdict.kind_of, problems)) <= HARMLESS
    ]
    copies, suggested = _compared(comparable, settings)
    alone = verdict.fair(seen)
    tight = [take.id for take, all_, left in zip(takes, seen, alone, strict=True) if all_ != left]
    problems = {
        take.id: own + verdict.remembered(take.verdict)
        for take, own in zip(takes, alone, strict=True)
    }
    label_of = {take.id: take.label for take in takes}
    for identity, first in copies.items():
        other = label_of[first] != label_of[identity]
        label = f", labelled {_plain(label_of[first])}" if other else ""
        problems[identity].append(f"{verdict.DUPLICATE}: a copy of {first}{label}")
    for identity, label in suggested.items():
        problems[identity].append(_unlike(label))
    return Verdicts(problems, suggested, copies, tight)


class Company:
    """The takes recorded so far, to compare the next one with."""

    def __init__(self, takes: Sequence[Recording], settings: Settings) -> None:
        """Look at all takes once."""
        self._settings = settings
        self._labels = [take.label for take in takes]
        gestures = [gesture_points.gesture(take.samples, settings) for take in takes]
        self._features = list(gesture_points.features(gestures, settings))

    def add(self, samples: np.ndarray, label: str) -> None:
        """Take a new take among them."""
        self._features.append(self._of(samples))
        self._labels.append(label)

    def problems(self, samples: np.ndarray, label: str) -> list[str]:
        """Return what is wrong with a new take among these, in plain words."""
        features = [*self._features, self._of(samples)]
        if len({len(each) for each in features}) > 1:
            return []
        points = gesture_points.points(np.array(features))
        last = len(self._labels)
        found = unlike.find(points, [*self._labels, label], [last])
        return [_unlike(found[last])] if found else []

    def _of(self, samples: np.ndarray) -> np.ndarray:
        alone = [gesture_points.gesture(samples, self._settings)]
        return gesture_points.features(alone, self._settings)[0]


def _compared(
    takes: Sequence[Recording], settings: Settings
) -> tuple[dict[str, str], dict[str, str]]:
    """Return, by id, of which take each copy is one, and which label suits a take better."""
    gestures = [gesture_points.gesture(take.samples, settings) for take in takes]
    points = gesture_points.points(gesture_points.features(gestures, settings))
    samples, moves = [take.samples for take in takes], [each.moves for each in gestures]
    alike = 0.0 if settings.columns("counts") else duplicates.ALIKE
    copies = duplicates.find(samples, moves, alike)
    single = [place for place in range(len(takes)) if place not in copies]
    labels = [takes[place].label for place in single]
    found = unlike.find(points[single], labels)
    return (
        {takes[copy].id: takes[first].id for copy, first in copies.items()},
        {takes[single[place]].id: label for place, label in found.items()},
    )


def _unlike(label: str) -> str:
    return f"{verdict.UNLIKE}: more like {_plain(label)}"


def _plain(text: str) -> str:
    """Return a text without the sign between two problems."""
    return text.replace(";", ",")
