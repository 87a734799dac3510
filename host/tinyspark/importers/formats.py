"""The formats that recordings come in: each is a module that detects and reads it."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tinyspark.dataset import INFO
from tinyspark.importers import arduino, edge_impulse, microbit, npy, npz, plain
from tinyspark.importers.files import Files
from tinyspark.importers.source import ImportFailedError, Source


class Format(NamedTuple):
    """One way in which recordings come."""

    detects: Callable[[Files], bool]
    read: Callable[[Path], Source]
    summary: str


FORMATS = {  # the first that detects a source reads it
    "plain": Format(plain.detects, plain.read, "a folder with index.csv and CSV files"),
    "npz": Format(npz.detects, npz.read, "one .npz file of numpy arrays"),
    "edge-impulse": Format(
        edge_impulse.detects,
        edge_impulse.read,
        "an Edge Impulse export, a zip archive or a folder of JSON or CBOR files",
    ),
    "ml-machine": Format(
        microbit.detects_vectors, microbit.read, "a JSON file of ML-Machine for the micro:bit"
    ),
    "createai": Format(microbit.detects, microbit.read, "a JSON file of micro:bit CreateAI"),
    "npy": Format(npy.detects, npy.read, "a folder of emlearn's .npy files, one take each"),
    "arduino": Format(
        arduino.detects,
        arduino.read,
        "a CSV file a gesture, blank lines between takes, as Arduino sketches print them",
    ),
}


def find(path: Path, told: str = "") -> str:
    """Return the name of the format told or detected; raises ImportFailedError."""
    if told and told not in FORMATS:
        raise ImportFailedError(f"The format {told!r} is unknown.\nUse {', '.join(FORMATS)}.")
    if not path.exists():
        raise ImportFailedError(f"There is no {path}.\nCheck the name of the source.")
    if (path / INFO).is_file():
        raise ImportFailedError(
            f"{path} is a dataset of this kit already.\nUse it as it is, or merge datasets."
        )
    if told:
        return told
    files = Files(path)
    found = next((name for name, form in FORMATS.items() if form.detects(files)), "")
    if not found:
        raise ImportFailedError(
            f"{path} is in no known format.\nKnown are {', '.join(FORMATS)}: "
            "`tinyspark dataset import --help` says what each one is."
        )
    return found
