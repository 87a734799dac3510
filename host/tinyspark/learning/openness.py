"""How a model meets what is none of its gestures: the threshold, and what it lets through.

Joins live.py and strangers.py into the report's part about it.
"""

import functools
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from gesturekit.plain_network import LEVEL
from tinyspark.learning import live, strangers
from tinyspark.learning.fitted import Fitted
from tinyspark.learning.fitting import THRESHOLD
from tinyspark.learning.live import HeldOut
from tinyspark.learning.recipe import Recipe
from tinyspark.learning.splits import Split
from tinyspark.learning.work import Work


class Openness(NamedTuple):
    """The threshold for all labels (of 255), and the report's figures."""

    threshold: int
    figures: dict[str, Any]


def measure(
    work: Work, split: Split, heard: Sequence[HeldOut], recipe: Recipe, fitted: Fitted
) -> Openness:
    """Return a threshold that suits the fitted model, and what it lets through.

    heard: answers of models of the same kind to takes that they have not seen, by the split.
    """
    threshold, chosen = _thresholds(work, split, heard, recipe)
    still = strange = None
    if work.task.open:
        model = live.with_threshold(fitted.model, threshold)
        like, generator = work.takes[0], np.random.default_rng(1)
        still = strangers.still(replace(fitted, model=model), like, generator)
        gestures = sorted({each.label for each in heard if live.is_gesture(each)})
        fit = functools.partial(work.fit, recipe=recipe, what="trying strange gestures")
        strange = strangers.left_out(work.takes, gestures, work.task, fit, threshold)
    rate = work.task.settings.rate
    hours = [len(recording.samples) / rate / 3600 for recording in work.recordings]
    return Openness(
        threshold,
        {
            "live": {
                "threshold": threshold / LEVEL,
                **live.figures(heard, chosen, work.task.labels),
            },
            "still": still and still.to_json(),
            "strange": strange and strange.to_json(),
            "everyday": strangers.everyday(heard, chosen, hours),
        },
    )


def _thresholds(
    work: Work, split: Split, heard: Sequence[HeldOut], recipe: Recipe
) -> tuple[int, dict[int, int]]:
    """Return the model's threshold, and one for each fold that is chosen by other takes."""
    if not work.task.open:
        return THRESHOLD, dict.fromkeys(range(len(split.folds)), THRESHOLD)
    if len(split.folds) > 1:
        return live.choose(heard), live.cross_chosen(heard)
    within = work.inner(split.folds[0].train)
    threshold = live.choose(work.score(within, recipe) if within else [])
    return threshold, {0: threshold}
