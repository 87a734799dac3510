"""How far a movement may be from a label's prototype and still be taken for it.

The network only knows on which side of its borders something lies; this gate knows how far away.
Distances are sums of absolute differences of the first layer's inputs, as on the board. Knows
examples, no takes.
"""

import array
from typing import NamedTuple

import numpy as np

from gesturekit.model_format import NO_LABEL, NO_LIMIT
from tinyspark.learning.examples import Rows
from tinyspark.learning.quantize import Normalization
from tinyspark.learning.task import Task

OUTSIDE = 0.04  # of a label's examples are beyond its limit; more, where they vary more
SLACK = 0.5  # takes: by so much of one in n the limit of n takes is wider


class Gates(NamedTuple):
    """The fields of a model: one limit a label, and the prototypes of those that have one."""

    limits: array.array
    prototypes: array.array


def none(count: int) -> Gates:
    """Return the gates of a model that has none."""
    return Gates(array.array("H", [NO_LIMIT] * count), array.array("B"))


def inside(variation: float) -> float:
    """Return the share of examples within the limit, for a strength of variations."""
    return 1 - OUTSIDE * variation**2


def learn(rows: Rows, normalization: Normalization, task: Task, idle: int, share: float) -> Gates:
    """Return gates for the gestures among the labels; the others have none."""
    gates = none(len(task.names))
    if task.unknown == NO_LABEL:
        return gates
    inputs = normalization.integers(rows.vectors) + normalization.zero
    for label in range(task.known):
        of_label = rows.labels == label
        if label == idle or not of_label.any():
            continue
        prototype = np.round(np.median(inputs[of_label], axis=0)).astype(np.uint8)
        apart = np.abs(inputs[of_label] - prototype).sum(axis=1)
        takes = len(np.unique(rows.takes[of_label]))
        limit = (1 + SLACK / takes) * float(np.quantile(apart, share))
        gates.limits[label] = min(NO_LIMIT - 1, round(limit))
        gates.prototypes.frombytes(prototype.tobytes())
    return gates
