"""What was done to a dataset: one small file a change, enough to take the change back.

    history/000001.json              rows that went (with their places) and rows that came
    history/000001.undone.json       a change that was taken back, or that a crash prevented
    history/recordings/<id>.csv      takes that are no longer listed

Whether a change is in force is seen from recordings.csv alone, so a crash cannot make the two
disagree. Knows rows and records; changes no list of takes. Deleting history/ makes all final.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tinyspark.dataset.dataset_rows import Row, write_whole
from tinyspark.dataset.number_table import read_text
from tinyspark.errors import UserError

FOLDER = "history"
UNDONE = ".undone.json"
_MOST_TAKES = 1 << 31


class HistoryError(UserError):
    """A change that cannot be taken back; the message names the file."""


@dataclass(frozen=True)
class Change:
    """The rows that a change removed, each with its place in the list before, and those added."""

    what: str
    time: str
    removed: tuple[tuple[int, Row], ...]
    added: tuple[Row, ...]

    @property
    def rows_removed(self) -> list[Row]:
        return [row for _, row in self.removed]

    @classmethod
    def between(cls, before: Sequence[Row], after: Sequence[Row], what: str) -> "Change":
        """Return what makes one list of rows the other; rows in both keep their order."""
        left, come = set(after), set(before)
        return cls(
            what,
            datetime.now(UTC).isoformat(timespec="seconds"),
            tuple((place, row) for place, row in enumerate(before) if row not in left),
            tuple(row for row in after if row not in come),
        )

    def in_force(self, rows: Sequence[Row]) -> bool:
        """Tell whether these rows show the change; HistoryError when they show half of it."""
        there = set(rows)
        came = [row in there for row in self.added]
        stayed = [row in there for row in self.rows_removed]
        if all(came) and not any(stayed):
            return True
        if not any(came) and all(stayed):
            return False
        raise HistoryError(
            f"recordings.csv was edited by hand after {self.what!r}.\n"
            f"Take the edit back, or delete the folder {FOLDER} to keep it."
        )

    def taken_back(self, rows: Sequence[Row]) -> list[Row]:
        """Return the rows without the change; what was appended since stays behind the others.

        Raises HistoryError when an id would be used twice.
        """
        added = set(self.added)
        restored = [row for row in rows if row not in added]
        taken = {row.id for row in restored}
        for place, row in self.removed:
            if row.id in taken:
                raise HistoryError(
                    f"The id {row.id} is used again by another take.\nGive that one another id."
                )
            restored.insert(place, row)
        return restored

    def to_json(self) -> dict[str, Any]:
        return {
            "what": self.what,
            "time": self.time,
            "removed": [[place, *row] for place, row in self.removed],
            "added": [list(row) for row in self.added],
        }

    @classmethod
    def from_json(cls, info: dict[str, Any]) -> "Change":
        """Raises KeyError, TypeError or ValueError."""
        removed = tuple((_place(place), _row(fields)) for place, *fields in info["removed"])
        added = tuple(_row(fields) for fields in info["added"])
        return cls(str(info["what"]), str(info["time"]), removed, added)


def records(folder: Path) -> Iterator[tuple[Path, Change]]:
    """Yield the changes that were not set aside and their files, the last one first."""
    for path in sorted((folder / FOLDER).glob("[0-9]" * 6 + ".json"), reverse=True):
        yield path, _read(path)


def write(folder: Path, change: Change) -> Path:
    """Put a change on record, behind all others."""
    (folder / FOLDER).mkdir(exist_ok=True)
    numbers = [int(path.name[:6]) for path in (folder / FOLDER).glob("[0-9]" * 6 + ".*")]
    path = folder / FOLDER / f"{max(numbers, default=0) + 1:06d}.json"
    write_whole(path, json.dumps(change.to_json(), ensure_ascii=False, indent=1) + "\n")
    return path


def set_aside(path: Path) -> None:
    """Mark a record as taken back."""
    path.replace(path.with_name(path.stem + UNDONE))


def _read(path: Path) -> Change:
    try:
        return Change.from_json(json.loads(read_text(path)))
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise HistoryError(
            f"{path} is damaged.\nDelete the folder {path.parent}: changes become final."
        ) from error


def _place(place: Any) -> int:
    if not isinstance(place, int) or not 0 <= place <= _MOST_TAKES:
        raise ValueError("no place in a list")
    return place


def _row(fields: list[str]) -> Row:
    if not all(isinstance(field, str) for field in fields):
        raise ValueError("a row holds texts")
    "".join(fields).encode()  # a ValueError of what no file can hold
    return Row(*fields)
