"""A place that a user names -> a dataset, be it one already or recordings that others made."""

import tempfile
from pathlib import Path

from tinyspark.dataset import INFO, Dataset
from tinyspark.importers import ImportOptions, import_folder


def dataset_at(place: Path, options: ImportOptions) -> Dataset:
    """Return the dataset at place, or what an import of the recordings there makes.

    Nothing is kept of that import but the takes in memory. Raises UserError.
    """
    if (place / INFO).is_file():
        return Dataset.open(place)
    with tempfile.TemporaryDirectory() as folder:
        return import_folder(place, Path(folder, place.stem), options)
