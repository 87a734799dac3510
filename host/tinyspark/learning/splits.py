"""Which takes train and which test: by person, session, recording, at random, or as given.

Knows recordings' details, not their samples.
"""

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tinyspark.dataset.recording import Recording
from tinyspark.errors import UserError

SPLITS = ("subject", "session", "recording", "random", "given")
MOST_FOLDS = 10  # more persons or sessions than this are tested in groups
FOLDS = 5  # of takes


@dataclass(frozen=True)
class Fold:
    """Numbers of the takes that train and of those that test."""

    train: np.ndarray
    test: np.ndarray


@dataclass(frozen=True)
class Split:
    """Folds, none of which tests a take of another; note says what is not as usual."""

    name: str
    folds: list[Fold]
    note: str = ""

    @property
    def keeps_apart(self) -> bool:
        """Does no take test that trains, too?"""
        return not any(np.intersect1d(fold.train, fold.test).size for fold in self.folds)


def hardest(recordings: Sequence[Recording]) -> str:
    """Return the hardest split there is: an unseen person, else session, else recording."""
    for name in ("subject", "session"):
        if _groups(recordings, name) is not None:
            return name
    return "recording"


def make(recordings: Sequence[Recording], name: str, generator: np.random.Generator) -> Split:
    """Return the folds of a split; raises UserError if the takes cannot be split so."""
    if name == "given":
        return _given(recordings)
    if name in ("subject", "session"):
        groups = _groups(recordings, name)
        if groups is None:
            raise UserError(
                f"No split by {name}: every label needs takes of at least two {name}s.\n"
                "Record more, or use `--split recording`."
            )
        nameless = sum(not getattr(recording, name) for recording in recordings)
        note = f"{nameless} takes have no {name}: they count as those of one more"
        return Split(name, _folds(groups), note if nameless else "")
    return _by_take(recordings, name, generator)


def together(folds: Sequence[Fold], labels: np.ndarray, most: int) -> list[Fold]:
    """Return at most `most` folds that test the same takes; all if a label would be lost."""
    joined = []
    for part in (folds[first::most] for first in range(min(most, len(folds)))):
        train = functools.reduce(np.intersect1d, [fold.train for fold in part])
        if set(labels[train]) != set(labels[part[0].train]):
            return list(folds)
        joined.append(Fold(train, np.concatenate([fold.test for fold in part])))
    return joined


def _given(recordings: Sequence[Recording]) -> Split:
    marks = np.array([recording.split for recording in recordings])
    fold = Fold(np.flatnonzero(marks == "train"), np.flatnonzero(marks == "test"))
    if not len(fold.test) or not len(fold.train):
        raise UserError(
            "The dataset gives no split: it needs recordings marked train and others marked test."
            "\nMark them in the column split of recordings.csv, or use another `--split`."
        )
    labels = np.array([recording.label for recording in recordings])
    missing = sorted(set(labels[fold.test]) - set(labels[fold.train]))
    note = f"no takes of {', '.join(missing)} are marked train: the model knows none"
    return Split("given", [fold], note if missing else "")


def _groups(recordings: Sequence[Recording], name: str) -> np.ndarray | None:
    """Return the group of each take, or None where a label would be missing in training."""
    values = np.array([getattr(recording, name) for recording in recordings])
    labels = np.array([recording.label for recording in recordings])
    for label in np.unique(labels):
        if len(np.unique(values[labels == label])) < 2:
            return None
    numbers = np.unique(values, return_inverse=True)[1]
    joined = numbers % MOST_FOLDS
    kept = all(len(np.unique(joined[labels == label])) > 1 for label in np.unique(labels))
    return joined if kept else numbers


def _by_take(recordings: Sequence[Recording], name: str, generator: np.random.Generator) -> Split:
    """Deal the takes of every label to folds: in blocks as recorded, or shuffled."""
    labels = np.array([recording.label for recording in recordings])
    counts = np.unique(labels, return_counts=True)[1]
    number = int(min(FOLDS, counts.max()))
    groups = np.empty(len(labels), dtype=int)
    for label in np.unique(labels):
        places = np.flatnonzero(labels == label)
        if name == "random":
            generator.shuffle(places)
        groups[places] = np.arange(len(places)) * number // len(places)
    note = ""
    if counts.max() < 2:
        everything = np.arange(len(labels))
        note = "one take a label: scored on what it was trained on, which is not an honest score"
        return Split(name, [Fold(everything, everything)], note)
    if counts.min() < 2:
        groups[np.isin(labels, np.unique(labels)[counts < 2])] = -1
        note = "labels with a single take cannot be scored: they only train"
    elif counts.min() < FOLDS:
        note = f"few takes: some labels have only {counts.min()}, so the score is uncertain"
    return Split(name, _folds(groups), note)


def _folds(groups: np.ndarray) -> list[Fold]:
    return [
        Fold(np.flatnonzero(groups != group), np.flatnonzero(groups == group))
        for group in np.unique(groups[groups >= 0])
    ]
