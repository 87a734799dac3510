"""Splits within splits: who is kept apart, what a choice may see, and how far it is."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from takes import gesture

from gesturekit.model_format import NO_LABEL
from tinyspark.dataset import Dataset
from tinyspark.dataset.recording import Recording
from tinyspark.dataset.settings import IMU, PROXIMITY
from tinyspark.learning import choice, splits
from tinyspark.learning.live import HeldOut
from tinyspark.learning.recipe import Recipe
from tinyspark.learning.splits import Split
from tinyspark.learning.task import Task
from tinyspark.learning.work import INNER_FOLDS, Counter, Work

pytestmark = pytest.mark.usefixtures("few_copies")

RECIPE = Recipe(hidden=4, activation="relu", epochs=1)
OTHER: dict[str, Any] = {"hidden": 3}
LABELS = ("side", "up")


def recordings(persons: int, takes: int, sessions: int = 1) -> list[Recording]:
    """Takes of each label by each person in each session."""
    generator = np.random.default_rng(1)
    return [
        Recording("", label, f"p{person}", f"s{session}", "", "", "", gesture(label, generator))
        for person in range(persons)
        for session in range(sessions)
        for label in LABELS
        for _ in range(takes)
    ]


def work_on(made: list[Recording], *alternatives: dict[str, Any]) -> Work:
    dataset = Dataset(Path(), {}, IMU)
    dataset.recordings = made
    return Work(dataset, RECIPE, alternatives, 1, Counter(9, None))


def inner(made: list[Recording], places: np.ndarray) -> Split:
    split = work_on(made).inner(places)
    assert split
    assert 2 <= len(split.folds) <= INNER_FOLDS
    assert sorted(np.concatenate([fold.test for fold in split.folds])) == places.tolist()
    for fold in split.folds:
        assert sorted([*fold.train, *fold.test]) == places.tolist()
        assert (np.diff(fold.train) > 0).all()
    return split


@pytest.mark.parametrize(
    ("persons", "sessions", "name"),
    [(6, 2, "subject"), (3, 2, "subject"), (2, 4, "session"), (2, 1, "recording")],
)
def test_an_inner_split_keeps_apart_what_it_can(persons: int, sessions: int, name: str) -> None:
    """Of a fold whose test has the first person: the others' takes among themselves."""
    made = recordings(persons, 3, sessions)
    places = np.array([n for n, each in enumerate(made) if each.subject != "p0"])
    split = inner(made, places)
    assert split.name == name
    if name == "recording":
        return
    for fold in split.folds:
        train, test = ({getattr(made[n], name) for n in part} for part in (fold.train, fold.test))
        assert train and test and not train & test


@pytest.mark.parametrize("few", [1, 2])
def test_few_takes_of_one_label_are_not_split_again(few: int) -> None:
    made = recordings(1, 5)[: 5 + few]
    assert work_on(made).inner(np.arange(len(made))) is None
    assert work_on(made, OTHER).choose(np.arange(len(made)), "") == (RECIPE, [])


def test_without_alternatives_nothing_is_chosen() -> None:
    assert work_on(recordings(1, 4)).choose(np.arange(8), "") == (RECIPE, [])


def test_the_choice_of_a_fold_sees_no_take_that_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[choice.Cases] = []
    choose = choice.choose

    def spy(cases: choice.Cases, *rest: Any) -> tuple[Recipe, list[choice.Trial]]:
        seen.append(cases)
        return choose(cases, *rest)

    monkeypatch.setattr(choice, "choose", spy)
    monkeypatch.setattr(choice, "COMPARED", 100)
    made = recordings(3, 3)
    split = splits.make(made, "subject", np.random.default_rng(1))
    heard = work_on(made, OTHER).score(split)
    assert len(seen) == len(split.folds) == 3
    for cases, fold in zip(seen, split.folds, strict=True):
        assert cases.places.tolist() == fold.train.tolist()
        for inside in cases.folds:
            assert not {*inside.train, *inside.test} & {*fold.test}
    assert_heard_once(heard, split)


def test_a_given_recipe_is_not_chosen_again() -> None:
    made = recordings(1, 4)
    split = splits.make(made, "random", np.random.default_rng(1))
    heard = work_on(made, OTHER).score(split, replace(RECIPE, hidden=7))
    assert {each.model.layers[0].outputs for each in heard} == {7 + 8}  # and familiarity's
    assert_heard_once(heard, split)


def assert_heard_once(heard: list[HeldOut], split: Split) -> None:
    assert sorted(each.place for each in heard) == list(range(len(heard)))
    for each in heard:
        assert each.place in split.folds[each.fold].test


def test_progress_rises_and_ends_once() -> None:
    told: list[tuple[str, float]] = []
    counter = Counter(4, lambda *news: told.append(news))
    counter.count("a")
    counter.count("b", 0.5)
    counter.finish()
    assert told == [("a", 0.25), ("b", 0.375), ("done", 1)]
    counter.count("more than thought", 9)
    assert told[-1][1] == 1


@pytest.mark.parametrize(
    ("labels", "names", "unknown"),
    [
        (("a", "b"), ("a", "b", "unknown"), 2),
        (("a", "unknown"), ("a", "unknown"), 1),
        (("a", "b", "Unknown "), ("a", "b", "Unknown "), 2),
    ],
)
def test_unknown_is_made_up_or_recorded(
    labels: tuple[str, ...], names: tuple[str, ...], unknown: int
) -> None:
    task = Task.of(labels, IMU)
    assert (task.names, task.unknown) == (names, unknown)
    for closed in (replace(task, open=False), Task.of(labels, PROXIMITY)):
        assert (closed.names, closed.unknown) == (labels, NO_LABEL)


def test_a_label_of_persons_who_would_be_tested_together_is_not_lost() -> None:
    """The first and the eleventh person by name would be one group: they alone swing upwards."""
    made = [
        each for each in recordings(11, 1) if each.label == "side" or each.subject in ("p0", "p9")
    ]
    split = splits.make(made, "subject", np.random.default_rng(1))
    for fold in split.folds:
        assert {made[n].label for n in fold.train} == {"side", "up"}
