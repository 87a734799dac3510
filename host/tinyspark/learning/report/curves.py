"""Would more data help: the score of models that learned from a part of the recordings.

A quarter, a half, three quarters of them, and likewise of the persons (or of the sessions). All
models hear the same takes, which none has seen. Knows folds, no page.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from tinyspark.dataset.recording import Recording
from tinyspark.errors import UserError
from tinyspark.learning.live import HeldOut
from tinyspark.learning.recipe import COMPARED, Recipe
from tinyspark.learning.report import trend
from tinyspark.learning.splits import Split
from tinyspark.learning.work import Work

STEPS = 4  # quarters; the last is all, and has been heard before
MOST_FOLDS = 3
ENOUGH = 150  # tested takes, of as few folds as have them
LEAST_GROUPS = 3  # persons or sessions, of two recordings at least
DRAWS = 20  # tries to find persons who performed all labels between them
WHAT = "would more data help"
ALL = "recordings"
AGAIN = "again"  # a kind: all takes that train, once more


@dataclass(frozen=True)
class Part:
    """Takes (places) of a fold that train.

    kind: "recordings", or what of them counts: "subject", "session"; n: how many of these.
    """

    fold: int
    kind: str
    step: int
    n: int
    places: np.ndarray


def plan(recordings: Sequence[Recording], split: Split) -> list[Part]:
    """Return the parts to learn from; none where the tested takes train, too."""
    if not split.keeps_apart:
        return []
    labels = np.array([recording.label for recording in recordings])
    kind = _groups(recordings)
    parts: list[Part] = []
    for number in _some(split):
        train = split.folds[number].train
        parts.append(Part(number, AGAIN, STEPS, len(train), train))
        parts += _of_recordings(number, train, labels)
        if kind:
            parts += _of_groups(number, kind, train, recordings)
    return parts


def _some(split: Split) -> list[int]:
    """Return the numbers of a few folds that test enough takes between them."""
    tested = sum(len(fold.test) for fold in split.folds)
    count = min(MOST_FOLDS, len(split.folds), -(-ENOUGH * len(split.folds) // tested))
    return np.linspace(0, len(split.folds) - 1, count).round().astype(int).tolist()


def measure(
    work: Work, split: Split, heard: Sequence[HeldOut], recipe: Recipe
) -> dict[str, Any] | None:
    """Return the curves; heard: answers of the models that learned from all. None without any.

    tested: how many takes; recordings, subject, session: of those there are, points {n, accuracy};
    again: the accuracy of the last point, trained once more as the others are; text: what to make
    of it.
    """
    parts = plan(work.recordings, split)
    right = _hear(work, split, parts, recipe)
    folds = sorted({part.fold for part in parts})
    whole = {key: found for key, found in right.items() if sorted(found) == folds}
    again = whole.pop((AGAIN, STEPS), None)
    if not whole or not again:
        return None
    all_ = np.array([e.label == e.answer.label for f in folds for e in heard if e.fold == f])
    again_ = float(np.mean(np.concatenate(list(again.values()))))
    curves = {}
    for kind in dict.fromkeys(kind for kind, _ in whole):
        steps = {
            step: np.concatenate([found[fold] for fold in folds])
            for (one, step), found in whole.items()
            if one == kind
        }
        ns = {step: _mean(parts, kind, step) for step in steps}
        last = np.mean([_count(work.recordings, kind, split.folds[fold].train) for fold in folds])
        counts, right_ = [*ns.values(), float(last)], [*steps.values(), all_]
        curves[kind] = trend.Curve(counts, right_, abs(again_ - float(all_.mean())))
    return {
        "tested": len(all_),
        "again": again_,
        **{kind: curve.points() for kind, curve in curves.items()},
        "text": trend.text(curves),
    }


def _hear(
    work: Work, split: Split, parts: Sequence[Part], recipe: Recipe
) -> dict[tuple[str, int], dict[int, np.ndarray]]:
    """Return, by kind and step, for each fold which of its tested takes are right."""
    task, quick = replace(work.task, open=False), replace(recipe, enough=COMPARED)
    right: dict[tuple[str, int], dict[int, np.ndarray]] = {}
    for part in parts:
        try:
            fitted = work.fit([work.takes[p] for p in part.places], task, quick, WHAT)
        except UserError:  # the few takes of a label hold no movement
            work.counter.count(WHAT)
            continue
        tested = [work.takes[place] for place in split.folds[part.fold].test]
        found = np.array([fitted.answer(take).label == take.label for take in tested])
        right.setdefault((part.kind, part.step), {})[part.fold] = found
    return right


def _mean(parts: Sequence[Part], kind: str, step: int) -> float:
    return float(np.mean([part.n for part in parts if (part.kind, part.step) == (kind, step)]))


def _count(recordings: Sequence[Recording], kind: str, places: np.ndarray) -> int:
    """Return how many there are of a kind among the recordings at these places."""
    if kind == ALL:
        return len(places)
    return len({getattr(recordings[place], kind) for place in places})


def _of_recordings(fold: int, train: np.ndarray, labels: np.ndarray) -> Iterator[Part]:
    """Yield a quarter, a half ... of the takes of every label; each part holds those before."""
    generator = np.random.default_rng(fold)
    order = np.empty(len(train))
    for label in np.unique(labels[train]):
        at = generator.permutation(np.flatnonzero(labels[train] == label))
        if len(at) < STEPS:
            return
        order[at] = np.arange(len(at)) / len(at)
    for step in range(1, STEPS):
        places = train[order < step / STEPS]
        yield Part(fold, ALL, step, len(places), places)


def _of_groups(
    fold: int, kind: str, train: np.ndarray, recordings: Sequence[Recording]
) -> Iterator[Part]:
    """Yield the takes of some persons (or sessions), then of more; all labels are among them."""
    names = np.array([getattr(recordings[place], kind) for place in train])
    labels = np.array([recordings[place].label for place in train])
    known = np.unique(names)
    counts = sorted({max(1, round(step * len(known) / STEPS)) for step in range(1, STEPS)})
    generator = np.random.default_rng(fold)
    for _ in range(DRAWS):
        order = generator.permutation(known)
        if len(set(labels[np.isin(names, order[: counts[0]])])) == len(set(labels)):
            for count in counts:
                if count < len(known):
                    places = train[np.isin(names, order[:count])]
                    yield Part(fold, kind, count, count, places)
            return


def _groups(recordings: Sequence[Recording]) -> str | None:
    """Return what the second curve counts: persons, else sessions, None if there are few."""
    for kind in ("subject", "session"):
        count = len({getattr(recording, kind) for recording in recordings} - {""})
        if LEAST_GROUPS <= count <= len(recordings) / 2:
            return kind
    return None
