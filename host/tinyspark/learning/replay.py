"""Whole recordings through the live classifier: what a board would say, and at which sample.

Recordings are pushed one after the other, in their order, as evaluate.py does: stillness around
each of them, and a classifier that forgets between them, since they were not one movement. Knows
no port; what the news are worth, replay_report.py judges.
"""

import array
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from gesturekit import model_format
from gesturekit.classifier import Classifier
from gesturekit.model_format import Model
from gesturekit.sample import AXES, COUNT_MAX
from tinyspark.dataset.recording import Recording
from tinyspark.dataset.settings import Settings
from tinyspark.errors import UserError
from tinyspark.learning import evaluate

Progress = Callable[[str, float], None]


class Found(NamedTuple):
    """A detection. confidence: 0..255; end: one past its last sample; duration: in samples."""

    label: int
    confidence: int
    end: int
    duration: int


class News(NamedTuple):
    """What a classifier says after sample `at` of a stream (one past it), as over the link."""

    at: int
    active: bool
    confidences: bytes
    found: Found | None


def check(model: Model, recordings: Sequence[Recording], settings: Settings) -> None:
    """Raise UserError where there is nothing to replay, or nothing that suits the model."""
    if not recordings:
        raise UserError("There are no recordings to replay.\nRecord or import some.")
    evaluate.check_settings(model, settings)
    if model.trigger == "button":
        for recording in recordings:
            evaluate.check_take(model, recording.samples)


def replay(
    data: bytes, recordings: Sequence[Recording], settings: Settings, progress: Progress
) -> list[list[News]]:
    """Return what the model in data says about each recording; ModelError and UserError."""
    model = model_format.load(data)
    check(model, recordings, settings)
    classifier = Classifier(model)
    heard = []
    for number, recording in enumerate(recordings):
        progress("replaying", number / len(recordings))
        heard.append(hear(classifier, stream(model, recording.samples, settings.axes)))
    return heard


def stream(model: Model, samples: np.ndarray, axes: tuple[str, ...]) -> array.array:
    """Return what is pushed for counts [n, axes]: a button's take, or whole rows with stillness.

    Those are whole hops, so that hops fall on the same samples in every recording. The stillness
    trembles by one count: a board takes a sensor that gives equal samples for one that is frozen.
    """
    if model.trigger == "button":
        return array.array("h", samples.astype(np.int16).tobytes())
    pushed = evaluate.stream(model, samples, axes)
    width = len(AXES[model.sensor])
    pushed += pushed[-width:] * (-(len(pushed) // width) % hop(model))
    begin = start(model)
    for row in (*range(begin), *range(begin + len(samples), len(pushed) // width)):
        value = pushed[row * width]
        pushed[row * width] += row % 2 * (-1 if value == COUNT_MAX else 1)
    return pushed


def hop(model: Model) -> int:
    """Return the samples between two looks at a stream: means are whole ones."""
    return int(model.hop // model.average * model.average)


def start(model: Model) -> int:
    """Return where in a stream the recording itself begins: behind the stillness."""
    return 0 if model.trigger == "button" else int(model.lag)


def hear(classifier: Classifier, pushed: array.array) -> list[News]:
    """Return all news about a stream() that a reset classifier tells."""
    classifier.reset()
    begun = classifier.pushed
    if classifier.model.trigger == "button":
        classifier.classify(pushed)
        return [_news(classifier, begun)]
    return [_news(classifier, begun) for _ in evaluate.news(classifier, pushed)]


def _news(classifier: Classifier, begun: int) -> News:
    found = None
    if classifier.detection >= 0:
        end = classifier.end - begun
        found = Found(classifier.detection, classifier.confidence, end, classifier.duration)
    confidences = bytes(classifier.confidences)
    return News(classifier.pushed - begun, classifier.active, confidences, found)
