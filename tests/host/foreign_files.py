"""Files in the forms of other tools, to import: the shapes of the real ones, made-up numbers."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

XYZ = [{"name": f"acc{axis}", "units": "m/s2"} for axis in "XYZ"]
WAVE = np.round(9.8 * np.sin(np.arange(120).reshape(40, 3) / 7), 4).tolist()


def edge_impulse(**changed: Any) -> dict[str, Any]:
    """A file of an Edge Impulse export, with some entries of its payload replaced."""
    payload = {
        "device_name": "02:00:00",
        "device_type": "BOARD",
        "interval_ms": 9.615384615384615,
        "sensors": XYZ,
        "values": WAVE,
    }
    return {
        "protected": {"ver": "v1", "alg": "HS256", "iat": 1758902502},
        "signature": "00",
        "payload": {**payload, **changed},
    }


def listed(path: str, label: Any, **more: Any) -> dict[str, Any]:
    """A line of info.labels."""
    return {"path": path, "name": path, "category": "training", "label": label, **more}


def info(*files: dict[str, Any]) -> dict[str, Any]:
    """An info.labels."""
    return {"version": 1, "files": list(files)}


def createai(*recordings: Any, name: str = "wave") -> list[dict[str, Any]]:
    """A file of data samples with one gesture."""
    return [{"ID": 1717765478850, "name": name, "icon": "Heart", "recordings": list(recordings)}]


def xyz(count: int = 40, **changed: Any) -> dict[str, Any]:
    """A recording of CreateAI."""
    data = {axis: [0.1 * place for place in range(count)] for axis in "xyz"}
    return {"ID": 1, "data": {**data, **changed}, "createdAt": 1733944301249}


def vectors(*vectors: Any, **changed: Any) -> dict[str, Any]:
    """A recording of ML-Machine."""
    samples = [{"vector": vector} for vector in vectors]
    return {"ID": 1733944301249, "samples": samples, "labels": ["X", "Y", "Z"], **changed}


def npy(values: np.ndarray, keep: int | None = None) -> bytes:
    """A file of an array, cut off after some bytes."""
    file = io.BytesIO()
    np.save(file, values, allow_pickle=True)
    return file.getvalue()[:keep]


def npy_header(shape: str, data: bytes = b"") -> bytes:
    """A file of an array whose header says any shape."""
    header = f"{{'descr': '<i2', 'fortran_order': False, 'shape': {shape}}}\n".encode()
    return b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header + data


def write(place: Path, files: dict[str, Any]) -> Path:
    """Write files (bytes, texts, JSON) into a folder, or an archive when it is called .zip."""
    data = {
        name: content
        if isinstance(content, bytes)
        else (content if isinstance(content, str) else json.dumps(content)).encode()
        for name, content in files.items()
    }
    if place.suffix == ".zip":
        with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in data.items():
                archive.writestr(name, content)
    for name, content in data.items() if place.suffix != ".zip" else ():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(content)
    return place


def nameless(archive: bytes) -> bytes:
    """Return an archive of one file, whose name is a comment instead."""
    at = archive.rindex(b"PK\x01\x02") + 28
    return (
        archive[:at]
        + b"\0\0"
        + archive[at + 2 : at + 4]
        + archive[at : at + 2]
        + archive[at + 6 :]
    )
