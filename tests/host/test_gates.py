"""The gates of labels: whose they are, how wide, and around which prototype."""

import numpy as np
import pytest

from gesturekit.model_format import NO_LABEL, NO_LIMIT
from tinyspark.dataset.settings import IMU
from tinyspark.learning import gates, quantize
from tinyspark.learning.examples import Rows
from tinyspark.learning.task import Task

COUNT = 500  # rows of a label
SIZE = 6
MIDDLES = np.array([[0] * SIZE, [400, 0, -400, 0, 0, 0], [0, 900, 0, 0, 0, 50]])
INSIDE = gates.inside(1.0)


def rows(takes: int) -> Rows:
    """Rows of three labels around MIDDLES; each label has so many takes."""
    labels = np.repeat(np.arange(3), COUNT)
    spread = np.random.default_rng(2).normal(0, 100, (3 * COUNT, SIZE))
    places = labels * takes + np.arange(3 * COUNT) % takes
    vectors = (MIDDLES[labels] + spread).round().astype(np.int64)
    return Rows(vectors, labels, places, np.ones(3 * COUNT, bool))


def learned(takes: int, task: Task, idle: int = 0) -> tuple[gates.Gates, np.ndarray]:
    """Return the gates and the inputs of a network for the same rows."""
    made = rows(takes)
    normalization = quantize.standard(made.vectors)
    inputs = normalization.integers(made.vectors) + normalization.zero
    return gates.learn(made, normalization, task, idle, INSIDE), inputs.reshape(3, COUNT, SIZE)


OPEN = Task(("idle", "side", "up"), IMU)


def test_gestures_have_gates_that_hold_the_share_they_say() -> None:
    found, inputs = learned(COUNT, OPEN)
    assert list(found.limits)[::3] == [NO_LIMIT, NO_LIMIT]  # idle and the made-up unknown
    prototypes = np.array(found.prototypes, np.int64).reshape(2, SIZE)
    for label, prototype in enumerate(prototypes, 1):
        np.testing.assert_allclose(prototype, np.median(inputs[label], axis=0), atol=0.5)
        apart = np.abs(inputs[label] - prototype).sum(axis=1)
        assert (apart <= found.limits[label]).mean() == pytest.approx(INSIDE, abs=0.02)


def test_limits_of_few_takes_are_wider() -> None:
    one, two, many = (learned(takes, OPEN)[0].limits[1] for takes in (1, 2, COUNT))
    assert one / many == pytest.approx(1.5, rel=0.03)
    assert two / many == pytest.approx(1.25, rel=0.03)


def test_a_recorded_unknown_has_no_gate() -> None:
    found, _ = learned(4, Task(("side", "up", "Unknown"), IMU), idle=NO_LABEL)
    assert found.limits[2] == NO_LIMIT > max(found.limits[:2])
    assert len(found.limits) == 3 and len(found.prototypes) == 2 * SIZE


def test_a_label_without_examples_has_no_gate() -> None:
    found, _ = learned(4, Task(("idle", "side", "up", "down"), IMU))
    assert found.limits[3] == NO_LIMIT and len(found.prototypes) == 2 * SIZE


def test_a_closed_task_has_none() -> None:
    found, _ = learned(4, Task(("idle", "side", "up"), IMU, open=False))
    assert found == gates.none(3) and set(found.limits) == {NO_LIMIT}
