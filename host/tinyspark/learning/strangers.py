"""What is accepted though it is no gesture: stillness, strange gestures, everyday movement.

Strange gestures are the dataset's own: a model is trained without some of the labels and hears
their takes. Knows fitting, no report's words.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from tinyspark.learning import front_end, live
from tinyspark.learning.augment import NOISE
from tinyspark.learning.fitted import Fitted, detections
from tinyspark.learning.front_end import FrontEnd, Take
from tinyspark.learning.live import HeldOut
from tinyspark.learning.task import Task

MOST_PARTS = 4  # models that are trained without some of the gestures
FEWEST = 3  # gestures
STILL_SECONDS = 60

Fit = Callable[[list[Take], Task], Fitted]


@dataclass(frozen=True)
class Accepted:
    """How many of n takes (or looks) were reported as some gesture."""

    n: int
    accepted: int

    def to_json(self) -> dict[str, Any]:
        """Return both and the share."""
        return {"n": self.n, "accepted": self.accepted, "share": self.accepted / self.n}


def left_out(
    takes: Sequence[Take], gestures: Sequence[int], task: Task, fit: Fit
) -> Accepted | None:
    """Return how many takes of gestures are reported by models that do not know these gestures.

    None if there are too few gestures: what is left out should be a small part.
    """
    if len(gestures) < FEWEST:
        return None
    accepted = n = 0
    for part in _parts(gestures):
        kept = [label for label in range(len(task.labels)) if label not in part]
        known = [
            replace(take, label=kept.index(take.label)) for take in takes if take.label in kept
        ]
        names = tuple(task.labels[label] for label in kept)
        fitted = fit(known, replace(task, labels=names))
        for take in takes:
            if take.label in part:
                n += 1
                accepted += bool(detections(fitted.model, fitted.answer(take).results))
    return Accepted(n, accepted)


def parts_of(gestures: Sequence[int]) -> int:
    """Return how many models left_out() trains."""
    return len(list(_parts(gestures))) if len(gestures) >= FEWEST else 0


def still(fitted: Fitted, like: Take, generator: np.random.Generator) -> Accepted:
    """Return how often a still board is reported as a gesture, in looks: one a hop."""
    front = fitted.source.front
    assert isinstance(front, FrontEnd)
    count = STILL_SECONDS * fitted.model.rate // front.average
    level = like.samples.mean(axis=0)
    samples = np.round(level + generator.normal(0, NOISE, (count, like.samples.shape[1])))
    movement = front_end.movement(samples.astype(np.int16), front.lag // front.average)
    take = Take(samples.astype(np.int16), movement, like.label)
    found = detections(fitted.model, fitted.answer(take).results)
    return Accepted(count * front.average // front.hop, len(found))


def everyday(
    heard: Sequence[HeldOut], chosen: Mapping[int, int], hours: Sequence[float]
) -> dict[str, Any] | None:
    """Return what was reported of takes that are no gestures, None where there are no such takes.

    chosen: a threshold for each fold; hours: of every take of the dataset, by place.
    """
    others = [each for each in heard if not live.is_gesture(each)]
    if not others:
        return None
    found = sum(len(live.reported(each, chosen[each.fold])) for each in others)
    duration = sum(hours[each.place] for each in others)
    return {
        "n": len(others),
        "minutes": 60 * duration,
        "detections": found,
        "per_hour": found / duration,
    }


def _parts(gestures: Sequence[int]) -> Iterator[list[int]]:
    """Deal the gestures to parts, which are left out one after the other."""
    count = min(MOST_PARTS, len(gestures))
    for first in range(count):
        yield list(gestures[first::count])
