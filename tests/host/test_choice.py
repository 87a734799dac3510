"""The choice of a recipe: what is clearly better is taken, by takes that were not learned from."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from takes import made_takes

from gesturekit.model_format import NO_LABEL
from tinyspark.dataset.settings import IMU
from tinyspark.learning import choice, fitting
from tinyspark.learning.choice import CLEAR, Cases, Trial
from tinyspark.learning.front_end import Take
from tinyspark.learning.recipe import Recipe
from tinyspark.learning.splits import Fold
from tinyspark.learning.task import Task
from tinyspark.nn.network import Network

LABELS = ("idle", "side", "up")
PLACES = np.array([1, 2, 3, 5, 6, 7, 9, 10, 11])  # of each label all takes but the first
FOLDS = [Fold(np.setdiff1d(PLACES, test), test) for test in (PLACES[::3], PLACES[1::3])]
USUAL = Recipe(hidden=6, activation="relu", epochs=12)


@pytest.fixture(scope="module")
def takes() -> list[Take]:
    return made_takes(LABELS)


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choice, "COMPARED", 150)


def chosen(
    takes: Sequence[Take], recipe: Recipe, *alternatives: dict[str, Any]
) -> tuple[Recipe, list[Trial]]:
    cases = Cases(takes, PLACES, FOLDS, Task(LABELS, IMU))
    return choice.choose(cases, recipe, alternatives, np.random.default_rng(1))


def test_a_much_better_recipe_is_taken(takes: Sequence[Take]) -> None:
    slow = replace(USUAL, learning_rate=1e-4)
    recipe, trials = chosen(takes, slow, {"hidden": 5}, {"learning_rate": 0.05})
    assert recipe == replace(USUAL, learning_rate=0.05)
    assert [trial.changes for trial in trials] == [{}, {"hidden": 5}, {"learning_rate": 0.05}]
    assert [trial.taken for trial in trials] == [False, False, True]
    assert trials[2].loss < trials[0].loss and trials[2].accuracy >= trials[0].accuracy


def test_the_usual_recipe_stays_where_nothing_is_clearly_better(takes: Sequence[Take]) -> None:
    recipe, trials = chosen(takes, USUAL, {"features": "shape"}, {"learning_rate": 1e-5})
    assert recipe == USUAL
    assert [trial.taken for trial in trials] == [True, False, False]
    assert trials[2].loss > trials[0].loss


def test_the_same_seed_chooses_alike(takes: Sequence[Take]) -> None:
    alternatives: list[dict[str, Any]] = [{"variation": 2.0}, {"features": "statistics"}]
    assert chosen(takes, USUAL, *alternatives) == chosen(takes, USUAL, *alternatives)


def test_no_take_is_judged_by_what_learned_from_it(
    takes: Sequence[Take], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And no take is looked at that is not among the places; nothing is made up."""
    learn, learned = fitting.learn, []

    def spy(material: fitting.Material, *rest: Any) -> Network:
        learned.append(material)
        return learn(material, *rest)

    monkeypatch.setattr(fitting, "learn", spy)
    whole = [take if place in PLACES else None for place, take in enumerate(takes)]
    _, trials = chosen(whole, USUAL, {"features": "statistics"}, {"variation": 2.0})  # type: ignore[arg-type]
    assert len(learned) == len(trials) * len(FOLDS)
    for material, fold in zip(learned, FOLDS * len(trials), strict=True):
        assert set(PLACES[material.rows.takes]) <= set(fold.train)
        assert material.task.unknown == NO_LABEL and material.rows.labels.max() == 2
        assert material.rows.vectors.shape[1] == len(material.normalization.centers)
    sizes = [material.rows.vectors.shape[1] for material in learned]
    assert sizes[2] < sizes[0] == sizes[4]


@pytest.mark.parametrize(
    ("losses", "gain"),
    [
        ([0.5, 0.6, 0.4, 0.5], 0.5),
        ([1.0, 1.0, 1.0, 1.0], 0),
        ([1 - 0.9 * CLEAR] * 4, 0),  # sure, but little
        ([1 - 1.1 * CLEAR] * 4, 1.1 * CLEAR),
        ([-1.0, 1.2, 1.2, 1.2], 0),  # much, but by one take alone
        ([1.5, 1.5, 1.5, 1.5], 0),
    ],
)
def test_only_what_is_clear_counts(losses: list[float], gain: float) -> None:
    assert choice._gain(np.ones(4), np.array(losses)) == pytest.approx(gain)


def losses(material: fitting.Material, *folds: Fold) -> np.ndarray:
    return choice._losses(material, folds, USUAL, np.random.default_rng(1))[0]


@pytest.fixture(scope="module")
def material(takes: Sequence[Take]) -> fitting.Material:
    task = Task(LABELS, IMU, open=False)
    return fitting.learn_from(takes, task, replace(USUAL, enough=150), np.random.default_rng(1))


def test_a_take_is_judged_as_it_was_performed(material: fitting.Material) -> None:
    """Once, by what it is and not by its copies; stillness, which shows nothing, is not."""
    fold = Fold(PLACES, np.array([0, 4, 8]))
    found = losses(material, fold)
    assert found.shape == (2,)
    vectors = material.rows.vectors.copy()
    vectors[np.isin(material.rows.takes, fold.test) & ~material.rows.performed] = 0
    spoiled = replace(material, rows=replace(material.rows, vectors=vectors))
    np.testing.assert_array_equal(losses(spoiled, fold), found)


def test_the_loss_of_a_take_has_an_end(
    material: fitting.Material, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mislabelled take costs no more than another that is wrong."""
    monkeypatch.setattr(choice, "LEAST", 0.45)
    exchanged = np.isin(material.rows.takes, [4]) & material.rows.performed
    labels = np.where(exchanged, 2, material.rows.labels)
    wrong = replace(material, rows=replace(material.rows, labels=labels))
    found = losses(wrong, Fold(PLACES, np.array([4, 8])))
    assert found[0] == pytest.approx(-np.log(0.45)) and found[1] < found[0]
