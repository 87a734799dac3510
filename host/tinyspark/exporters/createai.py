"""micro:bit CreateAI's data samples: one JSON file of gestures with x, y, z in g at 50 Hz.

The page takes its recordings as 50 samples per second, so takes are resampled. It has no place
for rotation, proximity, persons, sessions and splits.
"""

import json
from typing import Any
from uuid import NAMESPACE_OID, uuid5

import numpy as np

from tinyspark.dataset import Dataset
from tinyspark.exporters.package import ALONE, ExportFailedError, Package
from tinyspark.importers.convert import resample

RATE = 50  # samples per second of the page
MICROBIT_G = 2.04  # what the micro:bit measures at most
DECIMALS = 5  # finer than half a count of +-2 g
ICONS = ("Heart", "Happy", "Duck", "House", "Butterfly", "Ghost", "Sword", "Umbrella", "Snake")
XYZ = ("ax", "ay", "az")


def make(dataset: Dataset) -> Package:
    """Return the file of a dataset; raises ExportFailedError without all of ax, ay, az."""
    settings = dataset.settings
    if not set(XYZ) <= set(settings.axes):
        raise ExportFailedError(
            f"{dataset.folder} has the axes {' '.join(settings.axes)}, CreateAI needs ax ay az.\n"
            "Export it as csv, npz or edge-impulse."
        )
    columns = [settings.axes.index(axis) for axis in XYZ]
    takes: dict[str, list[dict[str, Any]]] = {label: [] for label in dataset.labels}
    beyond = 0
    for take in dataset.recordings:
        values = resample(settings.physical(take.samples)[:, columns], settings.rate, RATE)
        beyond += int((np.abs(values) > MICROBIT_G).sum())
        x, y, z = np.round(values.T, DECIMALS).tolist()
        takes[take.label].append({"id": _identity(take.id), "data": {"x": x, "y": y, "z": z}})
    gestures = [
        {
            "id": _identity(label),
            "name": label,
            "icon": ICONS[place % len(ICONS)],
            "recordings": recordings,
        }
        for place, (label, recordings) in enumerate(takes.items())
    ]
    file = json.dumps(gestures, ensure_ascii=False, separators=(",", ":")).encode()
    return Package({ALONE: file}, _notes(dataset, beyond), f"--rate {RATE} --accel-unit g")


def _identity(name: str) -> str:
    return str(uuid5(NAMESPACE_OID, name))


def _notes(dataset: Dataset, beyond: int) -> list[str]:
    settings = dataset.settings
    notes = [f"resampled linearly from {settings.rate} to the page's {RATE} Hz"]
    left_out = [axis for axis in settings.axes if axis not in XYZ]
    left_out += [
        f"{name}s"
        for name in ("subject", "session", "split")
        if any(getattr(take, name) for take in dataset.recordings)
    ]
    if left_out:
        notes.append(f"left out: {', '.join(left_out)}")
    if beyond:
        notes.append(f"{beyond} values are beyond the +-2 g that a micro:bit measures")
    return notes
