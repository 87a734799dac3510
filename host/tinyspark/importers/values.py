"""Texts that nobody vouches for -> JSON values, tables of finite numbers, dates.

Knows what a number is; which of them mean what is the formats'.
"""

import json
from datetime import UTC, datetime
from typing import Any

import numpy as np

from tinyspark.dataset.naming import shown
from tinyspark.importers.source import ImportFailedError

MAX_SECONDS = 2**32  # until 2106
MAX_TIME = 1000 * MAX_SECONDS
MAX_VALUES = 4_000_000  # of one JSON file: each takes up to 100 bytes of memory


def parse_json(data: bytes, origin: str) -> Any:
    """Return the value that a file's bytes hold; NaN and Infinity are no JSON."""
    if sum(map(data.count, (b",", b"[", b"{"))) > MAX_VALUES:
        raise ImportFailedError(
            f"{origin} holds more than {MAX_VALUES} values.\nSplit it into several files."
        )
    try:
        return json.loads(data.decode("utf-8-sig"), parse_constant=_refuse)
    except UnicodeDecodeError as error:
        raise ImportFailedError(
            f"{origin} is not a text file (UTF-8).\nExport it again as JSON."
        ) from error
    except (ValueError, RecursionError) as error:
        reason = str(error)[:80] or type(error).__name__
        raise ImportFailedError(
            f"{origin} is not JSON: {reason}.\nExport it again or remove it."
        ) from error


def table(rows: Any, columns: int, origin: str) -> np.ndarray:
    """Return a list of lists of numbers as float64 [rows, columns]; raises ImportFailedError."""
    if not isinstance(rows, list) or not rows:
        raise ImportFailedError(f"{origin} holds no samples.\nRemove or record it again.")
    for number, row in enumerate(rows):
        if not isinstance(row, list) or len(row) != columns:
            has = f"{len(row)} values" if isinstance(row, list) else shown(str(row))
            raise ImportFailedError(
                f"{origin}: sample {number} has {has} instead of {columns} values.\n"
                "Mend or remove it."
            )
    return numbers([value for row in rows for value in row], origin).reshape(-1, columns)


def numbers(values: list, origin: str) -> np.ndarray:
    """Return values as float64 [n]; raises ImportFailedError unless all are finite numbers."""
    for kind in set(map(type, values)) - {int, float}:
        wrong = next(value for value in values if type(value) is kind)
        raise _no_number(origin, wrong)
    try:
        array = np.array(values, dtype=np.float64)
    except OverflowError as error:
        raise _no_number(origin, "a number of hundreds of digits") from error
    if not np.isfinite(array).all():
        raise _no_number(origin, array[~np.isfinite(array)][0])
    return array


def moment(value: Any, per_second: int = 1) -> str:
    """Return a time since 1970 as ISO 8601, "" when it is none."""
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return ""
    seconds = value / per_second if abs(value) < MAX_TIME else 0.0  # false for NaN as well
    if not 0 < seconds < MAX_SECONDS:
        return ""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")


def text(value: Any) -> str:
    """Return a text or a number as text, "" for anything else."""
    return str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _no_number(origin: str, value: object) -> ImportFailedError:
    return ImportFailedError(
        f"{origin} holds {shown(str(value))}, which is no finite number.\nMend or remove it."
    )
