"""A CSV file of numbers under one header line: the form of a take, in datasets and in imports.

Knows columns and lines; what the numbers mean is the caller's. Accepts what spreadsheets add: a
byte order mark, CR LF, empty lines at the end.
"""

import math
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from tinyspark.errors import UserError

MAX_BYTES = 16 << 20  # about an hour of six axes at 104 samples per second
_INTEGER = frozenset("0123456789-,\n")
_REAL = frozenset("0123456789-+.eE, \n")


class TableError(UserError):
    """A file that is no table of numbers; the message names the file and the line."""


def read_text(path: Path) -> str:
    """Return a text file's contents; raises TableError when it is missing, huge or no UTF-8."""
    return decode(path, read_bytes(path))


def decode(path: Path, data: bytes) -> str:
    """Return the text of a file's bytes, its lines ended by LF."""
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise TableError(f"{path} is not a text file (UTF-8).\nSave it as CSV.") from error


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes; raises TableError when it is missing or huge."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise TableError(
                f"{path} is too big ({size >> 20} MB, at most {MAX_BYTES >> 20}).\n"
                "Split it into recordings."
            )
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise TableError(
            f"Cannot read {path}: {reason}.\nCheck that the file is there."
        ) from error


def read_integers(path: Path) -> tuple[list[str], np.ndarray]:
    """Return (header, int64 [n, columns])."""
    header, lines = _split(path, read_text(path))
    return header, _values(path, lines, len(header), (int, _INTEGER))


def reals_in(path: Path, text: str) -> tuple[list[str], np.ndarray]:
    """Return (header, float64 [n, columns]) of a file's text, finite numbers only."""
    header, lines = _split(path, text)
    return header, _values(path, lines, len(header), (float, _REAL))


def table_text(header: Sequence[str], values: np.ndarray) -> str:
    """Return the CSV text of integers [n, columns]."""
    rows = (",".join(map(str, row)) for row in values.tolist())
    return "\n".join((",".join(header), *rows)) + "\n"


def _split(path: Path, text: str) -> tuple[list[str], list[str]]:
    lines = text.rstrip().split("\n")
    header = [name.strip() for name in lines[0].split(",")]
    if not lines[0]:
        raise TableError(f"{path} is empty.\nIts first line must name the axes.")
    if len(lines) == 1:
        raise TableError(f"{path} holds no samples below its header.\nRemove or record it again.")
    return header, lines[1:]


def _values(
    path: Path, lines: list[str], columns: int, kind: tuple[Callable, frozenset[str]]
) -> np.ndarray:
    convert, characters = kind
    text = "\n".join(lines)
    whole = characters.issuperset(text) and all(line.count(",") == columns - 1 for line in lines)
    if whole:
        try:
            values = np.array(list(map(convert, text.replace("\n", ",").split(","))))
            if values.dtype.kind in "if" and np.isfinite(values).all():
                return values.reshape(-1, columns)
        except ValueError:
            pass  # found again below, with its line
    raise _first_fault(path, lines, columns, kind)


def _first_fault(
    path: Path, lines: list[str], columns: int, kind: tuple[Callable, frozenset[str]]
) -> TableError:
    """Say which line is wrong, slowly: it happens once."""
    for number, line in enumerate(lines, start=2):
        fields = line.split(",")
        if len(fields) != columns:
            return TableError(
                f"{path} line {number} has {len(fields)} columns instead of {columns}.\n"
                "Mend or remove the line."
            )
        for field in fields:
            if not _is_number(field, kind):
                return TableError(
                    f"{path} line {number} holds {field[:30]!r}, which is no "
                    f"{'whole ' if kind[0] is int else ''}number.\nMend or remove the line."
                )
    return TableError(f"{path} holds numbers that are too big.\nRecord it again.")


def _is_number(field: str, kind: tuple[Callable, frozenset[str]]) -> bool:
    convert, characters = kind
    try:
        return characters.issuperset(field) and math.isfinite(convert(field))
    except (ValueError, OverflowError):
        return False
