"""What was heard + an aim -> a setting, and figures of before and after.

All figures are counted with gesturekit's Decision. Since a choice flatters on what it was chosen
by, it is also made again without a fifth of everything, five times, and counted on that fifth.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

import numpy as np

from gesturekit.model_format import NO_LIMIT
from gesturekit.plain_network import LEVEL
from tinyspark.learning.calibration.choosing import Aim, Tables, choose
from tinyspark.learning.calibration.climbing import Climb, Sight
from tinyspark.learning.calibration.results import Results, Setting, reported, setting_of
from tinyspark.learning.calibration.tables import SHARES, Heard
from tinyspark.learning.evaluate import verdict
from tinyspark.learning.replay import Progress
from tinyspark.learning.replay_report import RULE_OF_THREE

FOLDS = 5


def calibrate(heard: Heard, aim: Aim, progress: Progress) -> tuple[Setting, dict[str, Any]]:
    """Return what serves the aim best, and the report of `tinyspark calibrate`."""
    tables = Tables(heard)
    progress("choosing", 0.0)
    own, setting = setting_of(heard.model), choose(tables, aim, _all(heard))
    before, after = figures(heard, own), figures(heard, setting)
    progress("checking the choice", 1 / (FOLDS + 1))
    return setting, {
        "labels": list(heard.model.labels),
        "hours": heard.hours,
        "everyday": heard.everyday,
        "takes": len(heard.takes),
        "aim": asdict(aim),
        "changed": setting != own,
        "before": before,
        "after": after,
        "unseen": _unseen(tables, aim, progress),
        "curves": curves(tables, setting, (before, after)),
        "by_threshold": by_threshold(heard, setting),
    }


def figures(heard: Heard, setting: Setting) -> dict[str, Any]:
    """Return a setting in words of the report, and what it does to all that was heard."""
    model = heard.model
    false = _false(heard, setting, heard.parts)
    verdicts = _verdicts(heard, setting, heard.takes, heard.labels)
    per_label = {
        model.labels[label]: {
            "threshold": setting.thresholds[label] / LEVEL,
            "limit": None if setting.limits[label] == NO_LIMIT else setting.limits[label],
            **_counted(heard, false[label], verdicts[heard.labels == label]),
        }
        for label in heard.gestures
    }
    return {
        "repeats": setting.repeats,
        "holdoff": setting.holdoff / model.rate,
        **_counted(heard, false.total(), verdicts),
        "at_most": None if false.total() else RULE_OF_THREE / heard.hours,
        "per_label": per_label,
    }


def curves(
    tables: Tables, setting: Setting, known: Sequence[dict[str, Any]]
) -> dict[str, list[dict[str, float]]]:
    """Return what else was to be had with this hold-off and row: for all, and for each gesture.

    Points of (`missed`, `per_hour`), none worse in both than another; "" is for all. A gesture
    without takes has none. known: figures() of settings that are points as well.
    """
    heard = tables.heard
    made = tables.of(setting.repeats, setting.holdoff)
    climb = Climb(heard, made, _all(heard))
    climb.chosen = made.places(setting)
    found = {}
    for label in heard.gestures:
        if heard.counts[label]:
            lost = climb.lost_by(label)[:, label] / heard.counts[label]
            false = made.reports[label][:, : len(heard.parts)].sum(axis=1) / heard.hours
            found[heard.model.labels[label]] = _front(lost.tolist(), false.tolist())
    if len(heard.takes):
        climb.loosen()
        points = [*known, *(figures(heard, each) for each in climb.tighten())]
        missed = [1 - point["recall"] for point in points]
        found[""] = _front(missed, [point["per_hour"] for point in points])
    return found


def by_threshold(heard: Heard, setting: Setting) -> dict[str, list[dict[str, float]]]:
    """Return what thresholds alone would make of it: the model's limits, one threshold for all.

    Points of (`threshold`, `missed`, `per_hour`), for "", all, and for each gesture with takes.
    """
    found: dict[str, list[dict[str, float]]] = {}
    own = replace(setting, limits=setting_of(heard.model).limits)
    for share in SHARES:
        level = round(LEVEL * share)
        point = figures(heard, replace(own, thresholds=(level,) * len(own.thresholds)))
        for name, row in (("", point), *point["per_label"].items()):
            if row["takes"]:
                values = {"missed": 1 - row["recall"], "per_hour": row["per_hour"]}
                found.setdefault(name, []).append({"threshold": level / LEVEL, **values})
    return found


def _unseen(tables: Tables, aim: Aim, progress: Progress) -> dict[str, Any] | None:
    """Return the counts of choices on what they had not seen; None where that is too little."""
    heard = tables.heard
    if len(heard.parts) < FOLDS:
        return None
    parts = np.arange(len(heard.parts)) * FOLDS // len(heard.parts)
    takes = _fifths(heard.labels)
    false = 0
    verdicts: list[str] = []
    for fold in range(FOLDS):
        setting = choose(tables, aim, Sight(parts != fold, takes != fold))
        where = [heard.parts[at] for at in np.flatnonzero(parts == fold)]
        false += _false(heard, setting, where).total()
        places = np.flatnonzero(takes == fold)
        where = [heard.takes[at] for at in places]
        verdicts.extend(_verdicts(heard, setting, where, heard.labels[places]))
        progress("checking the choice", (fold + 2) / (FOLDS + 1))
    return _counted(heard, false, np.array(verdicts))


def _fifths(labels: np.ndarray) -> np.ndarray:
    """Return which fifth of its label each take is in, in their order."""
    fifths = np.zeros(len(labels), dtype=np.int64)
    for label in np.unique(labels):
        places = np.flatnonzero(labels == label)
        fifths[places] = np.arange(len(places)) * FOLDS // len(places)
    return fifths


def _counted(heard: Heard, false: int, verdicts: np.ndarray) -> dict[str, Any]:
    counts = Counter(verdicts.tolist())
    return {
        "false": false,
        "per_hour": false / heard.hours,
        "takes": len(verdicts),
        "missed": counts["missed"],
        "wrong": counts["wrong"],
        "recall": counts["right"] / len(verdicts) if len(verdicts) else None,
    }


def _false(heard: Heard, setting: Setting, parts: Sequence[Results]) -> Counter[int]:
    """Return how often each gesture is reported of everyday movement."""
    said = reported(heard.model, setting, parts)
    return Counter(label for labels in said for label in labels if label in heard.gestures)


def _verdicts(
    heard: Heard, setting: Setting, takes: Sequence[Results], labels: np.ndarray
) -> np.ndarray:
    """Return right, wrong or missed for each of these takes."""
    said = reported(heard.model, setting, takes)
    return np.array(
        [
            verdict(heard.model, label, found)
            for label, found in zip(labels.tolist(), said, strict=True)
        ]
    )


def _front(missed: Sequence[float], per_hour: Sequence[float]) -> list[dict[str, float]]:
    """Return the points that none of the others beats, from few missed to many."""
    found: list[dict[str, float]] = []
    for lost, false in sorted(zip(missed, per_hour, strict=True)):
        if not found or false < found[-1]["per_hour"]:
            found.append({"missed": lost, "per_hour": false})
    return found


def _all(heard: Heard) -> Sight:
    return Sight(np.ones(len(heard.parts), dtype=bool), np.ones(len(heard.takes), dtype=bool))
