"""A case for those who have no recordings yet: a small model and a take from the kit's own data.

The gestures are synthetic; the person who performs the take is not among those it learned from.
"""

from collections.abc import Callable
from dataclasses import replace

from gesturekit import model_format
from tinyspark import bundle
from tinyspark.dataset import Dataset
from tinyspark.learning import fitting
from tinyspark.learning.glass_box.case import Case, of_recording
from tinyspark.learning.recipe import MOVEMENT
from tinyspark.learning.task import Task

DATASET = "synthetic-gestures"
PERSON, GESTURE = "synthetic-4", "circle"  # who is held out, and what is looked at
RECIPE = replace(MOVEMENT, hidden=8, epochs=100)  # few enough neurons to look at each
SEED = 1


def make(progress: Callable[[str, float | None], None]) -> Case:
    """Train the model; return the case of a take by the person it does not know."""
    progress("training a small model", None)
    dataset = Dataset.open(bundle.folder("datasets") / DATASET)
    known = [take for take in dataset.recordings if take.subject != PERSON]
    task = Task(tuple(dataset.labels), dataset.settings, open=False)  # as small as can be
    takes = fitting.prepare(known, dataset.labels, dataset.settings)
    fitted = fitting.fit(takes, task, RECIPE, SEED)
    shown = next(
        take for take in dataset.recordings if (take.subject, take.label) == (PERSON, GESTURE)
    )
    return of_recording(model_format.dump(fitted.model), dataset, shown)
