"""1-NN DTW: a take has the label of the known take that it is most like. The network's yardstick.

Takes are means of samples, cut to where they move, stretched to one length, each axis without
its mean, each sensor as strong in one take as in another. The distance is dynamic time warping
within a band (Sakoe and Chiba 1978), computed for all pairs of takes at once, cell by cell. The
label of a take is looked at only where it trains. Knows folds, no network.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from gesturekit.features import groups
from tinyspark.dataset.recording import Recording
from tinyspark.dataset.settings import Settings
from tinyspark.learning import front_end
from tinyspark.learning.active import active
from tinyspark.learning.augment import resample
from tinyspark.learning.splits import Split

MOST_TAKES = 1500  # the time grows with the square
LENGTH = 32  # steps of a take
BAND = 0.15  # of the length; two takes are warped by no more
GENTLE = 0.3  # of the usual strength; a take below that keeps still and is not made stronger
PARTS = 8  # of the work


def scores(
    recordings: Sequence[Recording],
    settings: Settings,
    splits: Sequence[Split],
    told: Callable[[], None],
) -> list[float | None]:
    """Return the accuracy on each split; None for each where there are too many recordings.

    told is called after each of PARTS equal parts of the work.
    """
    if len(recordings) > MOST_TAKES:
        for _ in range(PARTS):
            told()
        return [None] * len(splits)
    table = distances(shapes(recordings, settings), told)
    labels = np.array([recording.label for recording in recordings])
    return [accuracy(table, labels, split) for split in splits]


def accuracy(distances: np.ndarray, labels: np.ndarray, split: Split) -> float:
    """Return the share of tested takes whose nearest take of the same fold's training is alike.

    distances: [takes, takes]; labels: [takes].
    """
    right = [
        labels[fold.train[distances[np.ix_(fold.test, fold.train)].argmin(axis=1)]]
        == labels[fold.test]
        for fold in split.folds
    ]
    return float(np.concatenate(right).mean())


def distances(takes: np.ndarray, told: Callable[[], None] = lambda: None) -> np.ndarray:
    """Return the squared DTW distances float32 [takes, takes] of takes [takes, steps, axes]."""
    found = np.empty((len(takes), len(takes)), np.float32)
    for part in np.array_split(np.arange(len(takes)), PARTS):
        found[part] = _warped(takes[part], takes)
        told()
    return found


def _warped(some: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return the distances [some, others]: row after row of the table of warped beginnings."""
    steps = some.shape[1]
    band = max(1, round(BAND * steps))
    squares = [(takes**2).sum(axis=2) for takes in (some, others)]
    endless = np.full((len(some), len(others)), np.inf, np.float32)
    above = [endless] * (steps + 1)  # above[j + 1] ends at step j of the others
    above[0] = np.zeros_like(endless)
    for row in range(steps):
        here = [endless] * (steps + 1)
        for column in range(max(0, row - band), min(steps, row + band + 1)):
            cost = some[:, row] @ (-2 * others[:, column].T)
            cost += squares[0][:, row, None]
            cost += squares[1][:, column]
            best = np.minimum(above[column], above[column + 1])
            np.minimum(best, here[column], out=best)
            here[column + 1] = np.add(cost, best, out=cost)
        above = here
    return above[steps]


def shapes(recordings: Sequence[Recording], settings: Settings) -> np.ndarray:
    """Return what is compared of recordings: float32 [takes, steps, axes]."""
    pieces = [_means(recording, settings) for recording in recordings]
    steps = min(LENGTH, max(map(len, pieces)))
    shaped = np.stack([resample(piece, np.linspace(0, len(piece) - 1, steps)) for piece in pieces])
    shaped -= shaped.mean(axis=1, keepdims=True)
    for first, end in groups(settings.axes):
        values = shaped[:, :, first:end]
        strength = values.std(axis=(1, 2), keepdims=True)
        least = max(1.0, GENTLE * float(values.std()))
        shaped[:, :, first:end] = values / np.maximum(strength, least)
    return shaped.astype(np.float32)


def _means(recording: Recording, settings: Settings) -> np.ndarray:
    """Return the means [n, axes] of the active part, two at least; all samples at a button."""
    samples = recording.samples
    if settings.continuous:
        part = active(replace(recording, label="unknown to all"), settings)
        average = front_end.start(settings.rate).average
        samples = front_end.means(samples[part.begin : part.end], average)
    if len(samples) < 2:
        samples = np.repeat(recording.samples[:1], 2, axis=0)
    return samples.astype(float)
