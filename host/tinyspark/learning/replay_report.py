"""What a replay's news are worth: hits, misses, wrong and false detections, per hour.

A recording of a label that the model knows as a gesture counts once, by evaluate.verdict: a hit
if it was reported as this label and as nothing else, missed if nothing was reported, else wrong.
All other recordings (of idle, of `unknown`, of labels that the model does not know) are everyday
movement: each gesture reported there is false. Hours are those of the recordings alone, without
the stillness around them.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from gesturekit.model_format import Model
from tinyspark.dataset.recording import Recording
from tinyspark.dataset.settings import Settings
from tinyspark.learning import evaluate
from tinyspark.learning.replay import News, start
from tinyspark.learning.task import is_unknown

RULE_OF_THREE = 3.0  # none in so many hours allows up to 3 / hours an hour, 19 times of 20
_COUNTED = {"right": "hits", "wrong": "wrong", "missed": "misses"}


def figures(
    model: Model,
    recordings: Sequence[Recording],
    settings: Settings,
    heard: Sequence[Sequence[News]],
) -> dict[str, Any]:
    """Return the report of `tinyspark replay` for the news about each recording."""
    detections = _detections(model, recordings, settings, heard)
    hours = _hours(recordings, settings)
    gestures = _gestures(model, recordings, heard)
    total = _total(gestures.values())
    return {
        "labels": list(model.labels),
        "n": len(recordings),
        "hours": hours,
        "detections": detections,
        "per_hour": len(detections) / hours,
        **{name: total[name] for name in ("hits", "misses", "wrong", "recall")},
        "per_label": gestures,
        "repeated": _repeated(model, detections),
        "everyday": _everyday(model, recordings, settings, detections),
    }


def is_everyday(model: Model, label: str) -> bool:
    """Tell whether recordings of this label hold no gesture that the model should report."""
    if is_unknown(label) or label not in model.labels:
        return True
    return model.labels.index(label) in (model.idle, model.unknown)


def _detections(
    model: Model,
    recordings: Sequence[Recording],
    settings: Settings,
    heard: Sequence[Sequence[News]],
) -> list[dict[str, Any]]:
    """Return all detections in their order; `index` is one past the last sample of a gesture.

    It counts from the recording's first sample; stillness behind it may hold the very end.
    """
    detections = []
    before = 0  # samples of the recordings so far
    for recording, news in zip(recordings, heard, strict=True):
        for found in (one.found for one in news if one.found):
            label, index = model.labels[found.label], found.end - start(model)
            detections.append(
                {
                    "time": round((before + index) / settings.rate, 3),
                    "label": label,
                    "confidence": round(found.confidence / 255, 3),
                    "recording": recording.id,
                    "index": index,
                    "duration": round(found.duration / settings.rate, 3),
                    "performed": recording.label,
                    "outcome": _outcome(model, recording.label, label),
                }
            )
        before += len(recording.samples)
    return detections


def _repeated(model: Model, detections: Sequence[dict[str, Any]]) -> dict[str, int]:
    """Return how many detections each recording of a gesture has, of those with several."""
    counts = Counter(
        found["recording"] for found in detections if not is_everyday(model, found["performed"])
    )
    return {recording: count for recording, count in counts.items() if count > 1}


def _outcome(model: Model, performed: str, label: str) -> str:
    """Return what a single detection is: right, wrong, false or (everyday movement) unknown."""
    if is_everyday(model, performed):
        return "unknown" if is_unknown(label) else "false"
    return "right" if label == performed else "wrong"


def _gestures(
    model: Model, recordings: Sequence[Recording], heard: Sequence[Sequence[News]]
) -> dict[str, dict[str, Any]]:
    """Return the counts of each label that was performed as a gesture."""
    counts = {
        label: {"n": 0, "hits": 0, "misses": 0, "wrong": 0}
        for label in sorted({recording.label for recording in recordings})
        if not is_everyday(model, label)
    }
    for recording, news in zip(recordings, heard, strict=True):
        if recording.label in counts:
            found = [one.found.label for one in news if one.found]
            label = model.labels.index(recording.label)
            of_label = counts[recording.label]
            of_label["n"] += 1
            of_label[_COUNTED[evaluate.verdict(model, label, found)]] += 1
    return {label: _total([each]) for label, each in counts.items()}


def _total(counts: Any) -> dict[str, Any]:
    """Return the sum of counts and their recall, None where nothing was performed."""
    names = ("n", "hits", "misses", "wrong")
    total: dict[str, Any] = {name: sum(each[name] for each in counts) for name in names}
    total["recall"] = total["hits"] / total["n"] if total["n"] else None
    return total


def _everyday(
    model: Model,
    recordings: Sequence[Recording],
    settings: Settings,
    detections: Sequence[dict[str, Any]],
) -> dict[str, Any]:
    """Return what everyday movement did; at_most: what it allows per hour, None if there is none.

    at_most is known where nothing was reported: so little time may have been luck.
    """
    everyday = [recording for recording in recordings if is_everyday(model, recording.label)]
    hours = _hours(everyday, settings)
    false = [found for found in detections if found["outcome"] == "false"]
    return {
        "n": len(everyday),
        "labels": sorted({recording.label for recording in everyday}),
        "hours": hours,
        "detections": len(false),
        "recordings": len({found["recording"] for found in false}),
        "per_hour": len(false) / hours if hours else None,
        "at_most": RULE_OF_THREE / hours if hours and not false else None,
    }


def _hours(recordings: Sequence[Recording], settings: Settings) -> float:
    samples = sum(len(recording.samples) for recording in recordings)
    return samples / settings.rate / 3600
