"""Movement that nobody performed and that is none of the gestures, made of takes for training.

Two kinds, half of each: gestures turned into other directions, which teach that a gesture is more
than its speed and strength; and wandering, which is as strong as a gesture and follows no plan.
Knows axes, no labels.
"""

import numpy as np

from gesturekit.features import groups
from gesturekit.sample import PROXIMITY_MAX
from tinyspark.learning.augment import COPIES, Span, copies, near, turn

TURNED = 0.5  # the share of these; the rest wanders
SHORTEST = 8  # means of a wandering movement
KNOTS = 3  # of a wandering movement, at least; between them it goes straight
STRENGTH = 0.35  # standard deviation of a wandering movement's strength, relative
LENGTHS = (0.6, 1.6)  # of a wandering movement, relative to the gesture's


def strange(span: Span, axes: tuple[str, ...], generator: np.random.Generator) -> np.ndarray:
    """Return [COPIES, n, axes] int16: movements that are none of the gestures, all n long."""
    can_turn = any(end - first == 3 for first, end in groups(axes))
    if can_turn and generator.random() < TURNED:
        gestures = copies(span, axes, generator)
        mean = gestures.mean(axis=1, keepdims=True)  # where gravity points: it stays
        moved = mean + turn(gestures - mean, _exchanges(generator), axes)
        for column in near(axes):  # a hand cannot be turned: it goes another way
            own = span.samples[span.begin : span.end, [column]]
            moved[:, :, [column]] = wandering(own, generator, moved.shape[1])
    else:
        gesture = span.samples[span.begin : span.end]
        count = max(SHORTEST, int(len(gesture) * generator.uniform(*LENGTHS)))
        moved = wandering(gesture, generator, count)
    for column in near(axes):
        moved[:, :, column] = np.clip(moved[:, :, column], 0, PROXIMITY_MAX)
    return np.clip(np.round(moved), -32768, 32767).astype(np.int16)


def wandering(gesture: np.ndarray, generator: np.random.Generator, count: int) -> np.ndarray:
    """Return [COPIES, count, axes] movements about as strong as a gesture [n, axes]."""
    knots = int(generator.integers(KNOTS, max(KNOTS + 2, count // 3)))
    heights = generator.normal(size=(COPIES, knots, gesture.shape[1]))
    place = np.linspace(0, knots - 1, count)
    before = np.minimum(place.astype(int), knots - 2)
    share = (place - before)[:, None]
    moved = heights[:, before] * (1 - share) + heights[:, before + 1] * share
    moved -= moved.mean(axis=1, keepdims=True)
    moved /= np.maximum(moved.std(axis=1, keepdims=True), 1e-6)
    strength = np.exp(generator.normal(0, STRENGTH, (COPIES, 1, 1)))
    return gesture.mean(axis=0) + moved * gesture.std(axis=0) * strength


def _exchanges(generator: np.random.Generator) -> np.ndarray:
    """Return [COPIES, 3, 3] matrices that exchange and reverse axes; none changes nothing."""
    matrices: list[np.ndarray] = []
    while len(matrices) < COPIES:
        matrix = np.eye(3)[generator.permutation(3)] * generator.choice((-1, 1), 3)
        if (matrix != np.eye(3)).any():
            matrices.append(matrix)
    return np.array(matrices)
