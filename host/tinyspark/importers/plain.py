"""The plain form: a folder (or a zip archive of it) with index.csv and CSV files.

index.csv has the columns file,label,subject,session,split. Each CSV file holds one take under a
header of axes, in any unit; "ax (m/s2)" states it. Only file and label must be there.
"""

import csv
from pathlib import Path

import numpy as np

from tinyspark.dataset.naming import path_inside, shown
from tinyspark.dataset.number_table import decode, reals_in
from tinyspark.importers.files import Files
from tinyspark.importers.source import ImportFailedError, Source, SourceTake, split_of
from tinyspark.importers.units import bare_names

INDEX = "index.csv"
MAX_TAKES = 100_000


def detects(files: Files) -> bool:
    """Tell whether it is a folder of the plain form, or a zip archive of one."""
    return not files.alone and INDEX in files.names(INDEX)


def read(path: Path) -> Source:
    """Read all takes; raises UserError naming file and line."""
    channels: list[str] = []
    takes = []
    files = Files(path)
    files.names(".csv")  # refuses too many and too much
    for line, row in _rows(path / INDEX, files.read(INDEX)):
        file = path_inside(path, row["file"])
        header, values = reals_in(file, decode(file, files.read(row["file"])))
        channels = channels or header
        if header != channels:
            raise ImportFailedError(
                f"{file} has the columns {','.join(header)[:60]!r}, the takes before it "
                f"{','.join(channels)[:60]!r}.\nGive all takes the same columns."
            )
        takes.append(_take(row, values, f"{path / INDEX} line {line}"))
    if not takes:
        raise ImportFailedError(f"{path / INDEX} lists no takes.\nAdd a line for each CSV file.")
    bare, accel, gyro = bare_names(channels)
    return Source(path, tuple(bare), takes, accel_unit=accel, gyro_unit=gyro)


def _take(row: dict[str, str], values: np.ndarray, origin: str) -> SourceTake:
    subject, session = row.get("subject") or "", row.get("session") or ""
    split = split_of(row.get("split") or "")
    return SourceTake(values, row["label"], subject, session, split, origin)


def _rows(path: Path, data: bytes) -> list[tuple[int, dict[str, str]]]:
    reader = csv.DictReader(decode(path, data).split("\n"), strict=True)
    try:
        return _checked(path, reader)
    except csv.Error as error:
        raise ImportFailedError(
            f"{path} line {reader.line_num} is not CSV: {error}.\nMend or remove the line."
        ) from error


def _checked(path: Path, reader: csv.DictReader) -> list[tuple[int, dict[str, str]]]:
    """Return (line number, row) of what a reader has; csv.Error, ImportFailedError."""
    names = reader.fieldnames or []
    if "file" not in names or "label" not in names:
        raise ImportFailedError(
            f"{path} line 1 is {shown(','.join(names))}; it must name file and label.\n"
            "The whole form is file,label,subject,session,split."
        )
    rows: list[tuple[int, dict[str, str]]] = []
    for row in reader:
        if None in row or None in (row["file"], row["label"]):
            raise ImportFailedError(
                f"{path} line {reader.line_num} does not have the {len(names)} columns "
                "of line 1.\nMend or remove the line."
            )
        rows.append((reader.line_num, row))
        if len(rows) > MAX_TAKES:
            raise ImportFailedError(f"{path} lists more than {MAX_TAKES} takes.\nSplit it.")
    return rows
