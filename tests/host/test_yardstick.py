"""1-NN DTW: against a readable twin, within its band, and honest about what it looks at."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from takes import COURSE, gesture, imu_dataset

from tinyspark.dataset import Dataset
from tinyspark.dataset.settings import IMU
from tinyspark.learning import splits
from tinyspark.learning.report import typical, yardstick
from tinyspark.learning.splits import Fold, Split


def warped(one: np.ndarray, other: np.ndarray, band: int) -> float:
    """The textbook's DTW of two takes [steps, axes]: no two takes at once, nothing saved."""
    steps = len(one)
    table = np.full((steps + 1, steps + 1), np.inf)
    table[0, 0] = 0
    for i in range(1, steps + 1):
        for j in range(max(1, i - band), min(steps, i + band) + 1):
            before = min(table[i - 1, j - 1], table[i - 1, j], table[i, j - 1])
            table[i, j] = ((one[i - 1] - other[j - 1]) ** 2).sum() + before
    return float(table[steps, steps])


@pytest.mark.parametrize("steps", [2, 3, 20])
def test_all_pairs_are_the_textbooks(steps: int) -> None:
    takes = np.random.default_rng(steps).normal(size=(9, steps, 3)).astype(np.float32)
    band = max(1, round(yardstick.BAND * steps))
    expected = [[warped(one, other, band) for other in takes] for one in takes]
    assert yardstick.distances(takes) == pytest.approx(np.array(expected), abs=1e-4)


def test_the_nearest_of_the_folds_training_decides() -> None:
    distances = np.array([[0, 1, 5, 6], [1, 0, 7, 2], [5, 7, 0, 3], [6, 2, 3, 0]])
    labels = np.array(["a", "b", "a", "b"])
    halves = [Fold(np.array([2, 3]), np.array([0, 1])), Fold(np.array([0, 1]), np.array([2, 3]))]
    assert yardstick.accuracy(distances, labels, Split("recording", halves)) == 1
    single = [Fold(np.array([1, 2]), np.array([0, 3]))]
    assert yardstick.accuracy(distances, labels, Split("given", single)) == 0.5


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return imu_dataset(tmp_path_factory.mktemp("yardstick") / "takes")


def both(dataset: Dataset) -> list[Split]:
    names = (splits.hardest(dataset.recordings), "random")
    return [splits.make(dataset.recordings, name, np.random.default_rng(1)) for name in names]


def test_plain_gestures_and_the_courses_are_told_apart(dataset: Dataset) -> None:
    for each in (dataset, Dataset.open(COURSE)):
        told: list[int] = []
        found = yardstick.scores(
            each.recordings, each.settings, both(each), lambda told=told: told.append(1)
        )
        assert found == [1, 1] and len(told) == yardstick.PARTS


def test_too_many_takes_are_left_out(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yardstick, "MOST_TAKES", 35)
    told: list[int] = []
    takes = dataset.recordings
    found = yardstick.scores(takes, IMU, both(dataset), lambda: told.append(1))
    assert found == [None, None] and len(told) == yardstick.PARTS


def test_the_label_of_a_take_changes_nothing_of_its_shape(dataset: Dataset) -> None:
    named = [replace(take, label="idle") for take in dataset.recordings]
    shapes = yardstick.shapes(dataset.recordings, IMU)
    assert (yardstick.shapes(named, IMU) == shapes).all()


def test_takes_that_say_nothing_are_numbers_still(tmp_path: Path) -> None:
    odd = Dataset.create(tmp_path / "odd", IMU)
    for samples in (np.zeros((1, 6), int), np.full((50, 6), -32768), np.zeros((3, 6), int)):
        odd.add(samples, "flat")
    assert (yardstick.shapes(odd.recordings, IMU) == 0).all()
    odd.add(gesture("up", np.random.default_rng(1)), "up")
    assert np.isfinite(yardstick.distances(yardstick.shapes(odd.recordings, IMU))).all()


def test_the_odd_one_out_is_not_typical(tmp_path: Path) -> None:
    takes = Dataset.create(tmp_path / "takes", IMU)
    generator = np.random.default_rng(1)
    strange = takes.add(gesture("twist", generator), "up")
    for label in ("up", "up", "up", "side"):
        takes.add(gesture(label, generator), label)
    chosen = typical.typical(takes.recordings, IMU)
    assert list(chosen) == ["side", "up"]
    assert chosen["up"].label == "up" and chosen["up"].id != strange.id
