"""What a model says about recordings, kept, so that other settings of it can be tried cheaply.

The model runs once: cutting by gesturekit's own function, features and network by their numpy
twins. Which label was best, how sure and how far from its prototype stays; thresholds, limits,
repeats and hold-off come afterwards, with gesturekit's Decision. Knows nothing of what is false.
"""

import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from gesturekit import features
from gesturekit.decision import NOTHING, Decision
from gesturekit.model_format import Model
from gesturekit.plain_features import (
    BEGIN,
    COUNT,
    END,
    ENDED,
    LASTING_ENDED,
    PEAK,
    segment,
)
from gesturekit.plain_network import LEVEL
from gesturekit.stream import state
from tinyspark.dataset.recording import Recording
from tinyspark.dataset.settings import Settings
from tinyspark.learning import feature_twin, front_end, inference_twin
from tinyspark.learning.replay import Progress

_ENDS = (ENDED, LASTING_ENDED)


class Result(NamedTuple):
    """An answer before gates. confidence: 0..255; end: of the movement, in samples.

    distance: of the network's inputs from the prototype of the best label, 0 if it has none.
    """

    event: int
    best: int
    confidence: int
    distance: int
    end: int


Results = list[Result]  # of one recording, in their order


@dataclass(frozen=True)
class Setting:
    """What is chosen. thresholds (0..255) and limits: one for each label; holdoff in samples."""

    thresholds: tuple[int, ...]
    limits: tuple[int, ...]
    repeats: int
    holdoff: int

    def having(self, label: int, threshold: int, limit: int) -> "Setting":
        """Return this with another threshold and limit of one label."""
        thresholds, limits = list(self.thresholds), list(self.limits)
        thresholds[label], limits[label] = threshold, limit
        return replace(self, thresholds=tuple(thresholds), limits=tuple(limits))


def setting_of(model: Model) -> Setting:
    """Return what the model has."""
    return Setting(tuple(model.thresholds), tuple(model.limits), model.repeats, model.holdoff)


def put(model: Model, setting: Setting) -> Model:
    """Return the model with a setting; its golden window still holds, since sums stay."""
    return model._replace(
        thresholds=array.array("B", setting.thresholds),
        limits=array.array("H", setting.limits),
        repeats=setting.repeats,
        holdoff=setting.holdoff,
    )


def keep(
    model: Model, recordings: Sequence[Recording], settings: Settings, progress: Progress
) -> list[Results]:
    """Return the results of each recording, with stillness around it as in a replay."""
    columns = [settings.axes.index(axis) for axis in model.axes]
    kept = []
    for number, recording in enumerate(recordings):
        progress("listening", number / len(recordings))
        kept.append(_results(model, recording.samples[:, columns]))
    return kept


def reported(model: Model, setting: Setting, heard: Iterable[Results]) -> list[list[int]]:
    """Return the labels that a board with this setting reports of each, in their order."""
    decision = Decision(put(model, setting))
    decide, limits, unknown = decision.of_events, setting.limits, model.unknown
    found = []
    for results in heard:
        decision.reset()
        labels = []
        for event, best, confidence, distance, end in results:
            if distance > limits[best]:
                best, confidence = unknown, LEVEL
            label = decide[event](best, confidence, end)
            if label != NOTHING:
                labels.append(label)
        found.append(labels)
    return found


def parted(results: Results, pause: int) -> list[Results]:
    """Split results where none can touch what follows; pause: the longest hold-off, in samples.

    There a movement has ended, and the next result comes after any hold-off.
    """
    parts: list[Results] = []
    for number, result in enumerate(results):
        before = results[number - 1] if number else None
        if before is None or (before.event in _ENDS and result.end >= before.end + pause):
            parts.append([])
        parts[-1].append(result)
    return parts


def _results(model: Model, samples: np.ndarray) -> Results:
    means = front_end.means(front_end.padded(samples, model), model.average)
    looks = _looks(model, means)
    if not looks:
        return []
    vectors = _vectors(model, means, looks)
    totals = inference_twin.sums(model, vectors)
    best = totals.argmax(axis=1)
    rows = np.arange(len(best))
    shares = inference_twin.levels(model.layers[-1], totals)[rows, best]
    distances = inference_twin.distances(model, vectors)[rows, best]
    answers = zip(best.tolist(), shares.tolist(), distances.tolist(), strict=True)
    return [
        Result(look.event, *answer, look.end * model.average)
        for look, answer in zip(looks, answers, strict=True)
    ]


class _Look(NamedTuple):
    """When the network is asked, about which means."""

    event: int
    begin: int
    end: int


def _looks(model: Model, means: np.ndarray) -> list[_Look]:
    now = state(model)
    movement = feature_twin.movement(means, model.lag // model.average)
    looks = []
    for count, value in enumerate(movement.tolist(), 1):
        now[COUNT] = count
        event = segment(now, value)
        long = (now[END] - now[BEGIN]) * model.average >= model.least
        if event and long and now[PEAK] >= model.peak:
            looks.append(_Look(event, now[BEGIN], now[END]))
    return looks


def _vectors(model: Model, means: np.ndarray, looks: Sequence[_Look]) -> np.ndarray:
    """Return the feature vector of each look; those of one length are computed together."""
    number = features.NAMES.index(model.feature_set)
    lengths = np.array([look.end - look.begin for look in looks])
    vectors = np.zeros((len(looks), len(model.centers)), dtype=np.int64)
    for length in np.unique(lengths):
        places = np.flatnonzero(lengths == length)
        pieces = np.stack([means[looks[at].begin : looks[at].end] for at in places.tolist()])
        vectors[places] = feature_twin.gesture(pieces, model.axes, number)
    return vectors
