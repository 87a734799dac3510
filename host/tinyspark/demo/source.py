"""Where the demo's gestures come from: the kit's own datasets, or recordings of the user's."""

import tempfile
from pathlib import Path

from tinyspark import bundle
from tinyspark.dataset import INFO, Dataset
from tinyspark.importers import ImportOptions, import_folder


def bundled(name: str) -> Dataset:
    """Return one of the kit's datasets."""
    return Dataset.open(bundle.folder("datasets") / name)


def given(place: Path, options: ImportOptions) -> Dataset:
    """Return the dataset at place, or what an import of the recordings there makes."""
    if (place / INFO).is_file():
        return Dataset.open(place)
    with tempfile.TemporaryDirectory() as folder:  # the takes stay in memory
        return import_folder(place, Path(folder, place.stem), options)
