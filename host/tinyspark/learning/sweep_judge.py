"""Takes that were kept from training, answered by many networks at once.

Answers are those of learning/fitting.py's float networks, take by take; a test holds them equal.
"""

from collections.abc import Sequence

import numpy as np

from gesturekit.model_format import NO_LABEL
from tinyspark.learning.fitting import Material
from tinyspark.learning.front_end import Take
from tinyspark.learning.scoring import NOTHING
from tinyspark.nn.loss import softmax
from tinyspark.nn.network import Network


class Judge:
    """Counts how many of these takes each of K networks gets right."""

    def __init__(self, takes: Sequence[Take], material: Material) -> None:
        front = material.source.front
        cut = [front.cut(take) for take in takes]
        self._truth = np.array([take.label for take in takes])
        self._still = NOTHING if front.idle == NO_LABEL else front.idle
        self._pieces = np.array([len(pieces) for pieces in cut])
        vectors = [
            material.source.of_take(take, pieces)
            for take, pieces in zip(takes, cut, strict=True)
            if pieces
        ]
        self._inputs = material.normalization.inputs(np.concatenate(vectors)) if vectors else None
        lengths = np.array([piece.length for pieces in cut for piece in pieces], np.float32)
        owners = np.repeat(np.arange(len(takes)), self._pieces)
        self._shares = (owners == np.arange(len(takes))[:, None]) * lengths

    def answers(self, network: Network) -> np.ndarray:
        """Return the number of the label of every take, [..., takes].

        A network that has diverged answers nothing.
        """
        still = np.full(len(self._truth), self._still)
        if self._inputs is None:
            return still
        votes = self._shares @ softmax(network.forward(self._inputs))
        answers = np.where(self._pieces > 0, votes.argmax(axis=-1), still)
        return np.where(network.finite()[..., np.newaxis], answers, NOTHING)

    def right(self, network: Network) -> np.ndarray:
        """Return the number of takes that are answered right, [...]."""
        right: np.ndarray = (self.answers(network) == self._truth).sum(axis=-1)
        return right
