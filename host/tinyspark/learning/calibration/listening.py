"""Recordings -> what the model hears in them: everyday movement, and takes of its gestures.

Refuses what cannot be calibrated with, in plain words. Knows nothing of settings and choices.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from gesturekit.model_format import Model
from tinyspark.dataset.recording import Recording
from tinyspark.dataset.settings import Settings
from tinyspark.errors import UserError
from tinyspark.learning import replay
from tinyspark.learning.calibration.choosing import HOLDOFFS
from tinyspark.learning.calibration.results import keep, parted
from tinyspark.learning.calibration.tables import Heard
from tinyspark.learning.replay import Progress
from tinyspark.learning.replay_report import is_everyday


class Source(NamedTuple):
    """Recordings, what they have in common, and how to call them."""

    name: str
    recordings: Sequence[Recording]
    settings: Settings


def listen(model: Model, sources: Sequence[Source], progress: Progress) -> Heard:
    """Return what is heard in the first source, and in the gestures among others; UserError."""
    streams = sources[0]
    _check(model, streams)
    everyday, gestures = _sorted(model, streams)
    if not everyday:
        raise UserError(
            f"{streams.name} holds no everyday movement: all its recordings are of gestures that"
            " the model knows.\nRecord some minutes of what is none of them, as `unknown`."
        )
    pause = max(model.holdoff, round(max(HOLDOFFS) * model.rate))
    parts = []
    for results in keep(model, everyday, streams.settings, progress):
        parts += parted(results, pause)
    heard = keep(model, gestures, streams.settings, progress)
    for takes in sources[1:]:
        more = _gestures(model, takes)
        heard += keep(model, more, takes.settings, progress)
        gestures += more
    labels = [model.labels.index(recording.label) for recording in gestures]
    samples = sum(len(recording.samples) for recording in everyday)
    return Heard(
        model,
        samples / streams.settings.rate / 3600,
        sorted({recording.label for recording in everyday}),
        parts,
        heard,
        np.array(labels, dtype=np.int64),
    )


def _gestures(model: Model, takes: Source) -> list[Recording]:
    _check(model, takes)
    _, gestures = _sorted(model, takes)
    if not gestures:
        known = [label for label in model.labels if not is_everyday(model, label)]
        raise UserError(
            f"{takes.name} holds no take of a gesture that the model knows.\n"
            f"It knows {', '.join(known)}."
        )
    return gestures


def _check(model: Model, source: Source) -> None:
    if model.trigger != "stream":
        raise UserError(
            "The model is asked when a button is pressed; it hears no everyday movement.\n"
            "Calibrate a model of motion (`tinyspark record --sensor imu`)."
        )
    if all(is_everyday(model, label) for label in model.labels):
        raise UserError(
            "The model knows no gesture that it could report, so there is nothing to choose.\n"
            "Train it with takes of a gesture."
        )
    replay.check(model, source.recordings, source.settings)


def _sorted(model: Model, source: Source) -> tuple[list[Recording], list[Recording]]:
    """Return the recordings of everyday movement and those of the model's gestures."""
    everyday: list[Recording] = []
    gestures: list[Recording] = []
    for recording in source.recordings:
        (everyday if is_everyday(model, recording.label) else gestures).append(recording)
    return everyday, gestures
