"""Which takes may bear a wrong label, and which are like no other take of their label.

Two witnesses that do not know each other: a network that has not seen the take, and the takes
that lie nearest to it. A label is suggested only if both name the same one, so that neither a
gesture that the network has not learned nor an unusual performance is called a mistake.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tinyspark.dataset.recording import Recording
from tinyspark.dataset.settings import Settings
from tinyspark.learning import gesture_points
from tinyspark.learning.live import HeldOut
from tinyspark.learning.task import is_unknown
from tinyspark.learning.unlike import COMPARED, ENOUGH

SURE = 0.1  # the greatest share of its own label that a mislabelled take may have
FAR = 2.0  # times as far from its own kind as is usual
_ROWS = 512  # takes compared with all others at a time


@dataclass(frozen=True)
class Suspects:
    """The label that suits a take better, by place; and places of takes like no other."""

    suggested: dict[int, int]
    odd: list[int]


def find(
    heard: Sequence[HeldOut],
    recordings: Sequence[Recording],
    settings: Settings,
    neighbors: Mapping[int, int],
) -> Suspects:
    """Return the suspects among the takes heard.

    neighbors: the labels that unlike.py suggests, by place. Copies of takes should not be heard.
    """
    if not heard:
        return Suspects({}, [])
    labels = np.array([each.label for each in heard])
    shares = np.array([each.answer.shares for each in heard], float)
    count = shares.shape[1]
    best, rows = shares.argmax(axis=1), np.arange(len(heard))
    apart = _apart([recordings[each.place].samples for each in heard], settings, labels, count)
    own, other = apart[rows, labels], apart[rows, best]
    numbers = np.bincount(labels, minlength=count)
    vague = {each.label for each in heard if is_unknown(recordings[each.place].label)}
    judged = (numbers[labels] > ENOUGH) & (numbers[best] >= ENOUGH) & (best != labels)
    judged &= ~np.isin(labels, list(vague)) & ~np.isin(best, list(vague))
    told = np.array([neighbors.get(each.place, -1) for each in heard]) == best
    usual = _by_label(shares[rows, labels], labels, count)
    sure = (shares[rows, labels] < SURE) & (shares[rows, best] >= usual[best])
    wrong = judged & (told | (sure & (other < own)))
    far = own > FAR * _by_label(own, labels, count)[labels]
    places = np.array([each.place for each in heard])
    return Suspects(
        dict(zip(places[wrong].tolist(), best[wrong].tolist(), strict=True)),
        places[judged & ~wrong & far].tolist(),
    )


def _by_label(values: np.ndarray, labels: np.ndarray, count: int) -> np.ndarray:
    """Return the median of each label's values; 1 for labels that nothing bears."""
    medians = np.ones(count)
    for label in np.unique(labels):
        medians[label] = np.median(values[labels == label])
    return medians


def _apart(
    samples: Sequence[np.ndarray], settings: Settings, labels: np.ndarray, count: int
) -> np.ndarray:
    """Return how far each take is from the nearest others of each label, float [takes, count]."""
    gestures = [gesture_points.gesture(take, settings) for take in samples]
    points = gesture_points.points(gesture_points.features(gestures, settings))
    found = np.full((len(points), count), np.inf)
    for first in range(0, len(points), _ROWS):
        part = slice(first, first + _ROWS)
        distances = gesture_points.distances(points[part], points)
        own = np.arange(len(distances))
        distances[own, first + own] = np.inf
        for label in np.unique(labels):
            near = np.sort(distances[:, labels == label], axis=1)[:, :COMPARED]
            found[part, label] = near.mean(axis=1)
    return found
