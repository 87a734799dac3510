"""Which takes are unlike their label: their nearest neighbors bear another one.

A take is told only when most of its neighbors agree on one other label, and when it lies clearly
nearer to those than to its own kind. Labels with few takes are left alone.
"""

from collections.abc import Sequence

import numpy as np

from tinyspark.learning.gesture_points import distances
from tinyspark.learning.task import is_unknown

NEIGHBORS = 5
AGREE = 3  # of the neighbors
COMPARED = 3  # nearest takes of a label, whose mean distance is the distance to the label
NEARER = 1.3  # times nearer to the other label than to its own
ENOUGH = 5  # other takes of a label, before it is judged or suggested
_ROWS = 512  # points compared with all others at a time


def find(
    points: np.ndarray, labels: Sequence[str], chosen: Sequence[int] | None = None
) -> dict[int, str]:
    """Return the label that each take unlike its own resembles, by its place.

    points [takes, features]; chosen: the places to judge, all by default.
    """
    names, numbers = np.unique(np.array(labels, dtype=object), return_inverse=True)
    counts = np.bincount(numbers, minlength=len(names))
    vague = np.array([is_unknown(name) for name in names], dtype=bool)  # all kinds of movement
    places = np.arange(len(points)) if chosen is None else np.array(chosen, dtype=int)
    places = places[(counts[numbers[places]] > ENOUGH) & ~vague[numbers[places]]]
    found: dict[int, str] = {}
    if len(points) <= NEIGHBORS or not points.size:
        return found
    for first in range(0, len(places), _ROWS):
        part = places[first : first + _ROWS]
        apart = distances(points[part], points)
        apart[np.arange(len(part)), part] = np.inf
        near = np.argpartition(apart, NEIGHBORS, axis=1)[:, :NEIGHBORS]
        for place, row, others in zip(part, apart, numbers[near], strict=True):
            other = int(np.bincount(others).argmax())
            agreed = np.count_nonzero(others == other) >= AGREE
            known = counts[other] >= ENOUGH and not vague[other]
            if agreed and known and _nearer(row, numbers == other, numbers == numbers[place]):
                found[int(place)] = str(names[other])
    return found


def _nearer(apart: np.ndarray, other: np.ndarray, own: np.ndarray) -> bool:
    """Tell whether a take lies clearly nearer to another label than to its own."""
    return NEARER * _mean_of_nearest(apart[other]) < _mean_of_nearest(apart[own])


def _mean_of_nearest(apart: np.ndarray) -> float:
    return float(np.partition(apart, COMPARED - 1)[:COMPARED].mean())
