"""What every importer hands over: takes as somebody else wrote them, and what was said of them.

Numbers are untouched and units may be unknown; convert.py makes counts of them.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np

from tinyspark.errors import UserError


class ImportFailedError(UserError):
    """Recordings that cannot be imported; the message says which and why."""


class NotToldError(ImportFailedError):
    """A source that leaves out what nobody may guess; missing: fields of Told to be told."""

    def __init__(self, message: str, missing: tuple[str, ...]) -> None:
        super().__init__(message)
        self.missing = missing


class SourceTake(NamedTuple):
    """One take; values are finite float [n, channels]; origin names it in messages.

    created is ISO 8601 or ""; rate is the take's own, where takes of one source may differ.
    """

    values: np.ndarray
    label: str
    subject: str
    session: str
    split: str
    origin: str
    created: str = ""
    rate: float | None = None


@dataclass(frozen=True)
class Source:
    """The takes of one import; rate None and units "" mean: not stated.

    assumed: what the reader took for granted, for the report; usual: what such files usually
    hold, to help a user who is asked for it.
    """

    path: Path
    channels: tuple[str, ...]
    takes: list[SourceTake] = field(repr=False)
    rate: float | None = None
    accel_unit: str = ""
    gyro_unit: str = ""
    without_gravity: bool = False
    note: str = ""
    assumed: tuple[str, ...] = ()
    usual: str = ""


_SPLITS = {
    "training": "train",
    "testing": "test",
    "val": "validation",
    "split": "",  # not yet decided
}


def split_of(text: str) -> str:
    """Return the kit's word for a split; unknown words are left for the dataset to refuse."""
    word = text.strip().lower()
    return _SPLITS.get(word, word)
