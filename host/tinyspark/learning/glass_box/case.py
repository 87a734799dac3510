"""What goes into the glass box: a model, and one recording that it can be asked about.

Knows how a user names a recording: DATASET/ID, the start of an ID, a take's CSV file, or plain
counts such as 1,0,1 for a model that is asked by a button. Runs nothing.
"""

import array
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from gesturekit import model_format
from gesturekit.model_format import Model
from gesturekit.sample import AXES, COUNT_MAX, COUNT_MIN
from tinyspark.dataset.dataset import INFO, TAKES, Dataset
from tinyspark.dataset.recording import Recording
from tinyspark.errors import UserError
from tinyspark.learning import evaluate

LONGEST = 4096  # samples of a recording; a board is sent them all
_COUNTS = re.compile(r"[+-]?\d+(,[+-]?\d+)*")


@dataclass(frozen=True)
class Case:
    """A model's bytes and a take: samples int16 [n, axes of the model] at `rate` a second."""

    data: bytes
    samples: np.ndarray
    rate: int
    name: str  # of the take, and whose it is
    label: str = ""  # what was performed, "" when nobody said

    @property
    def model(self) -> Model:
        return model_format.load(self.data)

    @property
    def pushed(self) -> array.array:
        """The samples as a board reads them, with the stillness around that the model needs."""
        model = self.model
        if model.trigger == "stream":
            return evaluate.stream(model, self.samples, model.axes)
        names = AXES[model.sensor]
        whole = np.zeros((len(self.samples), len(names)), dtype=np.int16)
        whole[:, [names.index(axis) for axis in model.axes]] = self.samples
        return array.array("h", whole.tobytes())


def named(data: bytes, text: str) -> Case:
    """Return the case of a model file's bytes and a recording that the user names; UserError."""
    if _COUNTS.fullmatch(text):
        return of_counts(data, [int(part) for part in text.split(",")])
    place = Path(text)
    dataset = _dataset(place)
    return of_recording(
        data, dataset, find(dataset, place.stem if _is_file(place) else place.name)
    )


def of_counts(data: bytes, counts: list[int]) -> Case:
    """Return the case of a take given as counts, sample after sample, the model's axes in each."""
    model = model_format.load(data)
    width = len(model.axes)
    if model.trigger != "button":
        raise UserError(
            "The model watches a stream of samples: a few counts are no recording.\n"
            "Name a recording as DATASET/ID."
        )
    if len(counts) != model.take * width:
        raise UserError(
            f"The model looks at {model.take * width} counts, not at {len(counts)}.\n"
            f"Give {model.take} of {', '.join(model.axes)}, with commas between."
        )
    if min(counts) < COUNT_MIN or max(counts) > COUNT_MAX:
        raise UserError(f"Counts lie within {COUNT_MIN}..{COUNT_MAX}.\nGive other ones.")
    samples = np.array(counts, dtype=np.int16).reshape(model.take, width)
    return Case(data, samples, model.rate, "the counts " + ", ".join(map(str, counts)))


def of_recording(data: bytes, dataset: Dataset, recording: Recording) -> Case:
    """Return the case of a recording; UserError where the model cannot be asked about it."""
    model, settings = model_format.load(data), dataset.settings
    if model.sensor == "buttons":
        raise UserError(
            "The model's inputs are the board's buttons; there are no recordings of those.\n"
            f"Give counts of {', '.join(model.axes)} instead, such as 1,0,1."
        )
    evaluate.check_settings(model, settings)
    count = len(recording.samples)
    if model.trigger == "button" and count != model.take:
        raise UserError(
            f"The recording has {count} samples; the model looks at {model.take}.\n"
            "Choose a take of that length."
        )
    if count > LONGEST:
        raise UserError(
            f"The recording has {count} samples; the glass box takes {LONGEST} at most.\n"
            "Choose a shorter one."
        )
    columns = [settings.axes.index(axis) for axis in model.axes]
    who = f" by {recording.subject}" if recording.subject else ""
    name = f"{recording.id} of {dataset.name}{who}"
    return Case(data, recording.samples[:, columns], settings.rate, name, recording.label)


def find(dataset: Dataset, identity: str) -> Recording:
    """Return the recording with this id, or the only one whose id begins so; UserError."""
    found = [each for each in dataset.recordings if each.id == identity]
    found = found or [each for each in dataset.recordings if each.id.startswith(identity)]
    if len(found) == 1 and identity:
        return found[0]
    ids = [each.id for each in (found if identity else []) or dataset.recordings]
    what = "several recordings begin with" if found and identity else "there is no recording"
    listed = f"It has {ids[0]} to {ids[-1]}" if ids else "It is empty"
    raise UserError(
        f"In {dataset.folder} {what} {identity!r}.\n{listed}; recordings.csv lists them all."
    )


def _is_file(place: Path) -> bool:
    return place.suffix.lower() == ".csv"


def _dataset(place: Path) -> Dataset:
    """Return the dataset that a recording named so belongs to; its bad takes are left out."""
    folder = place.parent
    if _is_file(place):
        if not place.is_file():
            raise UserError(f"There is no file {place}.\nName a recording as DATASET/ID.")
        folder = folder.parent if folder.name == TAKES else folder
    elif folder == Path() and not (folder / INFO).is_file():
        raise UserError(
            f"{str(place)!r} names no recording.\nGive one as DATASET/ID, such as gestures/000007."
        )
    return Dataset.open(folder, [])
