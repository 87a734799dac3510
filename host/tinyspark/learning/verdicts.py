"""The verdict on every take of a dataset, by its own samples and by comparison with the others.

Joins dataset/verdict.py, which judges a take alone, with duplicates.py and unlike.py. What is the
habit of a whole source is told once and held against no take.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from tinyspark.dataset import verdict
from tinyspark.dataset.naming import VERDICT_CHARACTERS
from tinyspark.dataset.recording import Recording
from tinyspark.dataset.settings import Settings
from tinyspark.learning import duplicates, gesture_points, unlike
from tinyspark.learning.duplicates import Originals
from tinyspark.learning.gesture_points import Gesture
from tinyspark.terminal.screen import counted

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

    def noted(self, take: Recording) -> Recording:
        """Return one of the takes with its problems as its stored verdict."""
        return replace(take, verdict="; ".join(self.problems[take.id])[:VERDICT_CHARACTERS])

    def habit(self, among: Collection[str]) -> str:
        """Return what is told once for many of the takes with these ids, or ""."""
        tight = len(set(among).intersection(self.tight))
        if not tight:
            return ""
        return (
            f"{tight} of {counted(len(among), 'take')} begin or end in movement: their source "
            "cuts tightly. That is fine for training and held against none of them."
        )


def judge_all(takes: Sequence[Recording], settings: Settings) -> Verdicts:
    """Judge takes, each alone and all together."""
    seen = [verdict.judge(take.samples, settings, label=take.label) for take in takes]
    comparable = [take for take, problems in zip(takes, seen, strict=True) if _harmless(problems)]
    copies, suggested = _compared(comparable, settings)
    alone = verdict.fair(seen, [take.verdict for take in takes])
    tight = [take.id for take, all_, left in zip(takes, seen, alone, strict=True) if all_ != left]
    problems = {
        take.id: own + verdict.remembered(take.verdict)
        for take, own in zip(takes, alone, strict=True)
    }
    label_of = {take.id: take.label for take in takes}
    for identity, first in copies.items():
        problems[identity].append(_copy(first, label_of[first], label_of[identity]))
    for identity, label in suggested.items():
        problems[identity].append(_unlike(label))
    return Verdicts(problems, suggested, copies, tight)


class Company:
    """The takes recorded so far, to judge the next one among them."""

    def __init__(self, takes: Sequence[Recording], settings: Settings) -> None:
        """Look at all takes once."""
        self._settings = settings
        self._labels: list[str] = []
        self._originals = Originals(_alike(settings))
        self._moving: list[tuple[str, str]] = []  # id and label of each original
        gestures = [gesture_points.gesture(take.samples, settings) for take in takes]
        self._features = list(gesture_points.features(gestures, settings))
        for take, gesture in zip(takes, gestures, strict=True):
            self._know(take, gesture)

    def add(self, take: Recording) -> None:
        """Take a new take among them."""
        gesture, features = self._seen(take.samples)
        self._features.append(features)
        self._know(take, gesture)

    def problems(self, samples: np.ndarray, label: str, missing: int = 0) -> list[str]:
        """Return what is wrong with a new take, alone and among these, in plain words."""
        problems = verdict.judge(samples, self._settings, missing, label)
        return problems + self._compared(samples, label) if _harmless(problems) else problems

    def _compared(self, samples: np.ndarray, label: str) -> list[str]:
        gesture, new = self._seen(samples)
        place = self._originals.find(samples) if gesture.moves else None
        if place is not None:
            return [_copy(*self._moving[place], label)]
        features = [*self._features, new]
        if len({len(each) for each in features}) > 1:
            return []
        points = gesture_points.points(np.array(features))
        last = len(self._labels)
        found = unlike.find(points, [*self._labels, label], [last])
        return [_unlike(found[last])] if found else []

    def _know(self, take: Recording, gesture: Gesture) -> None:
        self._labels.append(take.label)
        if gesture.moves:
            self._originals.add(take.samples)
            self._moving.append((take.id, take.label))

    def _seen(self, samples: np.ndarray) -> tuple[Gesture, np.ndarray]:
        gesture = gesture_points.gesture(samples, self._settings)
        return gesture, gesture_points.features([gesture], self._settings)[0]


def _harmless(problems: Sequence[str]) -> bool:
    """Tell whether a take still shows its gesture, so that others are worth comparing."""
    return set(map(verdict.kind_of, problems)) <= HARMLESS


def _alike(settings: Settings) -> float:
    return 0.0 if settings.columns("counts") else duplicates.ALIKE


def _compared(
    takes: Sequence[Recording], settings: Settings
) -> tuple[dict[str, str], dict[str, str]]:
    """Return, by id, of which take each copy is one, and which label suits a take better."""
    gestures = [gesture_points.gesture(take.samples, settings) for take in takes]
    points = gesture_points.points(gesture_points.features(gestures, settings))
    samples, moves = [take.samples for take in takes], [each.moves for each in gestures]
    copies = duplicates.find(samples, moves, _alike(settings))
    single = [place for place in range(len(takes)) if place not in copies]
    labels = [takes[place].label for place in single]
    found = unlike.find(points[single], labels)
    return (
        {takes[copy].id: takes[first].id for copy, first in copies.items()},
        {takes[single[place]].id: label for place, label in found.items()},
    )


def _copy(first: str, its_label: str, label: str) -> str:
    """Say of which take one is a copy, and how that is labelled if not alike."""
    other = f", labelled {_plain(its_label)}" if its_label != label else ""
    return f"{verdict.DUPLICATE}: a copy of {first}{other}"


def _unlike(label: str) -> str:
    return f"{verdict.UNLIKE}: more like {_plain(label)}"


def _plain(text: str) -> str:
    """Return a text without the sign between two problems."""
    return text.replace(";", ",")
