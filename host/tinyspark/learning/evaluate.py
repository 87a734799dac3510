"""Model + recordings -> figures, by the very classes that run on the board, sample by sample.

A recording is padded with stillness and pushed through the Classifier. Every result counts for
its label with its confidence and its length; a recording without a result is idle, if the model
has such a label, else nothing. A label that no recording has, since training made it up for what
is unknown, takes no part in it. `detections` says how many takes were also reported live as
just their label, above the threshold and nothing else.
"""

import array
import hashlib
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gesturekit import model_format
from gesturekit.classifier import Classifier
from gesturekit.model_format import NO_LABEL, Model
from gesturekit.sample import AXES
from tinyspark.dataset.recording import Recording
from tinyspark.dataset.settings import IMU, Settings
from tinyspark.errors import UserError
from tinyspark.learning import front_end, inference_twin, scoring


@dataclass(frozen=True)
class Outcome:
    """What a model made of one recording: its label by vote, and the labels reported live."""

    label: int
    detections: list[int]


def evaluate(data: bytes, recordings: Sequence[Recording], settings: Settings) -> dict[str, Any]:
    """Return the report of `tinyspark evaluate`; raises ModelError and UserError."""
    begun = time.perf_counter()
    model = model_format.load(data)
    check(model, recordings, settings)
    classifier = Classifier(model)
    voters = voting(model, {recording.label for recording in recordings})
    outcomes = [run(classifier, each.samples, settings.axes, voters) for each in recordings]
    predicted = np.array([outcome.label for outcome in outcomes])
    figures = scoring.figures(recordings, predicted, model.labels)
    return {
        **figures,
        "integer_accuracy": figures["accuracy"],
        "float_accuracy": None,  # a model file holds the integer network alone
        "detections": _detections(model, recordings, outcomes),
        "model_bytes": len(data),
        "model_hash": hashlib.sha256(data).hexdigest(),
        "seconds": round(time.perf_counter() - begun, 3),
    }


def check(model: Model, recordings: Sequence[Recording], settings: Settings) -> None:
    """Raise UserError where model and recordings do not belong together."""
    if not recordings:
        raise UserError("There are no recordings to score.\nRecord or import some.")
    check_settings(model, settings)
    strange = sorted({recording.label for recording in recordings} - set(model.labels))
    if strange:
        raise UserError(
            f"The model does not know the label {strange[0]!r}.\n"
            f"It knows {', '.join(model.labels)}. `tinyspark replay` takes other recordings for"
            " everyday movement."
        )


def check_settings(model: Model, settings: Settings) -> None:
    """Raise UserError unless recordings with these settings are what the model was made for."""
    if model.sensor == "buttons":
        raise UserError(
            "The model's inputs are the board's buttons; there are no recordings of those.\n"
            "Try it on a board: `tinyspark deploy MODEL`, then press Button 1 and Button 2."
        )
    among = model.sensor == IMU.sensor and settings.continuous  # with the other sensor's or not
    if model.sensor != settings.sensor and not among:
        raise UserError(
            f"The model is for the sensor {model.sensor}, the recordings are of "
            f"{settings.sensor}.\nTrain a model on recordings of the same sensor."
        )
    for name in ("rate", "accel_range", "gyro_range"):
        mine, theirs = getattr(model, name), getattr(settings, name)
        if theirs is not None and mine != theirs:
            raise UserError(
                f"The model was made for a {name} of {mine}, the recordings have {theirs}.\n"
                "Import the recordings again, with the kit's settings."
            )
    missing = [axis for axis in model.axes if axis not in settings.axes]
    if missing:
        raise UserError(
            f"The recordings lack the axes {', '.join(missing)} that the model needs.\n"
            "Train a model on recordings with these axes."
        )


def check_take(model: Model, samples: np.ndarray) -> None:
    """Raise UserError unless a take at the press of a button is as long as the model wants."""
    if len(samples) != model.take:
        raise UserError(
            f"A take has {len(samples)} samples; the model looks at {model.take}.\n"
            "Use takes of that length."
        )


