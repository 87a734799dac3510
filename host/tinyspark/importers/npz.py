"""One .npz file with all takes in one array (numpy's zip of .npy members).

    data [all samples, channels]   offsets [takes + 1]   labels, subjects, sessions, split [takes]
    rate (0: unknown)   channels   units   note

Only data, offsets, labels and channels must be there.
"""

from itertools import pairwise
from pathlib import Path

import numpy as np

from tinyspark.importers import npz_arrays
from tinyspark.importers.files import Files
from tinyspark.importers.npz_arrays import NUMBERS, TEXTS
from tinyspark.importers.source import ImportFailedError, Source, SourceTake, split_of
from tinyspark.importers.units import units_in

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


def detects(files: Files) -> bool:
    """Tell whether it is an .npz file."""
    return files.alone and files.path.suffix.lower() == ".npz"


def read(path: Path) -> Source:
    """Read all takes; raises ImportFailedError."""
    arrays = npz_arrays.read(path, MEMBERS)
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
