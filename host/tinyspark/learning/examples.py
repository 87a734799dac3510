"""Recordings -> examples: feature vectors with labels, augmented for training.

Knows which feature set belongs to which sensor; the cutting is front_end.py's.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gesturekit.features import MAX_SAMPLES
from tinyspark.learning import augment, feature_twin
from tinyspark.learning.front_end import ButtonFront, FrontEnd, Piece, Take, main_pieces

ENOUGH = 6000  # examples: few recordings get more copies each, many get none
MOST_COPIES = 64


@dataclass(frozen=True)
class Source:
    """Where feature vectors come from: the front-end, and the axes it sees."""

    front: FrontEnd | ButtonFront
    axes: tuple[str, ...]

    def features(self, gestures: np.ndarray) -> np.ndarray:
        """Return the feature vectors int64 [gestures, size] of [gestures, samples, axes]."""
        if isinstance(self.front, ButtonFront):
            return feature_twin.raw(gestures)
        return feature_twin.gesture(gestures[:, :MAX_SAMPLES], self.axes)

    def of_take(self, take: Take, pieces: Sequence[Piece]) -> np.ndarray:
        """Return the feature vectors [pieces, size] of a take."""
        return np.concatenate([self.features(take.samples[None, p.begin : p.end]) for p in pieces])

    def typical(self, takes: Sequence[Take]) -> np.ndarray:
        """Return the gesture of median length [means, axes]; of takes, their counts."""
        chosen = [(take, piece) for take in takes for piece in main_pieces(take, self.front)]
        take, piece = sorted(chosen, key=lambda pair: pair[1].length)[len(chosen) // 2]
        return take.samples[piece.begin : piece.end]

    def training_set(
        self, takes: Sequence[Take], generator: np.random.Generator
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return feature vectors [examples, size] and their labels [examples]."""
        chosen = [(take, piece) for take in takes for piece in main_pieces(take, self.front)]
        rounds = self._rounds(len(chosen))
        rows, labels = [], []
        for take, piece in chosen:
            rows.append(self.of_take(take, [piece]))
            for _ in range(rounds):
                span = augment.Span(take.samples, piece.begin, piece.end)
                rows.append(self.features(augment.copies(span, self.axes, generator)))
            labels += [take.label] * (1 + rounds * augment.COPIES)
        return np.concatenate(rows), np.array(labels)

    def _rounds(self, pieces: int) -> int:
        """Return how often each piece is varied."""
        if isinstance(self.front, ButtonFront):
            return 0
        return min(MOST_COPIES, ENOUGH // max(1, pieces)) // augment.COPIES
