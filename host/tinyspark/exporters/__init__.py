"""A dataset -> the formats of other tools; each is a module that makes a package of files.

What a format cannot hold is left out and said, never bent silently.
"""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tinyspark.dataset import Dataset
from tinyspark.exporters import createai, edge_impulse, npz, plain
from tinyspark.exporters.package import ExportFailedError, Package, write


class Format(NamedTuple):
    """One way to write a dataset."""

    make: Callable[[Dataset], Package]
    summary: str


FORMATS = {
    "edge-impulse": Format(edge_impulse.make, "a folder of JSON files, or a .zip of it"),
    "createai": Format(createai.make, "a JSON file for micro:bit CreateAI, acceleration alone"),
    "csv": Format(plain.make, "a folder with index.csv and CSV files of counts, or a .zip"),
    "npz": Format(npz.make, "one .npz file of numpy arrays"),
}


def export(dataset: Dataset, form: str, output: str | Path) -> Package:
    """Write a dataset in one of FORMATS; raises UserError and then leaves nothing behind."""
    if not dataset.recordings:
        raise ExportFailedError(f"{dataset.folder} holds no takes.\nRecord or import some.")
    package = FORMATS[form].make(dataset)
    write(package, Path(output))
    return package


__all__ = ["FORMATS", "ExportFailedError", "Package", "export"]
