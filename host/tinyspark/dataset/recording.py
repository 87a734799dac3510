"""One take and what is known about it: checked, read from its file, told apart from others.

Knows a take's file and its row; the list of takes is dataset.py's.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TypedDict

import numpy as np

from gesturekit.sample import COUNT_MAX, COUNT_MIN
from tinyspark.dataset.dataset_rows import Row
from tinyspark.dataset.naming import (
    VERDICT_CHARACTERS,
    check_detail,
    check_label,
    path_inside,
    shown,
)
from tinyspark.dataset.number_table import read_integers
from tinyspark.dataset.settings import Settings
from tinyspark.errors import UserError

SPLITS = ("", "train", "validation", "test")
_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,63}")


class RecordingError(UserError):
    """A take that cannot be used; the message names the file and the line."""


class Details(TypedDict, total=False):
    """What is known about a take beside its label; all of it may be empty."""

    subject: str
    session: str
    split: str  # one of SPLITS
    verdict: str  # problems in plain words, empty: good
    created: str  # ISO 8601; left out: now


@dataclass(frozen=True, eq=False)
class Recording:
    """One take; samples are int16 counts [n, axes]."""

    id: str
    label: str
    subject: str
    session: str
    split: str
    created: str
    verdict: str
    samples: np.ndarray

    @cached_property
    def digest(self) -> str:
        """Hex digest of label, person, session and samples: equal for a take imported twice."""
        return take_digest(self.samples, self.label, self.subject, self.session)

    def row(self, file: str) -> Row:
        """Return the take's line of recordings.csv; file is relative to the dataset."""
        return Row(
            self.id,
            file,
            self.label,
            self.subject,
            self.session,
            self.split,
            self.created,
            self.verdict,
        )


def take_digest(samples: np.ndarray, label: str, subject: str, session: str) -> str:
    """Return the hex digest that tells one take from another."""
    head = json.dumps([label, subject, session, list(samples.shape)])
    data = np.ascontiguousarray(samples, dtype="<i2").tobytes()
    return hashlib.sha256(head.encode() + data).hexdigest()


def read_recording(folder: Path, row: Row, settings: Settings) -> Recording:
    """Read the take of a row; raises UserError."""
    check_id(row.id)
    label = check_label(row.label)
    details: Details = {
        "subject": row.subject,
        "session": row.session,
        "split": row.split,
        "verdict": row.verdict,
        "created": row.created,
    }
    details = checked_details(details)
    samples = _read_samples(path_inside(folder, row.file), settings)
    return Recording(id=row.id, label=label, samples=samples, **details)


def check_id(identity: str) -> None:
    """RecordingError unless a take may be called so; its file is named after it."""
    if not _ID.fullmatch(identity):
        raise RecordingError(
            f"The id {shown(identity)} is not safe.\nUse letters, digits and dashes."
        )


def checked_details(details: Details) -> Details:
    """Return all details in their normal form; raises UserError."""
    split = details.get("split", "")
    if split not in SPLITS:
        raise RecordingError(
            f"The split {shown(split)} is unknown.\nUse train, validation, test or nothing."
        )
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return {
        "subject": check_detail(details.get("subject", ""), "subject"),
        "session": check_detail(details.get("session", ""), "session"),
        "split": split,
        "created": check_detail(details.get("created", now), "time"),
        "verdict": check_detail(details.get("verdict", ""), "verdict", VERDICT_CHARACTERS),
    }


def checked_samples(samples: np.ndarray, settings: Settings) -> np.ndarray:
    """Return a take as int16 [n, axes]; raises RecordingError."""
    values = np.asarray(samples)
    if values.ndim != 2 or values.shape[1] != len(settings.axes) or not len(values):
        raise RecordingError(
            f"A take of shape {values.shape} does not fit the axes {','.join(settings.axes)}.\n"
            "A take is one row a sample, one column an axis, at least one row."
        )
    if values.dtype.kind not in "iu" or values.min() < COUNT_MIN or values.max() > COUNT_MAX:
        raise RecordingError(
            f"A take holds values that are no counts of {COUNT_MIN}..{COUNT_MAX}.\n"
            "Convert it with `tinyspark dataset import`."
        )
    return values.astype(np.int16)


def _read_samples(path: Path, settings: Settings) -> np.ndarray:
    header, values = read_integers(path)
    if tuple(header) != settings.axes:
        raise RecordingError(
            f"{path} line 1 names the axes {','.join(header)[:60]!r}.\n"
            f"The dataset has {','.join(settings.axes)}."
        )
    beyond = ((values < COUNT_MIN) | (values > COUNT_MAX)).any(axis=1)
    if beyond.any():
        raise RecordingError(
            f"{path} line {2 + int(np.argmax(beyond))} holds a value outside of "
            f"{COUNT_MIN}..{COUNT_MAX}.\n"
            "Takes hold raw counts of 16 bits; record or import it again."
        )
    return values.astype(np.int16)
