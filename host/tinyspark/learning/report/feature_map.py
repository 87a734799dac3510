"""All takes in two dimensions, as the hidden layer of a network sees them: like takes lie close.

The directions are linear discriminants (Fisher 1936): along them the labels lie apart the most,
compared with how far the takes of one label are spread. Knows no drawing.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from tinyspark.dataset.recording import Recording
from tinyspark.learning.fitted import Fitted
from tinyspark.learning.front_end import Take

FEWEST = 3  # takes of a label that say where it lies
EDGE = 1.1  # beyond the other labels, where takes of a label with fewer are put at most
RIDGE = 0.1  # of the mean variance: keeps rarely used neurons from mattering
DIGITS = 3


def measure(
    fitted: Fitted, takes: Sequence[Take], recordings: Sequence[Recording]
) -> dict[str, Any] | None:
    """Return the map: points {id: [x, y]}, about -1 to 1, of all takes with a movement.

    share: of what tells the labels' means apart, how much the two directions show. None where
    fewer than two labels have points.
    """
    places, neurons = _neurons(fitted, takes)
    labels = np.array([takes[place].label for place in places])
    if len(set(labels.tolist())) < 2:
        return None
    counts = np.bincount(labels)
    sure = counts[labels] >= (FEWEST if (counts >= FEWEST).sum() > 1 else 1)
    directions, share = discriminants(neurons[sure], labels[sure])
    points = (neurons - neurons[sure].mean(axis=0)) @ directions
    points = np.clip(points / max(float(np.abs(points[sure]).max()), 1e-9), -EDGE, EDGE)
    return {
        "share": share,
        "points": {
            recordings[place].id: [round(float(value), DIGITS) for value in point]
            for place, point in zip(places, points, strict=True)
        },
    }


def discriminants(values: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, float]:
    """Return directions [many, 2] for values [takes, many], and the share of the means' variance.

    Of two labels there is one discriminant; the other direction is the one in which the takes
    differ the most besides.
    """
    values = values - values.mean(axis=0)
    names = np.unique(labels)
    means = np.array([values[labels == name].mean(axis=0) for name in names])
    within = values - means[np.searchsorted(names, labels)]
    spread = within.T @ within / len(values)
    ridge = RIDGE * max(float(np.trace(spread)) / len(spread), 1e-9)
    sizes, directions = np.linalg.eigh(spread + ridge * np.eye(len(spread)))
    whiten = directions / np.sqrt(sizes)
    _, strengths, axes = np.linalg.svd((means - means.mean(axis=0)) @ whiten)
    whitened = values @ whiten
    first = axes[: min(2, len(names) - 1, len(axes))]
    if len(first) < 2:
        rest = whitened - whitened @ first.T @ first
        first = np.vstack([first, np.linalg.svd(rest, full_matrices=False)[2][:1]])
    points = whitened @ first.T
    signs = np.where(points[np.abs(points).argmax(axis=0), np.arange(2)] < 0, -1, 1)
    shown = (strengths[:2] ** 2).sum() / max((strengths**2).sum(), 1e-9)
    return whiten @ first.T * signs, float(shown)


def _neurons(fitted: Fitted, takes: Sequence[Take]) -> tuple[list[int], np.ndarray]:
    """Return places of takes with a movement, and the hidden neurons [those, neurons] for each."""
    places, rows = [], []
    for place, take in enumerate(takes):
        pieces = fitted.source.front.cut(take)
        if pieces:
            inputs = fitted.normalization.inputs(fitted.source.of_take(take, pieces))
            hidden = fitted.network.trace(inputs)[-2]
            places.append(place)
            rows.append(np.average(hidden, axis=0, weights=[piece.length for piece in pieces]))
    return places, np.array(rows, float)
