"""Recordings that others made -> a dataset: formats, conversion to counts, appending.

A format is a module that detects and reads it (formats.py). Everything is read, converted and
checked before the first take is written; takes that the dataset already holds are left out. What
is added gets the verdict that `tinyspark dataset check` gives.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from tinyspark.dataset import Dataset, Recording
from tinyspark.dataset.naming import check_label
from tinyspark.dataset.recording import Details, checked_details, take_digest
from tinyspark.dataset.verdict import kind_of
from tinyspark.errors import UserError
from tinyspark.importers import formats
from tinyspark.importers.convert import Converted, convert
from tinyspark.importers.source import ImportFailedError, Source, SourceTake
from tinyspark.importers.told_units import Told
from tinyspark.learning.verdicts import Verdicts, judge_all


@dataclass(frozen=True)
class ImportOptions(Told):
    """What the user says about the source (Told), its format and the new dataset's name."""

    format: str = ""
    name: str = ""


class ReadyTake(NamedTuple):
    """One take as the dataset will hold it: checked, in counts."""

    samples: np.ndarray
    label: str
    details: Details

    def digest(self) -> str:
        return take_digest(
            self.samples, self.label, self.details["subject"], self.details["session"]
        )


@dataclass(frozen=True)
class Imported:
    """The dataset, what was read and assumed, what was added, and all takes' verdicts."""

    dataset: Dataset
    source: Source
    converted: Converted
    takes: list[ReadyTake]
    format: str
    new: list[Recording]
    verdicts: Verdicts

    @property
    def added(self) -> int:
        """How many takes are new."""
        return len(self.new)

    def problems(self) -> list[tuple[str, int]]:
        """Return (kind of problem, number of new takes that have it)."""
        kinds: Counter[str] = Counter()
        for take in self.new:
            kinds.update({kind_of(problem) for problem in self.verdicts.problems[take.id]})
        return kinds.most_common()


def import_folder(source: str | Path, destination: str | Path, options: ImportOptions) -> Dataset:
    """Import recordings and return the dataset; raises UserError."""
    return import_recordings(source, destination, options).dataset


def import_recordings(
    source: str | Path, destination: str | Path, options: ImportOptions
) -> Imported:
    """Import recordings into a new dataset, or append to one with the same settings."""
    path = Path(source)
    chosen = formats.find(path, options.format)
    read = formats.FORMATS[chosen].read(path)
    converted = convert(read, options)
    ready = [
        _ready(take, samples) for take, samples in zip(read.takes, converted.takes, strict=True)
    ]
    name = options.name or path.resolve().stem
    notes = f"Imported from {path.name}. {read.note}".strip()
    dataset = Dataset.open_or_create(destination, converted.settings, name=name, notes=notes)
    new = [dataset.make(take.samples, take.label, **take.details) for take in _new(dataset, ready)]
    verdicts = judge_all([*dataset.recordings, *new], dataset.settings)
    for take in new:
        dataset.append(verdicts.noted(take))
    return Imported(dataset, read, converted, ready, chosen, new, verdicts)


def _ready(take: SourceTake, samples: np.ndarray) -> ReadyTake:
    """Check everything that the dataset will check, before anything is written."""
    try:
        label = check_label(take.label)
        known: Details = {
            "subject": take.subject,
            "session": take.session,
            "split": take.split,
        }
        details = checked_details({**known, "created": take.created} if take.created else known)
    except UserError as error:
        raise ImportFailedError(f"{take.origin}: {error}") from error
    return ReadyTake(samples, label, details)


def _new(dataset: Dataset, ready: list[ReadyTake]) -> Iterator[ReadyTake]:
    """Yield what is new; a source may hold equal takes, so they are counted."""
    there = Counter(recording.digest for recording in dataset.recordings)
    for take in ready:
        digest = take.digest()
        if there[digest]:
            there[digest] -= 1
        else:
            yield take


__all__ = ["ImportOptions", "Imported", "import_folder", "import_recordings"]
