"""What the page Data does to takes: the plans of the commands, made for ids and written.

Slow enough to be kept out of the event loop. Every function returns in words what was done, as
the dataset's history has it; UserError leaves the dataset as it was.
"""

import shutil
from collections.abc import Collection, Mapping
from pathlib import Path

from tinyspark import bundle
from tinyspark.dataset import Dataset, changes, mending
from tinyspark.dataset.cuts import Span
from tinyspark.dataset.dataset import DatasetError
from tinyspark.dataset.dataset_rows import Row
from tinyspark.dataset.mending import Plan
from tinyspark.dataset.recording import Recording
from tinyspark.dataset.shelf import Shelf
from tinyspark.errors import UserError
from tinyspark.learning import active, cutting
from tinyspark.learning.cutting import Parts
from tinyspark.learning.verdicts import judge_all
from tinyspark.studio.data.browsing import Checked
from tinyspark.studio.work import Teller

SAMPLES = "synthetic-gestures"


def relabel(shelf: Shelf, ids: Collection[str], label: str) -> str:
    """Give takes another label."""
    return _write(shelf, mending.relabel(shelf.rows(), _rows(shelf, ids), label))


def describe(shelf: Shelf, ids: Collection[str], details: Mapping[str, str]) -> str:
    """Give takes another person or session."""
    return _write(shelf, mending.describe(shelf.rows(), _rows(shelf, ids), details))


def delete(shelf: Shelf, ids: Collection[str]) -> str:
    """Take takes out."""
    return _write(shelf, mending.delete(shelf.rows(), _rows(shelf, ids)))


def trim(shelf: Shelf, ids: Collection[str], span: Span | None = None) -> str:
    """Keep this part of takes, else the part that moves."""
    dataset, rows, takes = _takes(shelf, ids)
    parts: Parts = [(take, [span or active.active(take, dataset.settings)]) for take in takes]
    return _write(shelf, cutting.trim(dataset, rows, parts).plan)


def split(shelf: Shelf, ids: Collection[str]) -> str:
    """Make takes of the movements of a continuous recording."""
    dataset, rows, takes = _takes(shelf, ids)
    parts = [(take, active.pieces(take, dataset.settings)) for take in takes]
    return _write(shelf, cutting.split(dataset, rows, parts).plan)


def undo(shelf: Shelf) -> str:
    """Take the last change back."""
    return changes.undo(shelf.folder).what


def undoable(shelf: Shelf) -> str:
    """Return what undo() would take back, "" for nothing, or for what it would refuse."""
    try:
        change = changes.newest(shelf.folder, shelf.rows())
    except UserError:
        return ""
    return change.what if change else ""


def check(progress: Teller, folder: Path) -> Checked:
    """Judge all takes that can be read; for a process of its own."""
    progress("")
    dataset = Dataset.open(folder, [])
    labels = {take.id: take.label for take in dataset.recordings}
    return Checked(judge_all(dataset.recordings, dataset.settings), labels)


def sample(shelf: Shelf) -> None:
    """Put a copy of the sample dataset where none is yet."""
    if shelf.folder.exists() and any(shelf.folder.iterdir()):
        raise DatasetError(f"{shelf.folder} is not empty.\nStart the studio on a new folder.")
    shutil.copytree(bundle.folder("datasets") / SAMPLES, shelf.folder, dirs_exist_ok=True)


def _rows(shelf: Shelf, ids: Collection[str]) -> list[Row]:
    wanted = set(ids)
    found = [row for row in shelf.rows() if row.id in wanted]
    if not found:
        raise DatasetError("These takes are no longer there.\nChoose others.")
    return found


def _takes(shelf: Shelf, ids: Collection[str]) -> tuple[Dataset, tuple[Row, ...], list[Recording]]:
    """Return the dataset, its rows, and the takes of some ids."""
    rows = shelf.rows()
    chosen = {row.id for row in _rows(shelf, ids)}
    dataset = Dataset.open(shelf.folder, [], shelf.known())
    return dataset, rows, [take for take in dataset.recordings if take.id in chosen]


def _write(shelf: Shelf, plan: Plan) -> str:
    plan.write(shelf.folder)
    return plan.what
