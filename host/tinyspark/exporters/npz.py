"""One .npz file: all takes in one array, in g and dps (proximity in counts)."""

import io

import numpy as np

from tinyspark.dataset import Dataset
from tinyspark.exporters.package import ALONE, Package
from tinyspark.exporters.resolution import losses


def make(dataset: Dataset) -> Package:
    """Return the file of a dataset."""
    takes, settings = dataset.recordings, dataset.settings
    units = dict.fromkeys(settings.unit(axis)[0] for axis in settings.axes)
    samples = np.concatenate([take.samples for take in takes])
    file = io.BytesIO()
    np.savez_compressed(
        file,
        data=settings.physical(samples).astype(np.float32),
        offsets=np.cumsum([0, *(len(take.samples) for take in takes)]),
        labels=np.array([take.label for take in takes]),
        subjects=np.array([take.subject for take in takes]),
        sessions=np.array([take.session for take in takes]),
        split=np.array([take.split for take in takes]),
        rate=np.array(float(settings.rate)),
        channels=np.array(settings.axes),
        units=np.array(", ".join(units)),
        note=np.array(str(dataset.info.get("notes", ""))),
    )
    return Package({ALONE: file.getvalue()}, losses(settings))
