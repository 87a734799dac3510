"""How a model meets what is none of its gestures: the threshold, and what it lets through.

Joins live.py and strangers.py into the report's part about it.
"""

import functools
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from gesturekit.model_format import Model
from gesturekit.plain_network import LEVEL
from tinyspark.learning import easing, live, strangers
from tinyspark.learning.fitted import Fitted
from tinyspark.learning.fitting import THRESHOLD
from tinyspark.learning.front_end import Take
from tinyspark.learning.live import HeldOut
from tinyspark.learning.recipe import COMPARED, Recipe
from tinyspark.learning.splits import Split
from tinyspark.learning.task import Task
from tinyspark.learning.work import Work


class Openness(NamedTuple):
    """The model, with a threshold and unknown held back as suits it, and the report's figures.

    heard: the answers to takes with unknown held back, in every fold as the others say.
    """

    model: Model
    heard: Sequence[HeldOut]
    figures: dict[str, Any]


class _Setting(NamedTuple):
    """A threshold (of 255), and the logits by which unknown is held back."""

    threshold: int
    ease: float = 0.0

    def applied(self, model: Model) -> Model:
        """Return the model with this setting."""
        return live.with_threshold(easing.held_back(model, self.ease), self.threshold)


def measure(
    work: Work, split: Split, heard: Sequence[HeldOut], recipe: Recipe, fitted: Fitted
) -> Openness:
    """Return the fitted model with a setting that suits it, and what it lets through.

    heard: answers of models of the same kind to takes that they have not seen, by the split.
    """
    setting, heard, chosen = _settings(work, split, heard, recipe)
    model = setting.applied(fitted.model)
    still = strange = None
    if work.task.open:
        like, generator = work.takes[0], np.random.default_rng(1)
        still = strangers.still(replace(fitted, model=model), like, generator)
        gestures = sorted({each.label for each in heard if live.is_gesture(each)})
        fit = functools.partial(_fit, work, recipe, setting)
        strange = strangers.left_out(work.takes, gestures, work.task, fit)
    rate = work.task.settings.rate
    hours = [len(recording.samples) / rate / 3600 for recording in work.recordings]
    return Openness(
        model,
        heard,
        {
            "live": {
                "threshold": setting.threshold / LEVEL,
                "ease": setting.ease,
                **live.figures(heard, chosen, work.task.labels),
            },
            "still": still and still.to_json(),
            "strange": strange and strange.to_json(),
            "everyday": strangers.everyday(heard, chosen, hours),
        },
    )


def _fit(
    work: Work, recipe: Recipe, setting: _Setting, takes: Sequence[Take], task: Task
) -> Fitted:
    quick = replace(recipe, enough=COMPARED)
    fitted = work.fit(takes, task, quick, "trying strange gestures")
    return replace(fitted, model=setting.applied(fitted.model))


def _settings(
    work: Work, split: Split, heard: Sequence[HeldOut], recipe: Recipe
) -> tuple[_Setting, Sequence[HeldOut], dict[int, int]]:
    """Return the model's setting, and the takes as heard with settings chosen by other folds.

    The last is the threshold of each fold.
    """
    if not work.task.open:
        return _Setting(THRESHOLD), heard, dict.fromkeys(range(len(split.folds)), THRESHOLD)
    if len(split.folds) > 1:
        place, threshold = live.settle(heard)
        return _Setting(threshold, easing.LEVELS[place]), *live.cross_set(heard)
    within = work.inner(split.folds[0].train)
    place, threshold = live.settle(work.score(within, recipe) if within else [])
    eased = [live.at(each, place) for each in heard]
    return _Setting(threshold, easing.LEVELS[place]), eased, {0: threshold}
