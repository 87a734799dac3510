"""Copies of a gesture as it might have been: turned in the hand, faster, stronger, cut otherwise.

A hand before the proximity sensor is nearer or farther, in another light. Cheap and vectorized:
all copies that share a length are made at once. Of takes at a button only the light changes, by
more: they are compared by the counts themselves. Knows axes, no files.
"""

from dataclasses import dataclass

import numpy as np

from gesturekit.features import groups
from gesturekit.sample import AXES, PROXIMITY_MAX

ANGLE = np.radians(12)  # standard deviation of the turn about each axis
SCALE = 0.15  # likewise of the strength, relative
SPEED = 0.15  # greatest change of speed, relative
NEAR = 0.3  # likewise of what a hand adds to the proximity sensor's idle level
LIGHT = 40.0  # greatest change of that level, counts: other light, another table
BUTTON_LIGHT = 150.0  # likewise, of takes at a button
CUT = 0.2  # greatest shift of begin and end, relative to the length
NOISE = 3.0  # counts
COPIES = 4  # that share one length


@dataclass(frozen=True)
class Span:
    """Samples begin..end of a recording [samples, axes]: a gesture and what is around it."""

    samples: np.ndarray
    begin: int
    end: int


def copies(
    span: Span,
    axes: tuple[str, ...],
    generator: np.random.Generator,
    strength: float = 1.0,
) -> np.ndarray:
    """Return [COPIES, n, axes] int16: variations of the span, all n long.

    strength: of the variation, relative to the constants above.
    """
    samples, begin, end = span.samples, span.begin, span.end
    length = end - begin
    first, last = begin + length * strength * generator.uniform(-CUT, CUT, 2) + (0, length - 1)
    first, last = max(0.0, first), min(len(samples) - 1.0, last)
    count = max(2, round((last - first + 1) * (1 + strength * generator.uniform(-SPEED, SPEED))))
    piece = resample(samples, np.linspace(first, last, count))
    offset = piece.mean(axis=0)
    scale = np.exp(strength * generator.normal(0, SCALE, (COPIES, 1, 1)))
    varied = offset + (piece - offset) * scale
    varied = turn(varied, rotations(strength * generator.normal(0, ANGLE, (COPIES, 3))), axes)
    for column in near(axes):
        varied[:, :, column] = hands(piece[:, column], generator, strength)
    varied += generator.normal(0, NOISE, varied.shape)
    for column in near(axes):
        varied[:, :, column] = np.clip(varied[:, :, column], 0, PROXIMITY_MAX)
    return np.clip(np.round(varied), -32768, 32767).astype(np.int16)


def near(axes: tuple[str, ...]) -> list[int]:
    """Return the columns of the proximity sensor."""
    return [place for place, axis in enumerate(axes) if axis in AXES["proximity"]]


def hands(counts: np.ndarray, generator: np.random.Generator, strength: float = 1.0) -> np.ndarray:
    """Return [COPIES, n] of proximity counts [n]: nearer or farther, in other light."""
    level = counts.min()
    light = np.maximum(0, level + strength * generator.uniform(-LIGHT, LIGHT, (COPIES, 1)))
    return light + (counts - level) * np.exp(strength * generator.normal(0, NEAR, (COPIES, 1)))


def lights(take: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Return [COPIES, n, 1] int16: a take at a button, proximity counts [n, 1], in other light."""
    level = int(take.min())
    light = level + generator.uniform(-BUTTON_LIGHT, BUTTON_LIGHT, (COPIES, 1, 1))
    noise = generator.normal(0, NOISE, (COPIES, *take.shape))
    varied = np.maximum(0, light) + (take - level) + noise
    return np.clip(np.round(varied), 0, PROXIMITY_MAX).astype(np.int16)


def resample(samples: np.ndarray, times: np.ndarray) -> np.ndarray:
    """Return the samples [n, axes] at fractional times (sample numbers), by straight lines."""
    before = np.minimum(times.astype(int), len(samples) - 2)
    share = (times - before)[:, None]
    return samples[before] * (1 - share) + samples[before + 1] * share


def rotations(vectors: np.ndarray) -> np.ndarray:
    """Return [count, 3, 3] rotations about vectors [count, 3], each by its length in radians.

    By Rodrigues' formula.
    """
    angle = np.maximum(np.linalg.norm(vectors, axis=1), 1e-9)[:, None, None]
    x, y, z = (vectors / angle[:, 0]).T
    zero = np.zeros(len(vectors))
    cross = np.array([[zero, -z, y], [z, zero, -x], [-y, x, zero]]).transpose(2, 0, 1)
    return np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * (cross @ cross)


def turn(gestures: np.ndarray, turns: np.ndarray, axes: tuple[str, ...]) -> np.ndarray:
    """Turn every sensor of three axes in [gestures, samples, axes] by its gesture's rotation."""
    turned = gestures.copy()
    for first, end in groups(axes):
        if end - first == 3:
            turned[:, :, first:end] = gestures[:, :, first:end] @ turns
    return turned
