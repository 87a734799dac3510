"""A trained model and what it makes of takes: which label, and what a board would report.

Answers of the integer model come from the numpy twins of what the board runs. Knows no training.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from gesturekit.decision import Decision
from gesturekit.model_format import NO_LABEL, Model
from tinyspark.learning import inference_twin
from tinyspark.learning.examples import Source
from tinyspark.learning.front_end import Take
from tinyspark.learning.quantize import Normalization
from tinyspark.learning.scoring import NOTHING, vote
from tinyspark.nn.loss import softmax
from tinyspark.nn.network import Network


class Result(NamedTuple):
    """What the decision of a board is told. confidence: 0..255; end: of the piece, in samples."""

    event: int
    best: int
    confidence: int
    end: int


class Answer(NamedTuple):
    """What a model makes of a take.

    label, plain: by the integer model and by the float network, which of the takes' labels it is
    (`unknown`, unless there are takes of it, has no vote); shares: the float network's, float
    [labels]; results: of its pieces, in their order, with gates but before thresholds.
    """

    label: int
    plain: int
    shares: np.ndarray
    results: tuple[Result, ...]


@dataclass(frozen=True)
class Fitted:
    """A float network, the integer model made from it, and what both are fed with.

    count: how many labels takes have; behind them may come a made-up one.
    """

    network: Network
    model: Model
    source: Source
    normalization: Normalization
    count: int

    def answer(self, take: Take) -> Answer:
        """Return what the model makes of a take."""
        pieces = self.source.front.cut(take)
        if not pieces:
            idle = NOTHING if self.model.idle == NO_LABEL else int(self.model.idle)
            return Answer(idle, idle, np.arange(self.count) == float(idle), ())
        vectors = self.source.of_take(take, pieces)
        lengths = [piece.length for piece in pieces]
        logits = self.network.forward(self.normalization.inputs(vectors))[:, : self.count]
        sums = inference_twin.sums(self.model, vectors)[:, : self.count]
        levels = inference_twin.levels(self.model.layers[-1], sums)
        best, confidences = inference_twin.answers(self.model, vectors)
        results = tuple(
            Result(piece.event, int(label), int(row[label]), piece.end * self.model.average)
            for piece, label, row in zip(pieces, best, confidences, strict=True)
        )
        return Answer(
            vote(levels, sums.argmax(axis=1), lengths),
            vote(softmax(logits), logits.argmax(axis=1), lengths),
            np.average(softmax(logits), axis=0, weights=lengths),
            results,
        )


def detections(model: Model, results: Sequence[Result]) -> list[int]:
    """Return the labels that a board reports for the results of a take."""
    decide = Decision(model).of_events
    found = (decide[each.event](each.best, each.confidence, each.end) for each in results)
    return [label for label in found if label != NOTHING]
