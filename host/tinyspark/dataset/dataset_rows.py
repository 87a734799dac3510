"""recordings.csv, the list of a dataset's takes: rows, half-written rows, whole-line appends.

Knows the file's columns and what a crash may leave at its end; not what is in the takes.
"""

import csv
import io
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from tinyspark.dataset import durable
from tinyspark.dataset.number_table import decode, read_bytes
from tinyspark.errors import UserError


class Row(NamedTuple):
    """One line of recordings.csv; file is relative to the dataset's folder."""

    id: str
    file: str
    label: str
    subject: str
    session: str
    split: str
    created: str
    verdict: str


NAME = "recordings.csv"
HEADER = ",".join(Row._fields)


class RowError(UserError):
    """recordings.csv is damaged other than by a crash; the message names the line."""


def read(folder: Path) -> tuple[list[tuple[int, Row]], str]:
    """Return ([(line number, row)], half-written last line or "")."""
    path = folder / NAME
    data, end, rest = read_bytes(path).rpartition(b"\n")
    lines = decode(path, data + end).split("\n")[:-1]
    last = rest.decode(errors="replace")  # a crash may cut inside a letter
    if not lines or lines[0].strip() != HEADER:
        raise RowError(f"{path} line 1 is not the header of a dataset.\nIt must be {HEADER}.")
    rows = [_row(path, at, line) for at, line in enumerate(lines[1:], 2) if line.strip()]
    whole = _fields(last)
    if len(whole) == len(Row._fields):  # an editor left out the last line's end
        return [*rows, (len(lines) + 1, Row(*whole))], ""
    return rows, last


def append(folder: Path, row: Row) -> None:
    """Add one row; a half-written one from a crash is cut off first."""
    path = folder / NAME
    _close_last_line(path)
    with path.open("a", encoding="utf-8", newline="") as file:
        file.write(line_of(row))


def write_whole(path: Path, text: str, check: Callable[[], None] | None = None) -> None:
    """Write a file so that it is old or new at any moment, never half.

    check: is called when only the renaming is left, and stops it by raising a UserError.
    """
    temporary = path.with_name(path.name + ".tmp")
    try:
        temporary.write_text(text, encoding="utf-8", newline="")
        durable.flush(temporary)  # else a power cut may leave the new name and nothing in it
        if check:
            check()
        os.replace(temporary, path)
    except (OSError, UserError):
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


def line_of(row: tuple[str, ...]) -> str:
    """Return the CSV line of a row, with its end."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(row)
    return line.getvalue()


def _close_last_line(path: Path) -> None:
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - 1, 0))
        if file.read() == b"\n":
            return
    body, end, last = path.read_bytes().rpartition(b"\n")
    row = last.decode(errors="replace")
    whole = len(_fields(row)) == len(Row._fields)
    write_whole(path, (body + end).decode() + (row + "\n" if whole else ""))


def _row(path: Path, number: int, line: str) -> tuple[int, Row]:
    fields = _fields(line)
    if len(fields) != len(Row._fields):
        raise RowError(
            f"{path} line {number} has {len(fields)} columns instead of {len(Row._fields)}.\n"
            f"Mend or remove the line; the columns are {HEADER}."
        )
    return number, Row(*fields)


def _fields(line: str) -> list[str]:
    """Return the fields of one line; a broken quotation gives no fields."""
    try:
        return next(csv.reader([line], strict=True), [])
    except csv.Error:
        return []
