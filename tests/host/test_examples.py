"""Examples made of takes: how many are made up, what they are called, and who learns from them."""

from dataclasses import replace

import numpy as np
import pytest
from takes import made_takes

from tinyspark.dataset.settings import IMU
from tinyspark.learning import examples, fitting, quantize
from tinyspark.learning.examples import FEW, STRANGE, Rows
from tinyspark.learning.familiarity import HIDDEN
from tinyspark.learning.fitting import Material
from tinyspark.learning.recipe import Recipe
from tinyspark.learning.task import Task

pytestmark = pytest.mark.usefixtures("few_copies")

LABELS = ("idle", "side", "up")
RECIPE = Recipe(hidden=5, activation="relu", epochs=3)


def material(task: Task, count: int = 4) -> Material:
    """Takes of the labels; what is unknown was a twist."""
    shown = tuple("twist" if label == "unknown" else label for label in task.labels)
    return fitting.learn_from(made_takes(shown, count), task, RECIPE, np.random.default_rng(1))


@pytest.mark.parametrize("count", [5, 15])
def test_a_share_is_made_up_and_a_smaller_one_of_few_takes(count: int) -> None:
    rows = material(Task(LABELS, IMU), count).rows
    made_up = np.count_nonzero(rows.labels == 3)
    others = np.count_nonzero(rows.labels < 3)
    assert made_up == pytest.approx(others * STRANGE * count / FEW, abs=examples.COPIES)
    assert np.count_nonzero(rows.performed) == np.count_nonzero(rows.labels[rows.performed]) > 0
    assert not rows.performed[rows.labels == 3].any()
    takes = set(rows.takes[rows.labels == 3])  # of gestures, not of stillness
    assert takes and takes <= set(range(count, 3 * count))


def test_a_recorded_unknown_gets_made_up_movement_too_but_lends_none() -> None:
    rows = material(Task(("side", "up", "unknown"), IMU)).rows
    counts = np.bincount(rows.labels)
    assert len(counts) == 3 and counts[0] == counts[1]
    lent, recorded = set(range(8)), set(range(8, 12))
    takes = set(rows.takes[rows.labels == 2])
    assert recorded < takes <= recorded | lent


def test_a_closed_task_makes_nothing_up() -> None:
    rows = material(Task(LABELS, IMU, open=False)).rows
    assert set(rows.labels) == {1, 2}
    counts = np.bincount(rows.takes)
    assert len(set(counts[counts > 0])) == 1


def known(rows: Rows) -> Rows:
    return rows.only(rows.labels < len(LABELS))


def test_made_up_movement_does_not_shift_what_the_gestures_are_normalized_by() -> None:
    made = material(Task(LABELS, IMU))
    expected = quantize.standard(known(made.rows).vectors)
    for name in ("centers", "multipliers", "shifts"):
        np.testing.assert_array_equal(getattr(made.normalization, name), getattr(expected, name))


def test_gestures_are_told_apart_as_if_nothing_were_made_up() -> None:
    made = material(Task(LABELS, IMU))
    network = fitting.learn(made, RECIPE, np.random.default_rng(2))
    closed = replace(made, rows=known(made.rows), task=Task(LABELS, IMU, open=False))
    alone = fitting.learn(closed, RECIPE, np.random.default_rng(2))
    assert [len(dense.weights[0]) for dense in network.dense] == [5 + HIDDEN, 4]
    np.testing.assert_array_equal(network.dense[0].weights[:, :5], alone.dense[0].weights)
    np.testing.assert_array_equal(network.dense[1].weights[:5, :3], alone.dense[1].weights)
