"""One .npz file with all takes in one array (numpy's zip of .npy members).

    data [all samples, channels]   offsets [takes + 1]   labels, subjects, sessions, split [takes]
    rate (0: unknown)   channels   units   note

Nothing in such a file is trusted: no pickle, no object arrays, and no member is read before its
declared size is known to fit. Only data, offsets, labels and channels must be there.
"""

import zipfile
import zlib
from itertools import pairwise
from pathlib import Path
from typing import IO

import numpy as np

from tinyspark.importers.source import ImportFailedError, Source, SourceTake, split_of
from tinyspark.importers.units import units_in

MAX_BYTES = 128 << 20  # of all members, unpacked
NUMBERS, TEXTS = "fiu", "U"
MEMBERS = {  # name: (kinds of numpy type, dimensions)
    "data": (NUMBERS, 2),
    "offsets": ("iu", 1),
    "labels": (TEXTS, 1),
    "subjects": (TEXTS, 1),
    "sessions": (TEXTS, 1),
    "split": (TEXTS, 1),
    "rate": (NUMBERS, 0),
    "channels": (TEXTS, 1),
    "units": (TEXTS, 0),
    "note": (TEXTS, 0),
}
_DAMAGE = (
    ValueError,  # numpy's word for a bad header, missing bytes and pickle
    EOFError,
    OSError,
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,  # a compression that zipfile does not know
    RuntimeError,  # encrypted
)


def detects(path: Path) -> bool:
    """Tell whether a path is an .npz file."""
    return path.is_file() and path.suffix.lower() == ".npz"


def read(path: Path) -> Source:
    """Read all takes; raises ImportFailedError."""
    arrays = _arrays(path)
    for name in ("data", "offsets", "labels", "channels"):
        if name not in arrays:
            raise ImportFailedError(f"{path} has no array {name}.\nExport it again.")
    _check_shapes(path, arrays)
    units, note = str(arrays.get("units", "")), str(arrays.get("note", ""))
    accel, gyro = units_in(units)
    rate = float(arrays.get("rate", 0.0))
    return Source(
        path,
        tuple(str(name) for name in arrays["channels"]),
        _takes(path, arrays),
        rate=rate if rate else None,
        accel_unit=accel,
        gyro_unit=gyro,
        without_gravity="linear" in units,
        note=note,
    )


def _takes(path: Path, arrays: dict[str, np.ndarray]) -> list[SourceTake]:
    offsets = arrays["offsets"].tolist()
    takes = []
    for number, (start, end) in enumerate(pairwise(offsets)):
        values = arrays["data"][start:end].astype(np.float64)
        origin = f"{path} recording {number}"
        if not np.isfinite(values).all():
            raise ImportFailedError(
                f"{origin} holds values that are no finite numbers.\nMend or remove it."
            )
        subject, session, split = (
            str(arrays[name][number]) if name in arrays else ""
            for name in ("subjects", "sessions", "split")
        )
        label = str(arrays["labels"][number])
        takes.append(SourceTake(values, label, subject, session, split_of(split), origin))
    return takes


def _check_shapes(path: Path, arrays: dict[str, np.ndarray]) -> None:
    data, offsets = arrays["data"], arrays["offsets"]
    count = len(offsets) - 1
    if count < 1 or offsets[0] != 0 or offsets[-1] != len(data):
        raise ImportFailedError(
            f"{path}: offsets do not run from 0 to the {len(data)} samples of data.\n"
            "Export it again."
        )
    steps = np.diff(offsets.astype(np.float64))  # unsigned differences would wrap
    if (steps < 1).any():
        raise ImportFailedError(
            f"{path}: recording {int(np.argmax(steps < 1))} ends before it starts or is empty.\n"
            "Export it again."
        )
    if len(arrays["channels"]) != data.shape[1]:
        raise ImportFailedError(
            f"{path}: {len(arrays['channels'])} channels are named, data has {data.shape[1]}.\n"
            "Export it again."
        )
    for name in ("labels", "subjects", "sessions", "split"):
        if name in arrays and len(arrays[name]) != count:
            raise ImportFailedError(
                f"{path}: {name} has {len(arrays[name])} entries for {count} recordings.\n"
                "Export it again."
            )


def _arrays(path: Path) -> dict[str, np.ndarray]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = {
                entry.filename.removesuffix(".npy"): entry
                for entry in archive.infolist()
                if entry.filename.removesuffix(".npy") in MEMBERS
            }
            size = sum(entry.file_size for entry in members.values())
            if size > MAX_BYTES:
                raise ImportFailedError(
                    f"{path} would unpack to {size >> 20} MB.\nSplit it; {MAX_BYTES >> 20} MB fit."
                )
            return {name: _array(archive, name, entry) for name, entry in members.items()}
    except _DAMAGE as error:
        raise ImportFailedError(
            f"{path} cannot be read: {str(error)[:80] or type(error).__name__}.\n"
            "It must hold plain arrays saved with numpy.savez."
        ) from error


def _array(archive: zipfile.ZipFile, name: str, entry: zipfile.ZipInfo) -> np.ndarray:
    """Read one member after its header says that it is no more than the archive declares."""
    kinds, dimensions = MEMBERS[name]
    with archive.open(entry) as file:
        shape, dtype = _header(file)
        if dtype.kind not in kinds or len(shape) != dimensions:
            raise ValueError(f"{name} is an array of type {dtype} and shape {shape}")
        count = 1
        for length in shape:
            count *= length
        if file.tell() + count * dtype.itemsize != entry.file_size:
            raise ValueError(f"{name} is not as long as its header says")
    with archive.open(entry) as file:
        return np.lib.format.read_array(file, allow_pickle=False)


def _header(file: IO[bytes]) -> tuple[tuple[int, ...], np.dtype]:
    readers = {
        (1, 0): np.lib.format.read_array_header_1_0,
        (2, 0): np.lib.format.read_array_header_2_0,
    }
    version = np.lib.format.read_magic(file)
    if version not in readers:
        raise ValueError(f"version {version} of the array format")
    shape, _, dtype = readers[version](file)
    return shape, dtype
