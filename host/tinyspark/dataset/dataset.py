"""A dataset on disk: labelled takes of one sensor with the same settings.

    dataset.json           name, settings, labels, licence, notes, format
    recordings.csv         one row a take (dataset_rows.py)
    recordings/<id>.csv    header = axes, then raw integer counts, one sample a line

Takes are appended whole: take file (temp + rename) first, then the row. A crash between the two
leaves an unlisted file, inside the second a half row; both are reported, neither harms the rest.
Knows files and formats; judges no take and converts no units.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Unpack

import numpy as np

from tinyspark.dataset import dataset_rows, durable, history
from tinyspark.dataset.dataset_rows import Row
from tinyspark.dataset.identities import Identities
from tinyspark.dataset.naming import check_label, shown
from tinyspark.dataset.number_table import read_text, table_text
from tinyspark.dataset.recording import (
    Details,
    Recording,
    check_id,
    checked_details,
    checked_samples,
    read_recording,
    take_digest,
)
from tinyspark.dataset.settings import Settings, difference
from tinyspark.errors import UserError
from tinyspark.terminal.screen import clean, printable

FORMAT = 1
INFO = "dataset.json"
TAKES = "recordings"
ABOUT = ("name", "licence", "notes")  # texts of dataset.json that anybody may have written


class DatasetError(UserError):
    """A dataset that cannot be used; the message names the file and the line."""


class Dataset:
    """The takes of one folder, in the order of recordings.csv."""

    def __init__(self, folder: Path, info: dict[str, Any], settings: Settings) -> None:
        """Use open, create or open_or_create instead."""
        self.folder = folder
        self.info = info
        self.settings = settings
        self.recordings: list[Recording] = []
        self.identities = Identities()

    @classmethod
    def open(
        cls,
        folder: str | Path,
        problems: list[str] | None = None,
        known: Mapping[Row, Recording] | None = None,
    ) -> "Dataset":
        """Read a dataset; raises DatasetError.

        With a list for problems, takes that cannot be read are left out and named there, and so
        are the traces of a crash; without one the first bad take raises. known: takes that were
        read before, by row, and need not be read again: a take that is listed never changes.
        """
        folder = Path(folder)
        check_folder(folder)
        try:
            dataset = cls(folder, *read_info(folder))
            dataset._read_takes(problems, known or {})
        except DatasetError:
            raise
        except UserError as error:
            raise DatasetError(str(error)) from error
        return dataset

    @classmethod
    def create(
        cls,
        folder: str | Path,
        settings: Settings,
        *,
        name: str = "",
        licence: str = "",
        notes: str = "",
    ) -> "Dataset":
        """Make an empty dataset; raises DatasetError when the folder already holds something."""
        folder = Path(folder)
        info = {
            "format": FORMAT,
            "name": clean(name or folder.resolve().name),
            **settings.to_json(),
            "labels": [],
            "licence": printable(licence),
            "notes": printable(notes),
        }
        try:
            if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
                raise DatasetError(f"{folder} is there and not empty.\nChoose another folder.")
            (folder / TAKES).mkdir(parents=True)
            dataset_rows.write_whole(folder / dataset_rows.NAME, dataset_rows.HEADER + "\n")
            _write_info(folder, info)
        except OSError as error:
            raise DatasetError(
                f"Cannot make the dataset {folder}: {error.strerror}.\nChoose another folder."
            ) from error
        return cls(folder, info, settings)

    @classmethod
    def open_or_create(cls, folder: str | Path, settings: Settings, **about: str) -> "Dataset":
        """Open a dataset that must have these settings, or make it; about: as in create()."""
        if not (Path(folder) / INFO).is_file():
            return cls.create(folder, settings, **about)
        dataset = cls.open(folder)
        if dataset.settings != settings:
            there, new = difference(dataset.settings, settings)
            raise DatasetError(
                f"{folder} has other settings: its takes have {there}, the new ones {new}.\n"
                "Use another folder: all takes of a dataset have the same settings."
            )
        return dataset

    @property
    def name(self) -> str:
        """What the dataset calls itself."""
        return clean(self.info.get("name") or self.folder.resolve().name)

    @property
    def labels(self) -> list[str]:
        """The labels that occur, sorted."""
        return sorted({recording.label for recording in self.recordings})

    def hash(self) -> str:
        """Return the SHA-256 (hex) of settings, labels and samples, in file order."""
        digest = hashlib.sha256(json.dumps(self.settings.to_json()).encode())
        for recording in self.recordings:
            digest.update(f"\n{recording.label}\n{recording.samples.shape}\n".encode())
            digest.update(recording.samples.astype("<i2").tobytes())
        return digest.hexdigest()

    def add(
        self, samples: np.ndarray, label: str, identity: str = "", **details: Unpack[Details]
    ) -> Recording:
        """Append one whole take: make() and append()."""
        recording = self.make(samples, label, identity, **details)
        self.append(recording)
        return recording

    def make(
        self, samples: np.ndarray, label: str, identity: str = "", **details: Unpack[Details]
    ) -> Recording:
        """Return a whole take, integers [n, axes], to be appended; UserError for a bad one.

        identity: of a take that has an id already, which no other one may have.
        """
        label = check_label(label)
        details = checked_details(details)
        samples = checked_samples(samples, self.settings)
        digest = take_digest(samples, label, details["subject"], details["session"])
        if identity:
            self._claim(identity)
        else:
            identity = self.identities.new(digest)
        return Recording(id=identity, label=label, samples=samples, **details)

    def append(self, recording: Recording) -> None:
        """Write a take that make() returned; raises DatasetError."""
        try:
            self._write_take(recording)
        except OSError as error:
            raise DatasetError(
                f"Cannot write to {self.folder}: {error.strerror}.\n"
                "The takes saved before are whole; free some space or choose another folder."
            ) from error
        self.recordings.append(recording)

    def settle(self, identity: str) -> None:
        """Wait until a take is on the disk for good, unless it was put away; DatasetError."""
        take = self.folder / TAKES / f"{identity}.csv"
        files = [take, self.folder / dataset_rows.NAME, self.folder / INFO]
        try:
            durable.settle(files if take.is_file() else files[1:])
        except OSError as error:
            raise DatasetError(
                f"Not all of {self.folder} reaches the disk: {error.strerror}.\n"
                "Look after the disk before you go on."
            ) from error

    def _claim(self, identity: str) -> None:
        check_id(identity)
        if identity in self.identities:
            raise DatasetError(f"The id {shown(identity)} is used twice.\nGive it another one.")
        self.identities.take(identity)

    def _write_take(self, recording: Recording) -> None:
        file = f"{TAKES}/{recording.id}.csv"
        (self.folder / TAKES).mkdir(exist_ok=True)
        table = table_text(self.settings.axes, recording.samples)
        dataset_rows.write_whole(self.folder / file, table)
        dataset_rows.append(self.folder, recording.row(file))
        if recording.label not in self.info["labels"]:
            self.info["labels"] = sorted([*self.info["labels"], recording.label])
            _write_info(self.folder, self.info)

    def _read_takes(self, problems: list[str] | None, known: Mapping[Row, Recording]) -> None:
        rows, half = dataset_rows.read(self.folder)
        for place in (TAKES, f"{history.FOLDER}/{TAKES}"):
            for path in (self.folder / place).glob("*.csv"):
                self.identities.pass_over(path.stem)
        listed = set()
        for line, row in rows:
            listed.add(Path(row.file).name)
            try:
                self.recordings.append(self._read_take(row, known.get(row)))
            except UserError as error:
                where = f"{self.folder / dataset_rows.NAME} line {line}: {error}"
                if problems is None:
                    raise DatasetError(where) from error
                problems.append(where.splitlines()[0])
        if problems is not None:
            problems += self._traces(listed, half)

    def _read_take(self, row: Row, known: Recording | None) -> Recording:
        recording = known or read_recording(self.folder, row, self.settings)
        self._claim(row.id)
        return recording

    def _traces(self, listed: set[str], half: str) -> list[str]:
        """Say what a crash left behind."""
        found = []
        if half:
            found.append(
                f"{self.folder / dataset_rows.NAME}: the last row is half-written: {shown(half)}"
            )
        for path in sorted((self.folder / TAKES).glob("*")):
            if path.name not in listed:
                found.append(
                    f"{shown(path.name)} in {path.parent} is not listed in {dataset_rows.NAME}"
                )
        return found


def check_folder(folder: Path) -> None:
    """DatasetError unless the folder looks like a dataset."""
    if not (folder / INFO).is_file():
        raise DatasetError(
            f"{folder} is not a dataset: it has no {INFO}.\n"
            "Record one with `tinyspark record`, or use `tinyspark dataset import`."
        )


def write_labels(folder: Path, labels: list[str]) -> None:
    """Bring dataset.json's list of labels up to date; OSError, UserError."""
    info, _ = read_info(folder)
    if info["labels"] != labels:
        _write_info(folder, {**info, "labels": labels})


