"""What a board would report of takes that the model has not seen, and with which threshold.

A gesture counts by evaluate.verdict: right if it is reported, and nothing else is. Knows answers,
no takes' samples.
"""

import array
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from gesturekit.model_format import Model
from tinyspark.learning import easing
from tinyspark.learning.evaluate import verdict
from tinyspark.learning.fitted import Answer, detections

THRESHOLDS = range(102, 143, 5)  # of 255, about 40 % to 56 %, in steps of 2 %
GIVEN = 0.03  # of the gestures may be missed for a higher threshold, rarely passed by strange ones
EASED = 0.05  # of the gestures may be missed because they seem strange

OUTCOMES = ("right", "wrong", "unknown", "missed")


class HeldOut(NamedTuple):
    """A take, by its place and its label, and what a model says that has not seen it."""

    place: int
    label: int
    fold: int
    answer: Answer
    model: Model


def with_threshold(model: Model, threshold: int) -> Model:
    """Return the model with one threshold for all labels."""
    return model._replace(thresholds=array.array("B", [threshold] * len(model.labels)))


def choose(heard: Sequence[HeldOut]) -> int:
    """Return the highest threshold that costs few of the gestures that the lowest one reports.

    It is the lowest if there is no gesture among them.
    """
    if not any(map(is_gesture, heard)):
        return THRESHOLDS[0]
    shares = [_recall(heard, threshold) for threshold in THRESHOLDS]
    enough = [share >= shares[0] - GIVEN for share in shares]
    return max(threshold for threshold, is_it in zip(THRESHOLDS, enough, strict=True) if is_it)


def ease(heard: Sequence[HeldOut]) -> int:
    """Return the place of the level by which unknown is held back, so that it costs little."""
    if not any(map(is_gesture, heard)):
        return easing.UNTOLD
    *shares, without = (
        _recall([at(each, place) for each in heard], THRESHOLDS[0])
        for place in range(len(easing.LEVELS) + 1)
    )
    return easing.level(shares, without, EASED)


def settle(heard: Sequence[HeldOut]) -> tuple[int, int]:
    """Return the place of the level of ease, and the threshold that then suits the takes."""
    place = ease(heard)
    return place, choose([at(each, place) for each in heard])


def cross_set(heard: Sequence[HeldOut]) -> tuple[list[HeldOut], dict[int, int]]:
    """Return the takes as heard with unknown held back, and a threshold for each fold.

    Both are chosen for every fold by the takes of all others alone.
    """
    eased: list[HeldOut] = []
    chosen = {}
    for fold in sorted({each.fold for each in heard}):
        others = [each for each in heard if each.fold != fold]
        place, chosen[fold] = settle(others)
        eased += [at(each, place) for each in heard if each.fold == fold]
    return eased, chosen


def figures(
    heard: Sequence[HeldOut], chosen: Mapping[int, int], labels: Sequence[str]
) -> dict[str, Any]:
    """Return what would have been reported of the gestures: shares, and by label the right ones.

    chosen: a threshold for each fold. unknown: missed because they seemed strange.
    """
    outcomes = [
        (labels[each.label], _outcome(each, chosen[each.fold]))
        for each in heard
        if is_gesture(each)
    ]
    counts = Counter(outcome for _, outcome in outcomes)
    of_label = Counter(label for label, _ in outcomes)
    right = Counter(label for label, outcome in outcomes if outcome == "right")
    return {
        "n": len(outcomes),
        **{name: counts[name] / max(1, len(outcomes)) for name in OUTCOMES},
        "per_label": {label: right[label] / count for label, count in of_label.items()},
    }


def _outcome(each: HeldOut, threshold: int) -> str:
    outcome = verdict(each.model, each.label, reported(each, threshold))
    strange = any(result.best == each.model.unknown for result in each.answer.results)
    return "unknown" if outcome == "missed" and strange else outcome


def is_gesture(each: HeldOut) -> bool:
    """Is it a take of a gesture, not of stillness or of movement that is none?"""
    return each.label not in (each.model.idle, each.model.unknown)


def _recall(heard: Sequence[HeldOut], threshold: int) -> float:
    right = [
        verdict(each.model, each.label, reported(each, threshold)) == "right"
        for each in heard
        if is_gesture(each)
    ]
    return float(np.mean(right)) if right else 0.0


def reported(each: HeldOut, threshold: int) -> list[int]:
    """Return the labels that a board with this threshold reports of the take."""
    return detections(with_threshold(each.model, threshold), each.answer.results)


def at(each: HeldOut, place: int) -> HeldOut:
    """Return the take as heard with unknown held back by a level."""
    return each._replace(answer=each.answer._replace(**each.answer.eased[place]._asdict()))
