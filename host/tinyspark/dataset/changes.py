"""The one place that changes a dataset's list of takes, and takes changes back.

The order makes a crash harmless: the record of the change, new take files, then recordings.csv in
one rename, which is the change; takes that are no longer listed move to history/ afterwards, and
the next change finishes what a crash left. No take that was ever listed is altered or deleted.
"""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from tinyspark.dataset import dataset_rows, history
from tinyspark.dataset.dataset import TAKES, DatasetError, check_folder, write_labels
from tinyspark.dataset.dataset_rows import Row
from tinyspark.dataset.history import Change, HistoryError
from tinyspark.dataset.naming import path_inside
from tinyspark.dataset.number_table import table_text
from tinyspark.dataset.recording import Recording
from tinyspark.dataset.settings import Settings
from tinyspark.errors import UserError


def read(folder: Path) -> list[Row]:
    """Return the list of takes; UserError when there is none."""
    check_folder(folder)
    return [row for _, row in dataset_rows.read(folder)[0]]


def replaced(rows: Sequence[Row], new: Mapping[str, Sequence[Row]]) -> list[Row]:
    """Return the rows with those of some ids replaced by none, one or several others."""
    return [row for old in rows for row in new.get(old.id, (old,))]


def listing(takes: Iterable[Recording]) -> list[Row]:
    """Return the rows of new takes."""
    return [take.row(file_of(take)) for take in takes]


def files(takes: Iterable[Recording], settings: Settings) -> dict[str, str]:
    """Return the text of the files of new takes, by name."""
    return {file_of(take): table_text(settings.axes, take.samples) for take in takes}


def file_of(take: Recording) -> str:
    """Return the name of a new take's file."""
    return f"{TAKES}/{take.id}.csv"


def write(
    folder: Path, before: Sequence[Row], after: Sequence[Row], texts: Mapping[str, str], what: str
) -> None:
    """Make `after` the list of takes, where it was `before`; texts: files of new takes by name.

    DatasetError when the list is no longer what it was, or a file cannot be written: then the
    dataset is as before.
    """
    change = Change.between(before, after, what)
    if not change.removed and not change.added:
        return
    with _told(folder):
        with suppress(HistoryError):  # what cannot be undone any more is in nobody's way
            _newest(folder, before)
        made = [folder / name for name in texts]
        try:
            made.append(history.write(folder, change))
            (folder / TAKES).mkdir(exist_ok=True)
            for name, text in texts.items():
                dataset_rows.write_whole(folder / name, text)
            _commit(folder, before, after)
        except (OSError, UserError):
            _remove(made)
            raise
    _finish(folder, change.rows_removed, after)


def newest(folder: Path, rows: Sequence[Row]) -> Change | None:
    """Return the change that undo() would take back, None without one; HistoryError."""
    for _, change in history.records(folder):
        if change.in_force(rows):
            return change
    return None


def undo(folder: Path) -> Change:
    """Take the last change back and return it; DatasetError, HistoryError."""
    with _told(folder):
        before = read(folder)
        last = _newest(folder, before)
        if not last:
            raise DatasetError(
                f"There is nothing to undo in {folder}.\n"
                "Only changes by `tinyspark dataset` that no undo took back are kept."
            )
        record, change = last
        after = change.taken_back(before)
        try:
            for row in change.rows_removed:
                _bring_back(folder, row)
            _commit(folder, before, after)
        except (OSError, UserError):
            with suppress(OSError):
                _put_away(folder, change.rows_removed, before)
            raise
    with suppress(OSError):  # the next change sees that it is not in force
        history.set_aside(record)
    _finish(folder, change.added, after)
    return change


def _newest(folder: Path, rows: Sequence[Row]) -> tuple[Path, Change] | None:
    """Return the last change in force and its record, and finish what a crash left behind it."""
    for path, change in history.records(folder):
        if change.in_force(rows):
            _put_away(folder, change.rows_removed, rows)
            return path, change
        _put_away(folder, change.added, rows)
        history.set_aside(path)
    return None


def _commit(folder: Path, before: Sequence[Row], after: Sequence[Row]) -> None:
    """Replace the list of takes in one step, unless somebody else has changed it."""

    def check() -> None:
        if read(folder) != list(before):
            raise DatasetError(
                f"Somebody else changed {folder} at the same moment.\n"
                "Nothing was changed here; do it once more."
            )

    lines = [dataset_rows.HEADER + "\n", *map(dataset_rows.line_of, after)]
    dataset_rows.write_whole(folder / dataset_rows.NAME, "".join(lines), check)


def _finish(folder: Path, gone: Sequence[Row], rows: Sequence[Row]) -> None:
    """Tidy after a change that is made: what fails here, the next change does."""
    with suppress(OSError):
        _put_away(folder, gone, rows)
    with suppress(OSError):
        write_labels(folder, sorted({row.label for row in rows}))


def _put_away(folder: Path, gone: Sequence[Row], rows: Sequence[Row]) -> None:
    """Move take files that are no longer listed to history/."""
    listed = {row.file for row in rows}
    for row in gone:
        source, kept = _places(folder, row)
        ours = PurePosixPath(row.file).parts[0] == TAKES  # another file is not ours to move
        if ours and row.file not in listed and source.is_file():
            kept.parent.mkdir(parents=True, exist_ok=True)
            os.replace(source, kept)


def _bring_back(folder: Path, row: Row) -> None:
    place, kept = _places(folder, row)
    if place.is_file():
        return
    if not kept.is_file():
        raise DatasetError(f"{kept} is missing.\nWithout it this change cannot be undone.")
    place.parent.mkdir(parents=True, exist_ok=True)
    os.replace(kept, place)


def _places(folder: Path, row: Row) -> tuple[Path, Path]:
    """Return where a take's file lies while it is listed, and where afterwards."""
    return path_inside(folder, row.file), path_inside(folder / history.FOLDER, row.file)


def _remove(made: Sequence[Path]) -> None:
    """Remove what a change that failed has written."""
    for path in made:
        with suppress(OSError):
            path.unlink(missing_ok=True)


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Turn an OSError into words."""
    try:
        yield
    except OSError as error:
        raise DatasetError(
            f"Cannot change {folder}: {error.strerror or type(error).__name__}.\n"
            "Nothing is lost; make the folder writable or free some space, and try again."
        ) from error
