"""What each number of a feature vector is called, and which belong together.

Knows the order that gesturekit.features writes them in; computes none of them.
"""

from typing import NamedTuple

from gesturekit.features import NAMES, RAW, STEPS, groups, part
from gesturekit.model_format import Model

SHAPE, STATISTIC, SAMPLE = "shape", "statistic", "sample"
STATISTICS = ("level", "deviation", "height", "depth", "jerk", "crossings", "crossing rate")
SENSORS = {"a": "accelerometer", "g": "gyroscope", "p": "proximity"}


class Feature(NamedTuple):
    """One number of the vector; axis is "" for those of a whole sensor or of all."""

    name: str
    kind: str  # SHAPE, STATISTIC or SAMPLE
    axis: str
    place: int  # of a shape's step or a sample, from 0


def of(model: Model) -> list[Feature]:
    """Return the features of a model in their order."""
    if model.feature_set != NAMES[RAW]:
        first, end = part(NAMES.index(model.feature_set), model.axes)
        return _gesture(model.axes)[first:end]
    return [
        Feature(_sample(axis, place, model.take), SAMPLE, axis, place)
        for axis in model.axes
        for place in range(model.take)
    ]


def _gesture(axes: tuple[str, ...]) -> list[Feature]:
    shapes = [
        Feature(f"shape step {step + 1} of {axis}", SHAPE, axis, step)
        for axis in axes
        for step in range(STEPS)
    ]
    statistics = [
        Feature(f"{name} of {axis}", STATISTIC, axis, 0) for axis in axes for name in STATISTICS
    ]
    scales = [
        Feature(f"strength of the {SENSORS[axes[first][0]]}", STATISTIC, "", 0)
        for first, _ in groups(axes)
    ]
    return [*shapes, *scales, Feature("length", STATISTIC, "", 0), *statistics]


def _sample(axis: str, place: int, take: int) -> str:
    return axis if take == 1 else f"{axis}, sample {place + 1} of {take}"