def voting(model: Model, performed: Collection[str]) -> np.ndarray:
    """Return the numbers of the labels that count: all but the unknown, if nobody performed it."""
    silent = model.unknown != NO_LABEL and model.labels[model.unknown] not in performed
    return np.array([n for n in range(len(model.labels)) if not silent or n != model.unknown])


def run(
    classifier: Classifier,
    samples: np.ndarray,
    axes: tuple[str, ...],
    voters: np.ndarray | None = None,
) -> Outcome:
    """Return what a classifier makes of counts [samples, axes]; voters: of voting(), or all."""
    model = classifier.model
    if voters is None:
        voters = np.arange(len(model.labels))
    if model.trigger == "button":
        return _button(classifier, samples, voters)
    classifier.reset()
    labels = (model.idle, model.unknown)
    idle = next((label for label in labels if label in voters), scoring.NOTHING)
    results, lengths, detections = [], [], []
    pushed = stream(model, samples, axes)
    for _ in news(classifier, pushed):
        if classifier.best >= 0:
            results.append(_result(classifier, voters))
            lengths.append(classifier.duration)
        if classifier.detection >= 0:
            detections.append(classifier.detection)
    if not results:
        return Outcome(idle, detections)
    best, votes = (np.array(each) for each in zip(*results, strict=True))
    return Outcome(int(voters[scoring.vote(votes, best, lengths)]), detections)


def _result(classifier: Classifier, voters: np.ndarray) -> tuple[int, np.ndarray]:
    """Return the place of the best among voters, and the confidence of each of them."""
    model = classifier.model
    if len(voters) == len(model.labels):
        return classifier.best, np.array(classifier.confidences)
    totals = np.array([classifier.sums], dtype=np.int64)
    best, votes = inference_twin.among(model.layers[-1], totals, voters)
    return int(np.flatnonzero(voters == best[0])[0]), votes[0]


def news(classifier: Classifier, pushed: array.array) -> Iterator[int]:
    """Push whole samples as a board reads them; yield, at all news, how many are pushed."""
    width = len(AXES[classifier.model.sensor])
    done, count = 0, len(pushed) // width
    while done < count:
        done += classifier.push(pushed, width * done, count - done)
        if classifier.news:
            yield done


def stream(model: Model, samples: np.ndarray, axes: tuple[str, ...]) -> array.array:
    """Return rows() of samples with as much stillness around them as the model needs."""
    return rows(front_end.padded(samples, model), axes, model.sensor)


def rows(samples: np.ndarray, axes: tuple[str, ...], sensor: str) -> array.array:
    """Return samples [n, axes] as a board reads them: all axes of a sensor, missing ones 0.

    Axes that are none of the sensor's are left out.
    """
    names = AXES[sensor]
    whole = np.zeros((len(samples), len(names)), dtype=np.int16)
    for place, axis in enumerate(axes):
        if axis in names:
            whole[:, names.index(axis)] = samples[:, place]
    return array.array("h", whole.tobytes())


def _button(classifier: Classifier, samples: np.ndarray, voters: np.ndarray) -> Outcome:
    check_take(classifier.model, samples)
    classifier.classify(array.array("h", samples.astype(np.int16).tobytes()))
    detections = [classifier.detection] if classifier.detection >= 0 else []
    return Outcome(int(voters[_result(classifier, voters)[0]]), detections)


def _detections(
    model: Model, recordings: Sequence[Recording], outcomes: Sequence[Outcome]
) -> dict[str, int]:
    """Count takes that were reported as their label alone, otherwise, or not at all."""
    counts = {"right": 0, "wrong": 0, "missed": 0}
    for recording, outcome in zip(recordings, outcomes, strict=True):
        label = model.labels.index(recording.label)
        counts[verdict(model, label, outcome.detections)] += 1
    return counts


def verdict(model: Model, label: int, detections: Sequence[int]) -> str:
    """Return "right" if a take's detections are of its label alone.

    Of idle and unknown, which are never reported: if there are none. Otherwise "wrong" if there
    are any, "missed" if there are none.
    """
    wanted = set() if label in (model.idle, model.unknown) else {label}
    if set(detections) == wanted:
        return "right"
    return "wrong" if detections else "missed"
