"""A dataset as if fewer of its axes had been recorded: for a model of some of them.

Works in memory alone; the folder keeps all of its axes.
"""

from dataclasses import replace
from pathlib import Path

from tinyspark.dataset.dataset import Dataset
from tinyspark.dataset.settings import SettingsError


def open_with(axes: tuple[str, ...] | None, folder: Path) -> Dataset:
    """Open a dataset with these axes alone, or with all it has (None); UserError."""
    dataset = Dataset.open(folder)
    return dataset if axes is None else with_axes(dataset, axes)


def with_axes(dataset: Dataset, axes: tuple[str, ...]) -> Dataset:
    """Return the takes with these axes, in the sensor's order; SettingsError names a wrong one.

    It is for reading: nothing can be added to it. Without proximity it is one of the IMU alone,
    so that a model made from it needs no other sensor.
    """
    there = dataset.settings.axes
    strange = [axis for axis in axes if axis not in there]
    if strange:
        raise SettingsError(
            f"{dataset.name} has no axis {strange[0]!r}.\nIt has {', '.join(there)}."
        )
    chosen = tuple(axis for axis in there if axis in axes)
    narrow = Dataset(dataset.folder, dataset.info, dataset.settings.narrowed(chosen))
    columns = [there.index(axis) for axis in chosen]
    narrow.recordings = [
        replace(recording, samples=recording.samples[:, columns])
        for recording in dataset.recordings
    ]
    return narrow
