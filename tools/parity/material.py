"""What the cases are made of: recordings, as padded counts, and the model trained on them.

The project's own datasets, and recordings of other people where there are some. Knows how those
must be imported; cuts nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from gesturekit.model_format import MAX_LABELS, Model
from tinyspark.dataset import Dataset
from tinyspark.dataset.recording import Recording
from tinyspark.dataset.settings import Settings
from tinyspark.importers import npz
from tinyspark.importers.convert import Told, convert
from tinyspark.learning import fitting
from tinyspark.learning.recipe import COURSE, MOVEMENT
from tinyspark.learning.task import Task

DATASETS = Path(__file__).resolve().parent.parent.parent / "datasets"
OWN = ("synthetic-gestures", "proximity-course")
METERS = Told(accel_unit="m/s2", gyro_unit="rad/s")
OTHERS = {  # files, as their users must describe them
    "uhh_imu": Told(25, "m/s2", "rad/s"),
    "uhh_imu_streams": Told(25, "m/s2", "rad/s"),
    "xiao_lsm6ds3": METERS,
    "xiao_lsm6ds3_streams": METERS,
    "jewang_wand_trim": METERS,
    "jewang_wand_streams": METERS,
    "nano_gestures": Told(accel_unit="g", gyro_unit="dps"),
    "mlmachine_microbit": Told(accel_unit="g"),
    "emlearn_cgestures": Told(accel_unit="counts"),
}


@dataclass(frozen=True)
class Material:
    """Recordings of one kind and the model that train() makes of them by default."""

    name: str
    settings: Settings
    recordings: Sequence[np.ndarray]
    model: Model


def all_there_is(folder: Path | None) -> Iterator[Material]:
    """Yield the project's own datasets, then what the folder holds of other people's."""
    for name in OWN:
        dataset = Dataset.open(DATASETS / name)
        yield _trained(name, dataset.settings, dataset.recordings)
    for name, told in OTHERS.items():
        file = folder / f"{name}.npz" if folder else None
        if file and file.is_file():
            source = npz.read(file)
            made = convert(source, told)
            labels = [take.label for take in source.takes]
            recordings = [
                Recording(str(number), label, "", "", "", str(date.min), "", samples)
                for number, (label, samples) in enumerate(zip(labels, made.takes, strict=True))
            ]
            yield _trained(name, made.settings, recordings)


def missing(folder: Path) -> list[str]:
    """Return the files of other people's recordings that the folder does not hold."""
    files = [f"{name}.npz" for name in OTHERS]
    return [file for file in files if not (folder / file).is_file()]


def _trained(name: str, settings: Settings, recordings: Sequence[Recording]) -> Material:
    labels = sorted({each.label for each in recordings})[:MAX_LABELS]
    known = [each for each in recordings if each.label in labels]
    takes = fitting.prepare(known, labels, settings)
    task = Task(tuple(labels), settings, open=settings.continuous)
    model = fitting.fit(takes, task, MOVEMENT if task.open else COURSE, seed=1).model
    return Material(name, settings, [each.samples for each in recordings], model)
