"""An Edge Impulse export: a zip archive or a folder of JSON (or CBOR) files, or one such file.

Each file has a payload: interval_ms, sensors (name, units), values. Labels, splits and metadata
are those of info.labels, else the label is the start of the file's name and the split its folder.
The signature is not checked: the key is not in the export.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from tinyspark.importers import edge_impulse_labels
from tinyspark.importers.edge_impulse_labels import Entry
from tinyspark.importers.files import Files
from tinyspark.importers.source import ImportFailedError, Source, SourceTake, split_of
from tinyspark.importers.units import units_in
from tinyspark.importers.values import moment, numbers, parse_json, table, text

SUFFIXES = (".json", ".cbor")
Sensors = tuple[tuple[str, str], ...]  # (name, unit)


class Measurement(NamedTuple):
    """What one file holds, apart from its label."""

    sensors: Sensors
    values: np.ndarray
    rate: float | None
    device: str
    created: str


def detects(files: Files) -> bool:
    """Tell whether it is such a file, or holds some."""
    if files.names(edge_impulse_labels.NAME):
        return True
    names = files.names(*SUFFIXES)
    return bool(names) and b"payload" in files.read(names[0])


def read(path: Path) -> Source:
    """Read all takes; raises UserError naming the file."""
    files = Files(path)
    entries = edge_impulse_labels.read(files)
    sensors: Sensors = ()
    takes, devices = [], []
    for name in _in_order(files.names(*SUFFIXES), entries):
        where = files.where(name)
        measured = measurement(_document(files.read(name), name, where), where)
        sensors = sensors or measured.sensors
        if measured.sensors != sensors:
            raise ImportFailedError(
                f"{where} has the sensors {_words(measured.sensors)}, the files before it "
                f"{_words(sensors)}.\nImport them separately."
            )
        entry = entries.get(name) or edge_impulse_labels.guessed(name, where)
        for take in _takes(measured, entry, where):
            takes.append(take)
            devices.append(measured.device)
    if not takes:
        raise ImportFailedError(f"{path} holds no recordings.\nExport the data set again.")
    said = _assumed(entries, files)
    if len(set(devices)) > 1 and not any(take.session for take in takes):
        takes = [
            take._replace(session=device) for take, device in zip(takes, devices, strict=True)
        ]
        said.append("the takes of one device are one session")
    accel, gyro = units_in(", ".join(dict.fromkeys(unit for _, unit in sensors)))
    names = tuple(name for name, _ in sensors)
    return Source(path, names, takes, accel_unit=accel, gyro_unit=gyro, assumed=tuple(said))


def _in_order(names: list[str], entries: dict[str, Entry]) -> list[str]:
    """Return names in the order in which info.labels lists them."""
    places = {name: place for place, name in enumerate(entries)}
    return sorted(names, key=lambda name: places.get(name, len(places)))


def measurement(document: Any, where: str) -> Measurement:
    """Return what a file's value holds; raises ImportFailedError."""
    payload = document.get("payload") if isinstance(document, dict) else None
    if not isinstance(payload, dict):
        raise ImportFailedError(f"{where} has no payload.\nRemove it: it is no recording.")
    sensors = _sensors(payload.get("sensors"), where)
    protected = document.get("protected")
    created = moment(protected.get("iat")) if isinstance(protected, dict) else ""
    return Measurement(
        sensors,
        table(_rows(payload.get("values"), len(sensors)), len(sensors), where),
        _rate(payload.get("interval_ms"), where),
        text(payload.get("device_name")),
        created,
    )


def _rows(values: Any, sensors: int) -> Any:
    """Return one list a sample; a single sensor may have bare numbers instead."""
    if sensors > 1 or not isinstance(values, list):
        return values
    return [value if isinstance(value, list) else [value] for value in values]


def _sensors(sensors: Any, where: str) -> Sensors:
    if not isinstance(sensors, list) or not all(isinstance(sensor, dict) for sensor in sensors):
        raise ImportFailedError(f"{where} has no list of sensors.\nExport it again.")
    if not sensors:
        raise ImportFailedError(f"{where} names no sensors.\nExport it again.")
    return tuple((text(sensor.get("name")), text(sensor.get("units"))) for sensor in sensors)


def _rate(interval: Any, where: str) -> float | None:
    """Return samples per second, None when the file says none."""
    if interval in (None, 0):
        return None
    milliseconds = float(numbers([interval], f"{where}: interval_ms")[0])
    if milliseconds <= 0:
        raise ImportFailedError(
            f"{where}: an interval of {milliseconds:g} ms is not possible.\nExport it again."
        )
    return round(1000 / milliseconds, 6)  # 1000 / 104 is a rounded number: make it 104 again


def _takes(measured: Measurement, entry: Entry, where: str) -> Iterator[SourceTake]:
    """Yield one take a label: a file may have several, each for some of its samples."""
    for label, start, end in entry.labels:
        part = measured.values[start : len(measured.values) if end is None else end]
        if not len(part):
            raise ImportFailedError(
                f"{where}: the label from sample {start} on has no samples.\nMend info.labels."
            )
        yield SourceTake(
            part,
            label,
            entry.subject,
            entry.session,
            split_of(entry.split),
            where,
            measured.created,
            measured.rate,
        )


def _document(data: bytes, name: str, where: str) -> Any:
    if not name.lower().endswith(".cbor"):
        return parse_json(data, where)
    try:
        import cbor2
    except ImportError as error:
        raise ImportFailedError(
            f"{where} is a CBOR file, which needs the library cbor2.\n"
            f"Add it: {sys.executable} -m pip install cbor2"
        ) from error
    try:
        return cbor2.loads(data)
    except (cbor2.CBORDecodeError, ValueError, OverflowError, RecursionError) as error:
        reason = str(error)[:80] or type(error).__name__
        raise ImportFailedError(f"{where} is not CBOR: {reason}.\nExport it again.") from error


def _words(sensors: Sensors) -> str:
    return ", ".join(f"{name} ({unit})" for name, unit in sensors)[:80]


def _assumed(entries: dict[str, Entry], files: Files) -> list[str]:
    names = files.names(*SUFFIXES)
    bare = sum(1 for name in names if name not in entries)
    if not bare:
        return []
    which = "the labels are" if bare == len(names) else f"{bare} labels are"
    return [f"{which} the starts of the files' names, because info.labels names none"]
