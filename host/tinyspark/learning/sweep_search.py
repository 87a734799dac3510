"""Dataset -> outcome of a sweep: the same honest split as train, every setting at once.

Everything but the float networks' accuracy is left to train: no model is made here.
"""

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tinyspark.dataset import Dataset
from tinyspark.learning import fitting, splits, training
from tinyspark.learning.fitting import Material
from tinyspark.learning.front_end import Take
from tinyspark.learning.recipe import Recipe
from tinyspark.learning.sweep_judge import Judge
from tinyspark.learning.sweep_result import Cell, Outcome
from tinyspark.learning.task import Task
from tinyspark.learning.work import Progress
from tinyspark.nn.network import Network, build
from tinyspark.nn.sweep import Setting, grid, sweep

RATES = (0.1, 0.3, 1.0, 3.0, 10.0)  # times the learning rate of train
SIZES = (0.25, 0.5, 1.0)  # times its hidden layer
MOST_FOLDS = 3  # more are put together: a sweep compares, and should not take long


@dataclass(frozen=True)
class Choices:
    """What is tried; None leaves it to what train would take for the dataset."""

    split: str | None = None
    rates: Sequence[float] | None = None
    hidden: Sequence[int] | None = None
    decays: Sequence[float] = (0.0,)
    seeds: int = 3
    epochs: int | None = None


def search(dataset: Dataset, choices: Choices, progress: Progress | None = None) -> Outcome:
    """Train and score all settings; raises UserError for a dataset that cannot be learned."""
    training.check(dataset)
    recipe = training.recipe(training.Options(epochs=choices.epochs), dataset)
    settings = _settings(choices, recipe)
    generator = np.random.default_rng(1)
    recordings = dataset.recordings
    split = splits.make(recordings, choices.split or splits.hardest(recordings), generator)
    takes = fitting.prepare(recordings, dataset.labels, dataset.settings)
    task = Task(tuple(dataset.labels), dataset.settings, open=False)
    folds = splits.together(split.folds, np.array([take.label for take in takes]), MOST_FOLDS)
    race = _Race(settings, recipe, len(folds), progress)
    for fold in folds:
        race.say("making examples")
        chosen = [takes[number] for number in fold.train]
        material = fitting.learn_from(chosen, task, recipe, generator)
        race.run(material, [takes[number] for number in fold.test])
    count = sum(len(fold.test) for fold in folds)
    return Outcome(race.cells(choices.seeds, count), split.name, count, split.note)


def _settings(choices: Choices, recipe: Recipe) -> list[Setting]:
    rates = choices.rates or [factor * recipe.learning_rate for factor in RATES]
    hidden = choices.hidden or sorted({max(1, round(factor * recipe.hidden)) for factor in SIZES})
    sizes = [(neurons,) for neurons in hidden]
    return grid(range(1, choices.seeds + 1), sizes, rates, choices.decays)


class _Race:
    """All settings, fold after fold; counts what each got right after every epoch."""

    def __init__(
        self,
        settings: Sequence[Setting],
        recipe: Recipe,
        folds: int,
        progress: Progress | None,
    ) -> None:
        self._settings = settings
        self._recipe = recipe
        self._progress = progress
        self._right = np.zeros((recipe.epochs, len(settings)))
        self._work = np.array([10 + sum(setting.hidden) for setting in settings], float)
        self._all_work = folds * recipe.epochs * self._work.sum()
        self._diverged = np.zeros(len(settings))
        self._folds = folds
        self._done = 0.0

    def run(self, material: Material, takes: Sequence[Take]) -> None:
        """Train every setting on the material and judge it by the takes."""
        watch = functools.partial(self._watch, Judge(takes, material))
        make = functools.partial(_network, self._recipe, material)
        networks = sweep(self._settings, make, material.examples, self._recipe.plan, watch)
        self._diverged += [not network.finite() for network in networks]

    def _watch(self, judge: Judge, places: Sequence[int], epoch: int, network: Network) -> None:
        self._right[epoch - 1, places] += judge.right(network)
        self._done += self._work[places].sum()
        self.say(f"training {len(self._settings)} networks")

    def say(self, what: str) -> None:
        """Tell the progress, if anybody wants to know."""
        if self._progress:
            self._progress(what, self._done / self._all_work)

    def cells(self, seeds: int, takes: int) -> list[Cell]:
        """Return the accuracies; networks that differ in the seed alone share a cell."""
        shares = (self._right / takes).reshape(len(self._right), -1, seeds)
        diverged = (self._diverged / self._folds).reshape(-1, seeds).mean(axis=1)
        return [
            Cell(
                hidden=first.hidden[0],
                learning_rate=first.learning_rate,
                decay=first.decay,
                curves=shares[:, place],
                diverged=float(diverged[place]),
            )
            for place, first in enumerate(self._settings[::seeds])
        ]


def _network(recipe: Recipe, material: Material, setting: Setting) -> Network:
    inputs, targets = material.examples.inputs, material.examples.targets
    sizes = (inputs.shape[1], *setting.hidden, targets.shape[1])
    generator = np.random.default_rng(setting.seed)
    return build(sizes, recipe.activation, generator, bias=recipe.bias)
