"""Which recipe suits these takes: each alternative is tried alone, by cross-validation.

All is decided inside the takes given: whoever scores a model on other takes scores the choice
with it. An alternative is taken when it is clearly better than the usual recipe: its loss on
takes that it has not seen is lower by some share, and by more than two standard errors of the
difference.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from tinyspark.learning import fitting
from tinyspark.learning.fitting import Material
from tinyspark.learning.front_end import Take
from tinyspark.learning.recipe import COMPARED, Recipe
from tinyspark.learning.splits import Fold
from tinyspark.learning.task import Task
from tinyspark.nn.loss import softmax

ALTERNATIVES: tuple[dict[str, Any], ...] = (
    {"features": "shape"},
    {"features": "statistics"},
    {"variation": 1.4},
    {"hidden": 16},
    {"hidden": 48},
)
SHARE = 0.5  # of the epochs: enough to compare
CLEAR = 0.1  # of the usual loss
ERRORS = 2.0  # standard errors
LEAST = 0.01  # the least probability that counts, so that one take cannot decide


@dataclass(frozen=True)
class Cases:
    """The takes at some places, in rising order, and folds of these places."""

    takes: Sequence[Take]
    places: np.ndarray
    folds: Sequence[Fold]
    task: Task


@dataclass(frozen=True)
class Trial:
    """How a recipe did on takes that it had not seen. changes: to the usual one; none: itself."""

    changes: dict[str, Any]
    loss: float
    accuracy: float
    taken: bool


def choose(
    cases: Cases,
    recipe: Recipe,
    alternatives: Sequence[dict[str, Any]],
    generator: np.random.Generator,
) -> tuple[Recipe, list[Trial]]:
    """Return the recipe that suits the takes best, and what was tried."""
    names = cases.task.labels[: cases.task.known]
    task = replace(cases.task, labels=names, open=False)
    takes = [cases.takes[place] for place in cases.places]
    folds = [
        Fold(np.searchsorted(cases.places, fold.train), np.searchsorted(cases.places, fold.test))
        for fold in cases.folds
    ]
    compared: list[dict[str, Any]] = [{}, *alternatives]
    materials: dict[float, Material] = {}
    found = []
    for changes in compared:
        tried = replace(recipe, **changes)
        if tried.variation not in materials:
            whole = replace(tried, features="gesture", enough=COMPARED)
            materials[tried.variation] = fitting.learn_from(takes, task, whole, generator)
        found.append(_losses(materials[tried.variation], folds, tried, generator))
    best = int(np.argmax([_gain(found[0][0], losses) for losses, _ in found]))
    trials = [
        Trial(changes, float(losses.mean()), float(right.mean()), number == best)
        for number, (changes, (losses, right)) in enumerate(zip(compared, found, strict=True))
    ]
    return replace(recipe, **compared[best]), trials


def _gain(usual: np.ndarray, losses: np.ndarray) -> float:
    """Return by how much losses are lower than the usual ones, 0 if that is not clear."""
    gains = usual - losses
    error = gains.std() / np.sqrt(len(gains))
    gain = float(gains.mean())
    return gain if gain > max(ERRORS * error, CLEAR * usual.mean()) else 0.0


def _losses(
    material: Material, folds: Sequence[Fold], recipe: Recipe, generator: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Return, for each take of the folds' tests that moves, its loss and whether it is right."""
    rows = material.rows.part(material.source.axes, recipe.features)
    short = replace(recipe, epochs=max(1, round(SHARE * recipe.epochs)))
    losses, rights = [], []
    for fold in folds:
        learned = replace(material, rows=rows.only(np.isin(rows.takes, fold.train)))
        normalization = fitting.normalization(learned.rows, material.source)
        learned = replace(learned, normalization=normalization)
        network = fitting.learn(learned, short, generator)
        asked = rows.only(rows.performed & np.isin(rows.takes, fold.test))
        shares = softmax(network.forward(normalization.inputs(asked.vectors)))
        takes, of_take = np.unique(asked.takes, return_inverse=True)
        votes = np.zeros((len(takes), shares.shape[1]))
        np.add.at(votes, of_take, shares)
        votes /= votes.sum(axis=1, keepdims=True)
        truth = np.zeros(len(takes), int)
        truth[of_take] = asked.labels
        losses.append(-np.log(np.maximum(LEAST, votes[np.arange(len(takes)), truth])))
        rights.append(votes.argmax(axis=1) == truth)
    return np.concatenate(losses), np.concatenate(rights)
