"""Recordings of the micro:bit's pages, ML-Machine and CreateAI: a JSON file, or several.

A file is a list of gestures, each with recordings, each of which is either data with lists x, y, z
(CreateAI, older ML-Machine) or samples of one vector each (ML-Machine). Neither states the rate
nor the unit.
"""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np

from tinyspark.importers.files import Files
from tinyspark.importers.source import ImportFailedError, Source, SourceTake
from tinyspark.importers.values import moment, numbers, parse_json, table, text

AXES = ("x", "y", "z")
USUAL = "the pages record about 50 samples per second, in g"


def detects(files: Files) -> bool:
    """Tell whether it is such a file, or holds some (or is a micro:bit program)."""
    return any(b'"recordings"' in files.read(name) for name in files.names(".json")[:1]) or bool(
        files.names(".hex")
    )


def detects_vectors(files: Files) -> bool:
    """Tell whether it is such a file with a vector a sample, as ML-Machine writes."""
    return detects(files) and any(
        b'"vector"' in files.read(name) for name in files.names(".json")[:1]
    )


def read(path: Path) -> Source:
    """Read all takes; raises ImportFailedError."""
    files = Files(path)
    names = files.names(".json")
    if not names:
        raise ImportFailedError(
            f"{path} is no JSON file of recordings.\n"
            "Open the project in CreateAI and save its data samples: they are a JSON file."
        )
    takes: list[SourceTake] = []
    channels: tuple[str, ...] = ()
    empty = []
    for name in names:
        session = PurePosixPath(name).stem if len(names) > 1 else ""
        for label, origin, recordings in _gestures(files, name):
            empty += [] if recordings else [label]
            for number, recording in enumerate(recordings):
                where = f"{origin} recording {number}"
                found, values = _recording(recording, where)
                channels = channels or found
                if found != channels:
                    raise ImportFailedError(
                        f"{where} has the channels {', '.join(found)[:60]}, the ones before it "
                        f"{', '.join(channels)[:60]}.\nRemove the recordings of other sensors."
                    )
                created = moment(recording.get("createdAt"), per_second=1000)
                takes.append(SourceTake(values, label, "", session, "", where, created))
    if not takes:
        raise ImportFailedError(f"{path} holds no recordings.\nRecord some and save them again.")
    said = [f"no recordings of {', '.join(empty)}"] if empty else []
    said += ["each file is one session"] if len(names) > 1 else []
    return Source(path, channels, takes, assumed=tuple(said), usual=USUAL)


def _gestures(files: Files, name: str) -> Iterator[tuple[str, str, list]]:
    """Yield (label, where it is, recordings) of one file."""
    where = files.where(name)
    gestures = parse_json(files.read(name), where)
    if isinstance(gestures, dict):
        gestures = gestures.get("data")
    if not isinstance(gestures, list):
        raise ImportFailedError(
            f"{where} holds no list of gestures.\nSave the data samples of the page again."
        )
    for place, gesture in enumerate(gestures):
        yield _gesture(gesture, f"{where} gesture {place}")


def _gesture(gesture: Any, where: str) -> tuple[str, str, list]:
    if not isinstance(gesture, dict) or not isinstance(gesture.get("recordings"), list):
        raise ImportFailedError(
            f"{where} has no list of recordings.\nSave the data samples of the page again."
        )
    return text(gesture.get("name")), where, gesture["recordings"]


def _recording(recording: Any, origin: str) -> tuple[tuple[str, ...], np.ndarray]:
    """Return (channels, values [n, channels])."""
    if isinstance(recording, dict) and isinstance(recording.get("data"), dict):
        return AXES, _columns(recording["data"], origin)
    if isinstance(recording, dict) and isinstance(recording.get("samples"), list):
        samples = recording["samples"]
        vectors = [each.get("vector") if isinstance(each, dict) else each for each in samples]
        labels = recording.get("labels", list(AXES))
        if not isinstance(labels, list):
            raise ImportFailedError(f"{origin}: labels is no list.\nMend or remove it.")
        return tuple(map(text, labels)), table(vectors, len(labels), origin)
    raise ImportFailedError(
        f"{origin} has neither data nor samples.\nSave the data samples of the page again."
    )


def _columns(data: dict[str, Any], origin: str) -> np.ndarray:
    columns = [data.get(axis) for axis in AXES]
    lists = [column for column in columns if isinstance(column, list)]
    lengths = [len(column) for column in lists]
    if len(lists) != len(AXES) or not lengths[0] or len(set(lengths)) != 1:
        raise ImportFailedError(
            f"{origin} does not have as many values of x, y and z, at least one of each.\n"
            "Remove it on the page and save again."
        )
    return np.stack([numbers(column, origin) for column in lists], axis=1)
