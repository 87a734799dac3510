"""Files of numpy arrays, one take each, as emlearn's recorder writes them: 2025-..._label.npy.

A recorder that stops early leaves a file shorter than its header says: what is there is read and
the report says so. The channels of an array have no names; three are taken as ax ay az, six as
ax ay az gx gy gz.
"""

import io
from pathlib import Path

import numpy as np

from gesturekit.sample import AXES
from tinyspark.importers.files import Files
from tinyspark.importers.labels import assumptions, named
from tinyspark.importers.npz_arrays import DAMAGE, NUMBERS, array_header
from tinyspark.importers.source import ImportFailedError, Source, SourceTake
from tinyspark.terminal.screen import counted

SUFFIX = ".npy"
CHANNELS = {3: AXES["imu"][:3], 6: AXES["imu"]}


def detects(files: Files) -> bool:
    """Tell whether it is such a file, or holds some."""
    return bool(files.names(SUFFIX))


def read(path: Path) -> Source:
    """Read all takes; raises ImportFailedError."""
    files = Files(path)
    names = files.names(SUFFIX)
    takes, short, columns = [], 0, 0
    for name in names:
        values, whole = _array(files.read(name), files.where(name))
        short += not whole
        columns = columns or values.shape[1]
        if values.shape[1] != columns:
            raise ImportFailedError(
                f"{files.where(name)} has {values.shape[1]} channels, the takes before it "
                f"{columns}.\nImport them separately."
            )
        says = named(name if path.is_dir() or len(names) > 1 else path.name)
        where = files.where(name)
        takes.append(
            SourceTake(values, says.label, "", says.session, "", where, created=says.created)
        )
    if not takes:
        raise ImportFailedError(f"{path} holds no {SUFFIX} files.\nCheck the name of the source.")
    axes = CHANNELS[columns]
    said = [*assumptions(names), f"the {columns} channels are {' '.join(axes)}, in this order"]
    if any(take.session for take in takes):
        said.append("the takes of one day are one session")
    if short:
        said.append(
            f"{counted(short, 'file')} ended before all the samples of the header; "
            "the samples that are there were read"
        )
    return Source(path, axes, takes, assumed=tuple(said))


def _array(data: bytes, origin: str) -> tuple[np.ndarray, bool]:
    """Return (values [n, channels], whether all are there)."""
    file = io.BytesIO(data)
    try:
        shape, columns_first, dtype = array_header(file)
    except DAMAGE as error:
        reason = str(error)[:80] or type(error).__name__
        raise ImportFailedError(
            f"{origin} is no numpy array: {reason}.\nRemove or record it again."
        ) from error
    if dtype.kind not in NUMBERS or len(shape) != 2 or shape[1] not in CHANNELS:
        raise ImportFailedError(
            f"{origin} is an array of type {dtype} and shape {shape}, not [samples, 3 or 6].\n"
            "Save one take a file, one row a sample."
        )
    size = dtype.itemsize * shape[1]
    there = min((len(data) - file.tell()) // size, shape[0])
    whole = there == shape[0]
    if there < 1 or (columns_first and not whole):
        raise ImportFailedError(f"{origin} holds no whole take.\nRemove or record it again.")
    flat = np.frombuffer(data, dtype, there * shape[1], file.tell())
    values = flat.reshape((there, shape[1]), order="F" if columns_first else "C")
    values = values.astype(np.float64)
    if not np.isfinite(values).all():
        raise ImportFailedError(
            f"{origin} holds values that are no finite numbers.\nMend or remove it."
        )
    return values, whole
