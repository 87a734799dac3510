"""The takes of a dataset as a player performs them. Knows datasets, no board."""

from collections.abc import Collection
from pathlib import Path

from tinyspark.dataset import Dataset, Recording
from tinyspark.dataset.settings import Settings
from tinyspark.errors import UserError
from tinyspark.terminal.screen import clean
from tinyspark.virtual import scenes
from tinyspark.virtual.player import Take


def takes(folder: Path, only: Collection[str] = (), subject: str | None = None) -> list[Take]:
    """Return the takes of a dataset, of some labels (none: all) and one person, to be played.

    UserError when there are none, or no dataset.
    """
    dataset = Dataset.open(folder)
    chosen = [
        recording
        for recording in dataset.recordings
        if (not only or recording.label in only) and subject in (None, recording.subject)
    ]
    if not chosen:
        subjects = sorted({recording.subject for recording in dataset.recordings})
        raise UserError(
            f"{folder} has no such takes.\nIt has the labels {_listed(dataset.labels)}"
            f" and the people {_listed(subjects)}."
        )
    return [_take(recording, dataset.settings) for recording in chosen]


def _take(recording: Recording, settings: Settings) -> Take:
    rows = recording.samples.tolist()
    if settings.continuous:
        samples = scenes.motion_rows(rows, list(settings.axes), settings.sensor)
    else:
        samples = [row[0] for row in rows]
    return Take(recording.label, recording.subject, settings.sensor, settings.rate, samples)


def _listed(names: list[str]) -> str:
    return clean(", ".join(name or "(none)" for name in names))
