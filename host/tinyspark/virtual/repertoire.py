"""The takes of datasets as a player performs them. Knows datasets, no board."""

from collections.abc import Collection, Sequence
from pathlib import Path

from tinyspark.dataset import Dataset, Recording
from tinyspark.dataset.settings import Settings
from tinyspark.errors import UserError
from tinyspark.terminal.screen import clean
from tinyspark.virtual import scenes
from tinyspark.virtual.player import Take


def takes(
    folders: Sequence[Path], only: Collection[str] = (), subject: str | None = None
) -> list[Take]:
    """Return the takes of datasets, of some labels (none: all) and one person, to be played.

    UserError when there are none, or no dataset.
    """
    datasets = [Dataset.open(folder) for folder in folders]
    found = [(each, dataset.settings) for dataset in datasets for each in dataset.recordings]
    chosen = [
        _take(recording, settings)
        for recording, settings in found
        if (not only or recording.label in only) and subject in (None, recording.subject)
    ]
    if not chosen:
        labels = sorted({recording.label for recording, _ in found})
        subjects = sorted({recording.subject for recording, _ in found})
        raise UserError(
            f"There are no such takes in {' and '.join(map(str, folders))}.\nThere are the labels"
            f" {_listed(labels)} and the people {_listed(subjects)}."
        )
    return chosen


def _take(recording: Recording, settings: Settings) -> Take:
    rows = recording.samples.tolist()
    if settings.continuous:
        samples = scenes.motion_rows(rows, list(settings.axes), settings.sensor)
    else:
        samples = [row[0] for row in rows]
    return Take(recording.label, recording.subject, settings.sensor, settings.rate, samples)


def _listed(names: list[str]) -> str:
    return clean(", ".join(name or "(none)" for name in names))
