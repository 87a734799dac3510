"""The part of the report that looks closer than the score: what of the data helps, what hurts.

Adds these keys to the report; what is in them, the functions say that make them:
    curves  would more data help (curves.measure), None where nothing was kept from the models
    takes   which recordings hurt (hurting.measure), None likewise
    map     all takes in two dimensions (feature_map.measure)
    light   what light does to proximity (light.light), None without that sensor
"""

from collections.abc import Sequence
from typing import Any

from tinyspark.dataset import Dataset
from tinyspark.learning.fitted import Fitted
from tinyspark.learning.live import HeldOut
from tinyspark.learning.recipe import Recipe
from tinyspark.learning.report import curves, feature_map, hurting, light
from tinyspark.learning.splits import Split
from tinyspark.learning.work import Work


def rounds(dataset: Dataset, split: Split) -> int:
    """Return how many trainings measure() counts."""
    if not split.keeps_apart:
        return 0
    return len(curves.plan(dataset.recordings, split)) + len(split.folds)


def measure(
    work: Work, split: Split, heard: Sequence[HeldOut], recipe: Recipe, fitted: Fitted
) -> dict[str, Any]:
    """Return the keys; heard: answers of models of the split's folds to the takes they test."""
    return {
        "curves": curves.measure(work, split, heard, recipe),
        "takes": hurting.measure(work, split, heard, recipe) if split.keeps_apart else None,
        "map": feature_map.measure(fitted, work.takes, work.recordings),
        "light": light.light(work.recordings, work.task.settings),
    }
