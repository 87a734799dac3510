"""Where the demo's gestures come from: the kit's own datasets, or recordings of the user's."""

from pathlib import Path

from tinyspark import bundle
from tinyspark.dataset import INFO, Dataset
from tinyspark.importers import ImportOptions, import_folder


def bundled(name: str) -> Dataset:
    """Return one of the kit's datasets."""
    return Dataset.open(bundle.folder("datasets") / name)


def given(place: Path, imported: Path, options: ImportOptions) -> Dataset:
    """Return the dataset at place; recordings in another form are imported to `imported` first."""
    if (place / INFO).is_file():
        return Dataset.open(place)
    return import_folder(place, imported, options)
