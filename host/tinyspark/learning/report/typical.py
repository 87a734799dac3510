"""Which take of a label is the most usual one: the nearest to the median of all of them."""

from collections.abc import Sequence

import numpy as np

from tinyspark.dataset.recording import Recording
from tinyspark.dataset.settings import Settings
from tinyspark.learning.report import yardstick


def typical(recordings: Sequence[Recording], settings: Settings) -> dict[str, Recording]:
    """Return a take for each label there is, in the order of labels."""
    shapes = yardstick.shapes(recordings, settings)
    labels = np.array([recording.label for recording in recordings])
    found = {}
    for label in np.unique(labels):
        places = np.flatnonzero(labels == label)
        apart = shapes[places] - np.median(shapes[places], axis=0)
        found[str(label)] = recordings[places[(apart**2).sum(axis=(1, 2)).argmin()]]
    return found
