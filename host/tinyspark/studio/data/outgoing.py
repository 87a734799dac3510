"""Takes that leave: the exporters' files, and the whole dataset as an archive to be merged.

Returns bytes for a download. Knows no page.
"""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from tinyspark.dataset import INFO, Dataset, changes, dataset_rows
from tinyspark.dataset.naming import path_inside
from tinyspark.exporters import FORMATS, Package, export
from tinyspark.exporters.package import write

WHOLE = "dataset"
FORMS = (WHOLE, *FORMATS)
_ENDS = {"createai": "json", "npz": "npz"}  # one file; all others are archives


class Parcel(NamedTuple):
    """A file to be downloaded, and what it leaves out."""

    name: str
    data: bytes
    notes: list[str]


def pack(folder: Path, form: str) -> Parcel:
    """Return the dataset in one of FORMS; UserError."""
    name = f"{folder.resolve().name}-{form}.{_ENDS.get(form, 'zip')}"
    with TemporaryDirectory(prefix="tinyspark-export-") as room:
        place = Path(room, name)
        if form == WHOLE:
            package = _whole(folder)
            write(package, place)
        else:
            package = export(Dataset.open(folder), form, place)
        return Parcel(name, place.read_bytes(), package.notes)


def _whole(folder: Path) -> Package:
    """Return the listed files of a dataset; its history stays at home."""
    names = [INFO, dataset_rows.NAME, *(row.file for row in changes.read(folder))]
    return Package({name: path_inside(folder, name).read_bytes() for name in names}, [])
