"""A dataset -> the formats of other tools; each is a module that makes a package of files.

What a format cannot hold is left out and said, never bent silently.
"""

import shlex
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tinyspark.dataset import Dataset
from tinyspark.exporters import createai, edge_impulse, npz, plain
from tinyspark.exporters.package import ExportFailedError, Package, write


class Format(NamedTuple):
    """One way to write a dataset; ending: of its one file, by which others know it."""

    make: Callable[[Dataset], Package]
    summary: str
    ending: str = ""


FORMATS = {
    "edge-impulse": Format(edge_impulse.make, "a folder of JSON files, or a .zip of it"),
    "createai": Format(
        createai.make, "a JSON file for micro:bit CreateAI, acceleration alone", ".json"
    ),
    "csv": Format(plain.make, "a folder with index.csv and CSV files of counts, or a .zip"),
    "npz": Format(npz.make, "one .npz file of numpy arrays", ".npz"),
}


def export(dataset: Dataset, form: str, output: str | Path) -> Package:
    """Write a dataset in one of FORMATS; raises UserError and then leaves nothing behind."""
    if not dataset.recordings:
        raise ExportFailedError(f"{dataset.folder} holds no takes.\nRecord or import some.")
    make, _, ending = FORMATS[form]
    if not str(output).lower().endswith(ending):
        raise ExportFailedError(
            f"{output} does not end in {ending}, by which other programs know such a file.\n"
            f"Use -o {shlex.quote(f'{output}{ending}')}."
        )
    package = make(dataset)
    write(package, Path(output))
    return package


__all__ = ["FORMATS", "ExportFailedError", "Package", "export"]
