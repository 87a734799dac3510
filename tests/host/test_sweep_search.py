"""A sweep of a dataset: judged as train judges, split honestly, all settings on the same takes."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from takes import COURSE, imu_dataset

from tinyspark.dataset import Dataset
from tinyspark.errors import UserError
from tinyspark.learning import fitting, training
from tinyspark.learning.recipe import MOVEMENT
from tinyspark.learning.splits import Fold, together
from tinyspark.learning.sweep_judge import Judge
from tinyspark.learning.sweep_search import MOST_FOLDS, Choices, search
from tinyspark.learning.task import Task
from tinyspark.nn.network import build, stack

pytestmark = pytest.mark.usefixtures("few_copies")
FEW = Choices(rates=(0.01, 0.03), hidden=(2, 6), decays=(0.0, 0.1), seeds=2, epochs=3)


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return imu_dataset(tmp_path_factory.mktemp("takes") / "d")


def test_judged_as_train_judges(dataset: Dataset) -> None:
    labels, settings = dataset.labels, dataset.settings
    takes = fitting.prepare(dataset.recordings, labels, settings)
    recipe = training.recipe(training.Options(hidden=3, epochs=1), dataset)
    task = Task(tuple(labels), settings, open=False)
    fitted = fitting.fit(takes[::2], task, recipe, 1)
    material = fitting.learn_from(takes[::2], task, recipe, np.random.default_rng(1))
    judge = Judge(takes, material)
    expected = np.array([fitted.answer(take).plain for take in takes])
    assert judge.answers(fitted.network).tolist() == expected.tolist()
    assert judge.right(fitted.network) == sum(
        answer == take.label for answer, take in zip(expected, takes, strict=True)
    )
    assert len(set(expected)) > 1


def test_each_of_many_networks_is_judged_for_itself(dataset: Dataset) -> None:
    takes = fitting.prepare(dataset.recordings, dataset.labels, dataset.settings)
    generator = np.random.default_rng(2)
    task = Task(tuple(dataset.labels), dataset.settings, open=False)
    material = fitting.learn_from(takes, task, MOVEMENT, generator)
    sizes = (material.examples.inputs.shape[1], 4, len(dataset.labels))
    networks = [build(sizes, "relu", generator) for _ in range(3)]
    networks[1].parameters[:] = np.nan
    judge = Judge(takes, material)
    many = judge.right(stack(networks))
    assert many.tolist() == [int(judge.right(network)) for network in networks]
    assert many[1] == 0


def test_every_setting_has_a_cell_with_a_curve(dataset: Dataset) -> None:
    told: list[float] = []
    outcome = search(dataset, FEW, lambda what, share: told.append(share))
    settings = {(cell.decay, cell.hidden, cell.learning_rate) for cell in outcome.cells}
    assert len(settings) == len(outcome.cells) == 8
    assert all(cell.curves.shape == (3, 2) for cell in outcome.cells)
    assert outcome.split == "subject" and outcome.takes == len(dataset.recordings)
    assert outcome.ranked[0].accuracy > 0.6
    assert told == sorted(told) and told[0] == 0 and told[-1] == pytest.approx(1)


def test_the_same_sweep_gives_the_same_numbers(dataset: Dataset) -> None:
    first, again = search(dataset, FEW), search(dataset, FEW)
    for one, other in zip(first.cells, again.cells, strict=True):
        assert np.array_equal(one.curves, other.curves)


def test_defaults_are_around_those_of_train() -> None:
    outcome = search(Dataset.open(COURSE), Choices(epochs=2, seeds=1))
    assert outcome.values("hidden") == [1, 2]
    assert outcome.values("learning_rate") == pytest.approx([0.001, 0.003, 0.01, 0.03, 0.1])


def test_what_diverges_counts_as_wrong(dataset: Dataset) -> None:
    choices = Choices(rates=(0.01,), hidden=(4,), decays=(0.0, 1e30), seeds=1, epochs=2)
    good, wild = search(dataset, choices).cells
    assert wild.diverged == 1 and wild.accuracy == 0
    assert good.diverged == 0 and good.accuracy > 0


def test_a_dataset_without_recordings_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no recordings"):
        search(Dataset.create(tmp_path / "d", Dataset.open(COURSE).settings), Choices())


def folds(persons: np.ndarray) -> Iterator[Fold]:
    for person in np.unique(persons):
        yield Fold(np.flatnonzero(persons != person), np.flatnonzero(persons == person))


def test_many_persons_make_three_folds() -> None:
    persons = np.repeat(np.arange(8), 4)
    joined = together(list(folds(persons)), np.tile([0, 1], 16), MOST_FOLDS)
    assert [sorted(set(persons[fold.test])) for fold in joined] == [[0, 3, 6], [1, 4, 7], [2, 5]]
    for fold in joined:
        assert not set(persons[fold.train]) & set(persons[fold.test])
        assert len(fold.train) + len(fold.test) == len(persons)


def test_folds_stay_apart_where_a_label_would_be_lost() -> None:
    persons = np.arange(4)  # of whom the first and the last alone perform gesture 1
    apart = together(list(folds(persons)), np.array([1, 0, 0, 1]), MOST_FOLDS)
    assert len(apart) == 4
