"""Where the demo's gestures come from: the kit's own datasets, or recordings of the user's."""

from pathlib import Path

import tinyspark
from tinyspark.dataset import INFO, Dataset
from tinyspark.importers import ImportOptions, import_folder

_PACKAGE = Path(tinyspark.__file__).resolve().parent


def bundled(name: str) -> Dataset:
    """Return one of the kit's datasets; in a wheel they lie inside the package."""
    inside = _PACKAGE / "_datasets"
    folder = inside if inside.is_dir() else _PACKAGE.parent.parent / "datasets"
    return Dataset.open(folder / name)


def given(place: Path, imported: Path, options: ImportOptions) -> Dataset:
    """Return the dataset at place; recordings in another form are imported to `imported` first."""
    if (place / INFO).is_file():
        return Dataset.open(place)
    return import_folder(place, imported, options)
