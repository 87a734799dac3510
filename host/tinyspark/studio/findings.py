"""The report of the last training as pages show it: its numbers, and whether they are still true.

Reads what was written beside the model; computes no score. Draws nothing.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from gesturekit import model_format
from tinyspark.dataset import Dataset, dataset_rows
from tinyspark.dataset.columns import with_axes
from tinyspark.dataset.dataset_rows import Row
from tinyspark.dataset.recording import Recording
from tinyspark.dataset.settings import Settings
from tinyspark.errors import UserError
from tinyspark.learning.model_file import read_model
from tinyspark.studio.data import repairs
from tinyspark.studio.proposal import as_trained
from tinyspark.studio.studio import Studio
from tinyspark.studio.texts import Train as Texts
from tinyspark.training_files import Places
from tinyspark.whole_files import file_version

FEW = 5  # takes of a label
_NEEDED = {
    "accuracy", "n", "labels", "confusion", "nothing", "split", "folds", "per_subject", "live",
    "worst_subject", "confidence_interval", "random_accuracy", "dtw_accuracy", "takes", "curves",
    "still", "strange", "light", "everyday", "notes", "dataset_hash", "model_hash", "model_bytes",
}  # fmt: skip


@dataclass(frozen=True)
class Findings:
    """What there is to show; report: its numbers, None where there was no training yet.

    older: have the takes changed since? foreign: is the model another one than the report's?
    adjusted: are only its thresholds others? takes: by id, those of the dataset now. lately: the
    last change of them, in words, that can be taken back.
    """

    report: dict[str, Any] | None
    older: bool
    foreign: bool
    dataset: Dataset | None
    lately: str
    adjusted: bool = False

    @cached_property
    def takes(self) -> dict[str, Recording]:
        return {take.id: take for take in self.dataset.recordings} if self.dataset else {}

    @property
    def settings(self) -> Settings | None:
        return self.dataset.settings if self.dataset else None


def version(studio: Studio) -> tuple[object, ...]:
    """Return what differs when there is something new to read."""
    places = Places.of(studio.model)
    listed = studio.folder / dataset_rows.NAME
    return tuple(map(file_version, (places.model, places.numbers, studio.report, listed)))


def read(studio: Studio) -> Findings:
    """Read everything that belongs to the last training; UserError."""
    numbers = Places.of(studio.model).numbers
    lately = repairs.undoable(studio.shelf) if studio.shelf.exists else ""
    if not numbers.is_file():
        return Findings(None, False, False, None, lately)
    report, dataset = _numbers(numbers), studio.dataset()
    data = read_model(studio.model) if studio.model.is_file() else b""
    model = model_format.load(data) if data else None
    other = hashlib.sha256(data).hexdigest() != report["model_hash"]
    adjusted = other and model is not None and as_trained(model, report) == report["model_hash"]
    older = (
        dataset is None or _hash(dataset, model.axes if model else ()) != report["dataset_hash"]
    )
    return Findings(report, older, other and not adjusted, dataset, lately, adjusted)


def in_cell(findings: Findings, true: int, answer: int | None) -> list[str]:
    """Return the ids of the takes in one cell of the matrix; answer: None for no answer."""
    assert findings.report is not None
    labels, found = findings.report["labels"], findings.report["takes"]
    wanted = None if answer is None else labels[answer]
    takes = findings.takes
    return [
        id_
        for id_, each in (found["each"] if found else {}).items()
        if each["answer"] == wanted and id_ in takes and takes[id_].label == labels[true]
    ]


def missing(rows: Sequence[Row]) -> str:
    """Say what is missing before a network can learn from these takes, "" if nothing is."""
    labels = {row.label for row in rows}
    if not labels:
        return Texts.NO_TAKES
    return Texts.ONE_LABEL.format(label=labels.pop()) if len(labels) < 2 else ""


def advice(rows: Sequence[Row]) -> list[str]:
    """Say what would make the score worth more."""
    counts = Counter(row.label for row in rows)
    few = [label for label in sorted(counts) if counts[label] < FEW]
    told = [Texts.FEW_TAKES.format(labels=", ".join(few), few=FEW)] if few else []
    if len({row.subject for row in rows} - {""}) < 2:
        told.append(Texts.ONE_PERSON)
    return told


def _numbers(path: Path) -> dict[str, Any]:
    try:
        report = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        report = None
    if not isinstance(report, dict) or not report.keys() >= _NEEDED:
        raise UserError(Texts.DAMAGED.format(file=path.name))
    return report


def _hash(dataset: Dataset, axes: tuple[str, ...]) -> str:
    """Return the hash of what the model learned from, if it was these takes."""
    there = dataset.settings.axes
    if axes and set(axes) < set(there):
        dataset = with_axes(dataset, axes)
    return dataset.hash()
