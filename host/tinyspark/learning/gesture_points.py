"""Takes as points: what moves in each becomes a feature vector, and like takes lie close.

The features are those that models see, of the part of a take from its first movement to its last.
Knows no labels, so that nothing said about a take here follows from what it is called.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from gesturekit.features import MAX_SAMPLES
from gesturekit.model_format import NO_LABEL
from tinyspark.dataset.settings import Settings
from tinyspark.dataset.verdict import FLAT_COUNTS
from tinyspark.learning import feature_twin, front_end
from tinyspark.learning.front_end import FrontEnd, Take

LIMIT = 2.0  # standard deviations: no single feature makes two takes strangers


@dataclass(frozen=True)
class Gesture:
    """The part of a take that holds its gesture, as means [n, axes]; all of one at rest."""

    means: np.ndarray
    moves: bool


def gesture(samples: np.ndarray, settings: Settings) -> Gesture:
    """Return the moving part of counts [n, axes]; all of a still take, or of a proximity one."""
    if not settings.continuous:
        return Gesture(samples, bool(np.ptp(samples) >= FLAT_COUNTS))
    front = front_end.start(settings.rate)
    means = front_end.means(front_end.padded(samples, front), front.average)
    take = Take(means, feature_twin.movement(means, front.lag // front.average), NO_LABEL)
    before = front.lag // front.average
    begin, end = before, before + max(1, len(samples) // front.average)
    found = front_end.main_pieces(take, _gated(front, take, front_end.floor(settings.axes)))
    if found:
        begin, end = found[0].begin, found[-1].end
    return Gesture(means[begin:end], bool(found))


def features(gestures: Sequence[Gesture], settings: Settings) -> np.ndarray:
    """Return feature vectors float32 [gestures, features].

    Proximity takes of several lengths have nothing to be compared by: no features.
    """
    by_length: dict[int, list[int]] = {}
    for number, each in enumerate(gestures):
        by_length.setdefault(min(MAX_SAMPLES, len(each.means)), []).append(number)
    near = not settings.continuous
    if not gestures or (near and len(by_length) > 1):
        return np.zeros((len(gestures), 0), np.float32)
    rows: dict[int, np.ndarray] = {}
    for length, numbers in by_length.items():
        means = np.stack([gestures[number].means[:length] for number in numbers])
        made = feature_twin.raw(means) if near else feature_twin.gesture(means, settings.axes)
        rows.update(zip(numbers, made, strict=True))
    return np.array([rows[number] for number in range(len(gestures))], np.float32)


def points(features: np.ndarray) -> np.ndarray:
    """Return features in standard deviations, each at most LIMIT from the mean."""
    if not features.size:
        return features
    spread = features.std(axis=0)
    spread[spread == 0] = 1
    return np.clip((features - features.mean(axis=0)) / spread, -LIMIT, LIMIT)


def distances(some: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return the distances [some, others] of points [some, features], [others, features]."""
    squares = (some**2).sum(axis=1)[:, None] + (others**2).sum(axis=1) - 2 * some @ others.T
    return np.asarray(np.sqrt(np.maximum(0, squares)))


def _gated(front: FrontEnd, take: Take, least: int) -> FrontEnd:
    """Return a front end that fits the one take, and takes each movement as one piece."""
    gate = max(least, int(front_end.GATE_SHARE * int(take.movement.max())))
    return replace(front, gate=gate, window=front.average * (len(take.movement) + 1))
