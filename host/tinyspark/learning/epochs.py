"""How a training goes, epoch by epoch, for those who look on: the loss, and the score on takes
that it never sees.

Looks and draws nothing at random, so a training comes out the same with or without it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from tinyspark.learning import fitting, scoring
from tinyspark.learning.fitting import Material
from tinyspark.learning.front_end import Take
from tinyspark.learning.recipe import Recipe
from tinyspark.nn.loss import softmax
from tinyspark.nn.network import Network
from tinyspark.nn.train import Examples, Watch

MOST_TOLD = 50  # epochs of one training
MOST_EXAMPLES = 500  # that the loss is the mean of


@dataclass(frozen=True)
class Epoch:
    """One epoch of one training.

    training: its number in the whole work, from 1; what: it is for; number: of the epoch, which
    is one of `epochs`; loss: mean over examples that it learns from; score: the share of the takes
    kept from it that the network gets right, None where there are none that move.
    """

    training: int
    what: str
    number: int
    epochs: int
    loss: float
    score: float | None


Listen = Callable[[Epoch], None]


class Audience:
    """Hands the epochs of one training after the other to listen."""

    def __init__(self, listen: Listen) -> None:
        self._listen = listen
        self._trainings = 0

    def at(self, what: str, unseen: Sequence[Take]) -> fitting.Look:
        """Return what fitting.fit() wants to be looked at; unseen: takes kept from it."""
        self._trainings += 1
        training = self._trainings

        def look(material: Material, examples: Examples, recipe: Recipe) -> Watch:
            measure = _Measure(material, examples, recipe, unseen)

            def watch(epoch: int, network: Network) -> None:
                if epoch % max(1, recipe.epochs // MOST_TOLD) and epoch < recipe.epochs:
                    return
                values = measure.loss(network), measure.score(network)
                self._listen(Epoch(training, what, epoch, recipe.epochs, *values))

            return watch

        return look


class _Measure:
    """What is measured of a network: loss on some of the examples, score on unseen takes."""

    def __init__(
        self, material: Material, examples: Examples, recipe: Recipe, unseen: Sequence[Take]
    ) -> None:
        step = -(-len(examples) // MOST_EXAMPLES)
        self._examples = Examples(examples.inputs[::step], examples.targets[::step])
        self._loss = recipe.plan.loss
        self._takes: list[tuple[int, list[int], np.ndarray]] = []  # label, lengths, inputs
        source = material.source
        for take in unseen:
            pieces = source.front.cut(take) if take.label < material.task.known else []
            if pieces:
                inputs = material.normalization.inputs(source.of_take(take, pieces))
                self._takes.append((take.label, [piece.length for piece in pieces], inputs))

    def loss(self, network: Network) -> float:
        outputs = network.forward(self._examples.inputs)
        return float(self._loss.value(outputs, self._examples.targets))

    def score(self, network: Network) -> float | None:
        if not self._takes:
            return None
        right = [
            _vote(network, inputs, lengths) == label for label, lengths, inputs in self._takes
        ]
        return float(np.mean(right))


def _vote(network: Network, inputs: np.ndarray, lengths: list[int]) -> int:
    logits = network.forward(inputs)
    return scoring.vote(softmax(logits), logits.argmax(axis=1), lengths)
