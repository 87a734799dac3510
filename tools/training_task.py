"""Synthetic gestures to measure training with: feature vectors, labels, and who has learned them.

A gesture is a smooth curve on each axis, which people perform in several ways: every example is
one of these, a little earlier or later, stronger or weaker, and with noise.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

Predict = Callable[[np.ndarray], np.ndarray]  # inputs [examples, inputs] -> labels [examples]

STEPS = 32  # samples of a curve
WAVES = 4  # that make up a curve
HABITS = 3  # ways to perform a gesture
STRENGTH, LATENESS, NOISE = 0.35, 0.05, 0.8


@dataclass(frozen=True)
class Task:
    """Examples to learn from and examples to validate with, float32, and their labels' numbers."""

    inputs: np.ndarray
    labels: np.ndarray
    validation_inputs: np.ndarray
    validation_labels: np.ndarray

    @property
    def targets(self) -> np.ndarray:
        """Probabilities [examples, labels]."""
        return np.eye(self.labels.max() + 1, dtype=np.float32)[self.labels]

    def accuracy(self, predict: Predict) -> float:
        """Return the share of the validation examples that is answered right."""
        return float((predict(self.validation_inputs) == self.validation_labels).mean())


def gestures(inputs: int, labels: int, examples: int, validation: int = 4000) -> Task:
    """Return a task with so many inputs, always the same one."""
    generator = np.random.default_rng(1)
    axes = -(-inputs // STEPS)
    waves = generator.normal(0, 1, (2, HABITS, labels, axes, WAVES)) / np.arange(1, WAVES + 1)
    numbers = generator.integers(0, labels, examples + validation)
    rows = _performed(waves, numbers, generator)
    rows = rows[:, np.linspace(0, rows.shape[1] - 1, inputs).astype(int)]
    rows = (rows - rows[:examples].mean(axis=0)) / rows[:examples].std(axis=0)
    rows = rows.astype(np.float32)
    return Task(rows[:examples], numbers[:examples], rows[examples:], numbers[examples:])


def _performed(
    waves: np.ndarray, numbers: np.ndarray, generator: np.random.Generator
) -> np.ndarray:
    """Return [gestures, axes * STEPS]: the curves of these labels, never twice the same."""
    count = len(numbers)
    habits = generator.integers(0, HABITS, count)
    late = generator.normal(0, LATENESS, (count, 1, 1))
    strength = np.exp(generator.normal(0, STRENGTH, (count, 1, 1)))
    angles = 2 * np.pi * np.arange(1, WAVES + 1)[:, None] * (np.arange(STEPS) / STEPS - late)
    sines, cosines = waves[:, habits, numbers]
    curves = strength * (sines @ np.sin(angles) + cosines @ np.cos(angles))
    return (curves + generator.normal(0, NOISE, curves.shape)).reshape(count, -1)
