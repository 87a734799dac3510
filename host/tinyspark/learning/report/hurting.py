"""Which recordings hurt: mistakes, probable mislabels, copies, odd ones, and what mending gains.

Everything follows from answers of models that have not seen the take. Knows no page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from tinyspark.errors import UserError
from tinyspark.learning.live import HeldOut
from tinyspark.learning.recipe import Recipe
from tinyspark.learning.report import certainty, suspects
from tinyspark.learning.report.suspects import Suspects
from tinyspark.learning.splits import Split
from tinyspark.learning.verdicts import judge_all
from tinyspark.learning.work import Work

LEAST = 0.001  # the least share that counts
WORST = 8  # takes
WHAT = "trying the suggestions"


@dataclass(frozen=True)
class Advice:
    """What to do about takes, by place: another label, or delete a copy of another one."""

    relabel: Mapping[int, int]
    copies: Mapping[int, int]


def measure(work: Work, split: Split, heard: Sequence[HeldOut], recipe: Recipe) -> dict[str, Any]:
    """Return what the report says about single takes.

    loss: mean over the takes heard, of -ln(share of the true label); each: by id, loss and answer
    (a label or None); worst: ids of the mistakes with the greatest losses; mislabels: {id, label,
    suggested, share}; copies: {id, of}; odd: {id, label}; accepted: what the score becomes if all
    mislabels are renamed and copies deleted (see certainty.compare()), or None.
    """
    recordings, names = work.recordings, work.task.labels
    found, advice = _suspects(work, heard)
    shares = {each.place: each.answer.shares for each in heard}
    losses = {each.place: _loss(each) for each in heard}
    wrong = [each.place for each in heard if each.answer.label != each.label]
    answer = {
        each.place: names[each.answer.label] if each.answer.label >= 0 else None for each in heard
    }
    return {
        "loss": float(np.mean(list(losses.values()))),
        "each": {
            recordings[place].id: {"loss": round(loss, 4), "answer": answer[place]}
            for place, loss in sorted(losses.items())
        },
        "worst": [
            recordings[place].id for place in sorted(wrong, key=lambda p: -losses[p])[:WORST]
        ],
        "mislabels": [
            {
                "id": recordings[place].id,
                "label": recordings[place].label,
                "suggested": names[label],
                "share": float(shares[place][label]),
            }
            for place, label in sorted(found.suggested.items())
        ],
        "copies": [
            {"id": recordings[copy].id, "of": recordings[first].id}
            for copy, first in sorted(advice.copies.items())
        ],
        "odd": [
            {"id": recordings[place].id, "label": recordings[place].label} for place in found.odd
        ],
        "accepted": _accepted(work, split, heard, advice, recipe),
    }


def _suspects(work: Work, heard: Sequence[HeldOut]) -> tuple[Suspects, Advice]:
    """Join what a model and what the nearest takes say; a copy is told as one and no more."""
    verdicts = judge_all(work.recordings, work.task.settings)
    place_of = {recording.id: place for place, recording in enumerate(work.recordings)}
    copies = {place_of[copy]: place_of[first] for copy, first in verdicts.copies.items()}
    labels = list(work.task.labels)
    neighbors = {place_of[id_]: labels.index(name) for id_, name in verdicts.suggested.items()}
    single = [each for each in heard if each.place not in copies]
    found = suspects.find(single, work.recordings, work.task.settings, neighbors)
    return found, Advice(found.suggested, copies)


def _loss(each: HeldOut) -> float:
    return float(-np.log(max(LEAST, float(each.answer.shares[each.label]))))


def _accepted(
    work: Work, split: Split, heard: Sequence[HeldOut], advice: Advice, recipe: Recipe
) -> dict[str, Any] | None:
    """Return how other models do on the other takes, before and after the advice was taken."""
    changed = {*advice.relabel, *advice.copies}
    left = [each for each in heard if each.place not in changed]
    if not changed or not left:
        work.counter.count(WHAT, len(split.folds))
        return None
    after = _heard_again(work, split, advice, recipe)
    if after is None:
        return None
    before = np.array([each.answer.label == each.label for each in left])
    return certainty.compare(before, np.array([after[each.place] for each in left]))


def _heard_again(
    work: Work, split: Split, advice: Advice, recipe: Recipe
) -> dict[int, bool] | None:
    """Return, by place, which takes models get right that learned from the mended takes."""
    takes = [
        replace(take, label=advice.relabel.get(place, take.label))
        for place, take in enumerate(work.takes)
    ]
    task = replace(work.task, open=False)
    right = {}
    for fold in split.folds:
        learned = [takes[place] for place in fold.train if place not in advice.copies]
        if {take.label for take in learned} < {work.takes[place].label for place in fold.train}:
            return None
        try:
            fitted = work.fit(learned, task, recipe, WHAT)
        except UserError:  # what is left of a label holds no movement
            return None
        for place in fold.test:
            right[int(place)] = fitted.answer(takes[place]).label == takes[place].label
    return right
