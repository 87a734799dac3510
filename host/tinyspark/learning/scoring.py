"""Predictions -> figures: accuracy, per label, per subject, confusion. Knows only numbers."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from tinyspark.dataset.recording import Recording

NOTHING = -1  # a prediction: nothing was recognized
TIE = 1e-6  # less than any difference of confidences


def vote(confidences: np.ndarray, best: np.ndarray, lengths: Sequence[int]) -> int:
    """Return the label of a recording from its pieces' confidences [pieces, labels].

    Every piece counts with its length. best: the label of each piece; it decides between equals.
    """
    ahead = TIE * (best[:, None] == np.arange(confidences.shape[1]))
    return int(((confidences + ahead) * np.asarray(lengths)[:, None]).sum(axis=0).argmax())


def figures(
    recordings: Sequence[Recording], predicted: np.ndarray, labels: Sequence[str]
) -> dict[str, Any]:
    """Return the common part of the reports of train and evaluate.

    confusion[true][predicted] counts recordings; nothing[true] those with no prediction.
    """
    truth = np.array([labels.index(recording.label) for recording in recordings])
    right = truth == predicted
    confusion = np.zeros((len(labels), len(labels)), dtype=int)
    known = predicted != NOTHING
    np.add.at(confusion, (truth[known], predicted[known]), 1)
    subjects = np.array([recording.subject for recording in recordings])
    per_subject = {
        str(name): share(right[subjects == name]) for name in np.unique(subjects) if name
    }
    per_label = {label: share(right[truth == number]) for number, label in enumerate(labels)}
    return {
        "labels": list(labels),
        "n": len(recordings),
        "accuracy": float(right.mean()),
        "worst_subject": _worst(per_subject),
        "per_subject": per_subject,
        "per_label": {label: each for label, each in per_label.items() if each["n"]},
        "confusion": confusion.tolist(),
        "nothing": np.bincount(truth[~known], minlength=len(labels)).tolist(),
    }


def share(right: np.ndarray) -> dict[str, Any]:
    """Return the number of recordings and the share that was right."""
    return {"n": len(right), "accuracy": float(right.mean()) if len(right) else 0.0}


def _worst(per_subject: dict[str, dict[str, Any]]) -> dict[str, Any] | None:
    if not per_subject:
        return None
    name = min(per_subject, key=lambda subject: per_subject[subject]["accuracy"])
    return {"subject": name, **per_subject[name]}
