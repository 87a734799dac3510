"""A case for those who have no recordings yet: a small model and a take from the kit's own data.

The gestures are synthetic; the person who performs the take is not among those it learned from.
"""

from collections.abc import Callable

from gesturekit import model_format
from tinyspark import bundle
from tinyspark.dataset import Dataset
from tinyspark.learning import fitting
from tinyspark.learning.fitting import Shape
from tinyspark.learning.glass_box.case import Case, of_recording

DATASET = "synthetic-gestures"
PERSON, GESTURE = "synthetic-4", "circle"  # who is held out, and what is looked at
SHAPE = Shape(hidden=8, activation="relu", epochs=30)
SEED = 1


def make(progress: Callable[[str, float | None], None]) -> Case:
    """Train the model; return the case of a take by the person it does not know."""
    progress("training a small model", None)
    dataset = Dataset.open(bundle.folder("datasets") / DATASET)
    known = [take for take in dataset.recordings if take.subject != PERSON]
    takes = fitting.prepare(known, dataset.labels, dataset.settings)
    fitted = fitting.fit(takes, dataset.labels, dataset.settings, SHAPE, SEED)
    shown = next(
        take for take in dataset.recordings if (take.subject, take.label) == (PERSON, GESTURE)
    )
    return of_recording(model_format.dump(fitted.model), dataset, shown)
