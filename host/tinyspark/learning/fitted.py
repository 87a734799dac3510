"""A trained model and what it makes of takes: which label, and what a board would report.

Answers of the integer model come from the numpy twins of what the board runs. Knows no training.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from gesturekit.decision import Decision
from gesturekit.model_format import NO_LABEL, Model
from tinyspark.learning import easing, inference_twin
from tinyspark.learning.examples import Source
from tinyspark.learning.front_end import Piece, Take
from tinyspark.learning.quantize import Normalization
from tinyspark.learning.scoring import NOTHING, vote
from tinyspark.nn.loss import softmax
from tinyspark.nn.network import Network

NEVER = 1 << 25  # more than sums differ: what is so far behind is never the best


class Result(NamedTuple):
    """What the decision of a board is told. confidence: 0..255; end: of the piece, in samples."""

    event: int
    best: int
    confidence: int
    end: int


class Eased(NamedTuple):
    """What of an answer depends on how much unknown is held back; see Answer."""

    label: int
    plain: int
    results: tuple[Result, ...]


class Answer(NamedTuple):
    """What a model makes of a take.

    label, plain: by the integer model and by the float network, which of the takes' labels it is
    (`unknown`, unless there are takes of it, has no vote); shares: the float network's, float
    [labels]; results: of its pieces, in their order, with gates but before thresholds; eased:
    likewise with unknown held back by each of easing.LEVELS, and at last by so much that nothing
    is unknown.
    """

    label: int
    plain: int
    shares: np.ndarray
    results: tuple[Result, ...]
    eased: tuple[Eased, ...] = ()


class _Parts(NamedTuple):
    """What networks make of pieces, [pieces, labels]: float logits, integer sums, distances."""

    logits: np.ndarray
    totals: np.ndarray
    apart: np.ndarray


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
            still = self._stillness
            eased = (Eased(still, still, ()),) * (len(easing.LEVELS) + 1)
            return Answer(still, still, np.arange(self.count) == float(still), (), eased)
        vectors = self.source.of_take(take, pieces)
        lengths = [piece.length for piece in pieces]
        logits = self.network.forward(self.normalization.inputs(vectors))
        eased = tuple(
            self._eased(pieces, parts)
            for parts in self._held_back(_Parts(logits, *self._sums(vectors)))
        )
        shares = np.average(softmax(logits[:, : self.count]), axis=0, weights=lengths)
        return Answer(eased[0].label, eased[0].plain, shares, eased[0].results, eased)

    def _sums(self, vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the integer model's sums and distances [pieces, labels]."""
        return (
            inference_twin.sums(self.model, vectors),
            inference_twin.distances(self.model, vectors),
        )

    def _held_back(self, parts: _Parts) -> Iterator[_Parts]:
        """Yield the parts with unknown held back by every level, and so much that it never is."""
        unknown = self.model.unknown
        if unknown == NO_LABEL:
            yield parts
            return
        for level in (*easing.LEVELS, NEVER):
            logits, totals = parts.logits.copy(), parts.totals.copy()
            logits[:, unknown] -= level
            totals[:, unknown] -= NEVER if level == NEVER else easing.units(self.model, level)
            yield _Parts(logits, totals, parts.apart)

    def _eased(self, pieces: Sequence[Piece], parts: _Parts) -> Eased:
        """Return labels and results for what the networks made of the pieces."""
        lengths = [piece.length for piece in pieces]
        logits, sums = parts.logits[:, : self.count], parts.totals[:, : self.count]
        levels = inference_twin.levels(self.model.layers[-1], sums)
        best, confidences = inference_twin.gated(self.model, parts.totals, parts.apart)
        results = tuple(
            Result(piece.event, int(one), int(row[one]), piece.end * self.model.average)
            for piece, one, row in zip(pieces, best, confidences, strict=True)
        )
        return Eased(
            vote(levels, sums.argmax(axis=1), lengths),
            vote(softmax(logits), logits.argmax(axis=1), lengths),
            results,
        )

    @property
    def _stillness(self) -> int:
        """The label of a take without movement: idle, else unknown if takes have it."""
        labels = (self.model.idle, self.model.unknown)
        return next((int(label) for label in labels if label < self.count), NOTHING)


def detections(model: Model, results: Sequence[Result]) -> list[int]:
    """Return the labels that a board reports for the results of a take."""
    decide = Decision(model).of_events
    found = (decide[each.event](each.best, each.confidence, each.end) for each in results)
    return [label for label in found if label != NOTHING]
