"""Edge Impulse's form: a JSON file a take and info.labels, for its uploader.

Acceleration in m/s2, rotation in dps; subject and session are metadata. Not signed.
"""

import json
import re
from datetime import datetime
from typing import Any

import numpy as np

from tinyspark.dataset import Dataset, Recording
from tinyspark.dataset.settings import Settings
from tinyspark.exporters.package import Package
from tinyspark.exporters.resolution import losses
from tinyspark.importers.units import STANDARD_GRAVITY

CATEGORIES = {"train": "training", "validation": "training", "test": "testing", "": "split"}
NAMES = {"a": "acc", "g": "gyr"}
_DEVICES = re.compile(r"(?i)con|prn|aux|nul|(com|lpt)\d")  # Windows has no files called so
DECIMALS = 5  # far finer than one count of any range


def make(dataset: Dataset) -> Package:
    """Return the files of a dataset."""
    files, listed = {}, []
    for take in dataset.recordings:
        category = CATEGORIES[take.split]
        name = f"{_plain(take.label)}.{take.id}"
        path = f"{category}/{name}.json"
        files[path] = _json(_document(take, dataset.settings))
        listed.append(
            {
                "path": path,
                "name": name,
                "category": category,
                "label": {"type": "label", "label": take.label},
                "metadata": _metadata(take),
            }
        )
    files["info.labels"] = _json({"version": 1, "files": listed})
    notes = losses(dataset.settings)
    if any(take.split == "validation" for take in dataset.recordings):
        notes.append("validation takes are training there; their metadata says validation")
    return Package(files, notes)


def _plain(label: str) -> str:
    """Return a label as the beginning of a file's name, on any system."""
    plain = re.sub(r"[^0-9A-Za-z-]", "_", label)
    return f"{plain}_" if _DEVICES.fullmatch(plain) else plain


def _document(take: Recording, settings: Settings) -> dict[str, Any]:
    units = [_unit(axis, settings) for axis in settings.axes]
    values = np.round(take.samples * np.array([each for _, _, each in units]), DECIMALS)
    return {
        "protected": {"ver": "v1", "alg": "none", **_created(take)},
        "signature": "0" * 64,
        "payload": {
            "device_type": "TINYSPARK",
            "interval_ms": 1000 / settings.rate,
            "sensors": [{"name": name, "units": unit} for name, unit, _ in units],
            "values": values.tolist(),
        },
    }


def _unit(axis: str, settings: Settings) -> tuple[str, str, float]:
    """Return (name, unit, units per count) of an axis."""
    unit, each = settings.unit(axis)
    if unit == "counts":
        return axis, "N/A", each
    name = NAMES[axis[0]] + axis[1].upper()
    return (name, "m/s2", each * STANDARD_GRAVITY) if unit == "g" else (name, unit, each)


def _metadata(take: Recording) -> dict[str, str]:
    split = take.split if take.split == "validation" else ""
    known = {"subject": take.subject, "session": take.session, "split": split}
    return {name: value for name, value in known.items() if value}


def _created(take: Recording) -> dict[str, int]:
    try:
        return {"iat": int(datetime.fromisoformat(take.created).timestamp())}
    except (ValueError, OverflowError, OSError):  # somebody else's way to write a time
        return {}


def _json(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