def read_info(folder: Path) -> tuple[dict[str, Any], Settings]:
    """Return what dataset.json says, whole and as settings; UserError."""
    path = folder / INFO
    try:
        info = json.loads(read_text(path))
        json.dumps(info, ensure_ascii=False).encode()  # it will be written again
    except (ValueError, RecursionError) as error:
        raise DatasetError(f"{path} is not JSON: {error}.\nMend it.") from error
    if not isinstance(info, dict) or info.get("format") != FORMAT:
        raise DatasetError(
            f"{path} is not a dataset of format {FORMAT}.\n"
            "A newer tinyspark may read it; see datasets/README.md."
        )
    labels = info.setdefault("labels", [])
    if not isinstance(labels, list) or not all(isinstance(label, str) for label in labels):
        raise DatasetError(f"{path}: labels is not a list of texts.\nMend it.")
    for entry in ABOUT:
        if not isinstance(info.get(entry, ""), str):
            raise DatasetError(f"{path}: {entry} is not a text.\nMend it.")
    return info, Settings.from_json(info)


def _write_info(folder: Path, info: Mapping[str, Any]) -> None:
    text = json.dumps(info, indent=2, ensure_ascii=False) + "\n"
    dataset_rows.write_whole(folder / INFO, text)


__all__ = ["Dataset", "DatasetError", "Details", "Recording", "Settings"]
