"""Recordings that others made -> a dataset: formats, conversion to counts, appending.

A format is a module that detects and reads it (formats.py). Everything is read, converted and
checked before the first take is written; takes that the dataset already holds are left out.
"""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from tinyspark.dataset import Dataset
from tinyspark.dataset.naming import check_label
from tinyspark.dataset.recording import Details, checked_details, take_digest
from tinyspark.dataset.verdict import judge
from tinyspark.errors import UserError
from tinyspark.importers import formats
from tinyspark.importers.convert import Converted, convert
from tinyspark.importers.source import ImportFailedError, Source, SourceTake
from tinyspark.importers.told_units import Told


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
    """The dataset, and what was read and assumed."""

    dataset: Dataset
    source: Source
    converted: Converted
    takes: list[ReadyTake]
    format: str
    added: int

    def problems(self) -> list[tuple[str, int]]:
        """Return (kind of problem, number of takes that have it)."""
        kinds: Counter[str] = Counter()
        for take in self.takes:
            verdict = take.details["verdict"]
            kinds.update({problem.partition(":")[0] for problem in verdict.split("; ") if problem})
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
        _ready(take, samples, converted)
        for take, samples in zip(read.takes, converted.takes, strict=True)
    ]
    name = options.name or path.resolve().stem
    notes = f"Imported from {path.name}. {read.note}".strip()
    dataset = Dataset.open_or_create(destination, converted.settings, name=name, notes=notes)
    return Imported(dataset, read, converted, ready, chosen, _append(dataset, ready))


def _ready(take: SourceTake, samples: np.ndarray, converted: Converted) -> ReadyTake:
    """Check everything that the dataset will check, before anything is written."""
    try:
        label = check_label(take.label)
        problems = judge(samples, converted.settings, label=label)
        known: Details = {
            "subject": take.subject,
            "session": take.session,
            "split": take.split,
            "verdict": "; ".join(problems),
        }
        details = checked_details({**known, "created": take.created} if take.created else known)
    except UserError as error:
        raise ImportFailedError(f"{take.origin}: {error}") from error
    return ReadyTake(samples, label, details)


def _append(dataset: Dataset, ready: list[ReadyTake]) -> int:
    """Add what is new; a source may hold equal takes, so they are counted, not only looked up."""
    there = Counter(recording.digest for recording in dataset.recordings)
    added = 0
    for take in ready:
        digest = take.digest()
        if there[digest]:
            there[digest] -= 1
            continue
        dataset.add(take.samples, take.label, **take.details)
        added += 1
    return added


__all__ = ["ImportOptions", "Imported", "import_folder", "import_recordings"]
