"""gesturekit.features once more, for many gestures of one length at a time, in numpy.

Only for training speed: a test holds every number equal to gesturekit's. Knows no recordings.
"""

import numpy as np

from gesturekit import features, plain_features
from gesturekit.plain_features import LEAST_SCALE, SHAPE_LIMIT, SHAPE_UNIT, STEPS


def movement(samples: np.ndarray, lag: int) -> np.ndarray:
    """Return Window.movement for every sample of [n, axes]; 0 for the first `lag` samples."""
    wide = samples.astype(np.int64)
    measure = np.zeros(len(wide), dtype=np.int64)
    measure[lag:] = np.abs(wide[lag:] - wide[: len(wide) - lag]).sum(axis=1)
    return measure


def raw(gestures: np.ndarray) -> np.ndarray:
    """Return the feature set `raw` of [gestures, samples, axes], int64 [gestures, features]."""
    return gestures.astype(np.int64).transpose(0, 2, 1).reshape(len(gestures), -1)


def gesture(
    gestures: np.ndarray, axes: tuple[str, ...], number: int = features.GESTURE
) -> np.ndarray:
    """Return a feature set of [gestures, samples, axes], int64 [gestures, size].

    number: of the set: features.GESTURE, SHAPE or STATISTICAL.
    """
    values = gestures.astype(np.int64)
    count = values.shape[1]
    mean = values.sum(axis=1) // count
    shape = _shape(values, mean)
    scales = []
    for first, end in features.groups(axes):
        part = shape[:, first:end]
        scale = np.maximum(LEAST_SCALE, np.abs(part).sum(axis=(1, 2)) // part[0].size)
        scaled = part * SHAPE_UNIT // scale[:, None, None]
        shape[:, first:end] = np.clip(scaled, -SHAPE_LIMIT, SHAPE_LIMIT)
        scales.append(log(16 * scale))
    length = np.full(len(values), plain_features.log(count))
    rows = len(values)
    parts = [*scales, length]
    if number != features.STATISTICAL:
        parts.insert(0, shape.reshape(rows, -1))
    if number != features.SHAPE:
        statistics = _statistics(values, mean)
        if axes[-1] == features.RELATIVE:
            relative = statistics[:, -1, 0] - values[:, 0, -1]
            statistics[:, -1, 0] = np.clip(relative, -32768, 32767)
        parts.append(statistics.reshape(rows, -1))
    return np.column_stack(parts)


def log(values: np.ndarray) -> np.ndarray:
    """Return plain_features.log of every value."""
    values = values + 1
    power = np.frexp(values.astype(np.float64))[1].astype(np.int64) - 1
    return 16 * power + ((values << 4 >> power) & 15)


def _shape(values: np.ndarray, mean: np.ndarray) -> np.ndarray:
    """Return [gestures, axes, STEPS]: means of equal parts less the mean."""
    count = values.shape[1]
    steps = np.arange(STEPS)
    first = steps * count // STEPS
    end = np.maximum(first + 1, (steps + 1) * count // STEPS)
    sums = np.cumsum(np.pad(values, ((0, 0), (1, 0), (0, 0))), axis=1)
    parts = (sums[:, end] - sums[:, first]) // (end - first)[:, None] - mean[:, None]
    return np.clip(parts, -32768, 32767).transpose(0, 2, 1)


def _statistics(values: np.ndarray, mean: np.ndarray) -> np.ndarray:
    """Return [gestures, axes, 7] in the order of plain.statistics."""
    count = values.shape[1]
    off = values - mean[:, None]
    deviation = np.abs(off).sum(axis=1)
    jerk = np.abs(np.diff(values, axis=1)).sum(axis=1)
    crossed = _crossings(off, deviation // (2 * count))
    return np.stack(
        [
            mean,
            log(4 * deviation // count),
            log(4 * off.max(axis=1)),
            log(-4 * off.min(axis=1)),
            log(4 * jerk // count),
            16 * crossed,
            1024 * crossed // count,
        ],
        axis=2,
    )


def _crossings(off: np.ndarray, margin: np.ndarray) -> np.ndarray:
    """Return [gestures, axes]: changes between above +margin and below -margin."""
    side = np.where(np.abs(off) > margin[:, None], np.sign(off), 0)
    at = np.where(side != 0, np.arange(off.shape[1])[:, None], 0)
    last = np.maximum.accumulate(at, axis=1)  # where the side was taken that still holds
    held = np.take_along_axis(side, last, axis=1)
    changed = (held[:, 1:] != held[:, :-1]) & (held[:, :-1] != 0)
    return changed.sum(axis=1)
