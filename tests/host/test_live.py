"""What would be reported of takes, and the threshold that is chosen by them."""

from array import array

import numpy as np
import pytest
import small_models

from gesturekit.model_format import NO_LABEL
from gesturekit.plain_features import ENDED
from tinyspark.learning import live
from tinyspark.learning.fitted import Answer, Eased, Result
from tinyspark.learning.live import THRESHOLDS, HeldOut

LABELS = ("idle", "side", "up", "unknown")
IDLE, SIDE, UP, UNKNOWN = range(4)
MODEL = small_models.imu(labels=LABELS, idle=IDLE, unknown=UNKNOWN)


def heard(label: int, *results: tuple[int, int], fold: int = 0, place: int = 0) -> HeldOut:
    """Return a take of a label; results: best label and confidence of its pieces."""
    pieces = tuple(Result(ENDED, *each, 100 * end) for end, each in enumerate(results))
    return HeldOut(
        place,
        label,
        fold,
        Answer(label, label, np.zeros(3), pieces, (Eased(label, label, pieces),) * 5),
        MODEL,
    )


def test_every_take_has_one_outcome() -> None:
    takes = [
        heard(SIDE, (SIDE, 200)),
        heard(SIDE, (SIDE, 200), (SIDE, 110)),
        heard(SIDE, (UP, 200)),
        heard(SIDE, (UNKNOWN, 255), (SIDE, 200)),
        heard(UP, (UNKNOWN, 255)),
        heard(UP, (UP, 101)),
        heard(UP),
        heard(UP, (UP, 200), (SIDE, 200)),
        heard(IDLE, (SIDE, 255)),
        heard(UNKNOWN, (SIDE, 255)),
    ]
    found = live.figures(takes, {0: 102}, LABELS)
    assert found == {
        "n": 8,
        "right": 3 / 8,
        "wrong": 2 / 8,
        "unknown": 1 / 8,
        "missed": 2 / 8,
        "per_label": {"side": 3 / 4, "up": 0},
    }


def test_without_gestures_there_are_no_shares() -> None:
    found = live.figures([heard(IDLE), heard(UNKNOWN)], {0: 102}, LABELS)
    assert found["n"] == 0 and found["per_label"] == {}
    assert {found[name] for name in live.OUTCOMES} == {0}


def test_each_fold_has_its_own_threshold() -> None:
    takes = [heard(SIDE, (SIDE, 120), fold=fold) for fold in (0, 1, 1)]
    assert live.figures(takes, {0: 102, 1: 137}, LABELS)["right"] == pytest.approx(1 / 3)
    assert [live.reported(takes[0], threshold) for threshold in (120, 121)] == [[SIDE], []]


@pytest.mark.parametrize(
    ("unsure", "confidence", "threshold"),
    [
        (0, 0, THRESHOLDS[-1]),
        (2, 110, THRESHOLDS[-1]),  # of 100: few enough
        (4, 110, 107),
        (4, 101, THRESHOLDS[-1]),  # lost anyway
        (100, 125, 122),
    ],
)
def test_the_highest_threshold_that_costs_little(
    unsure: int, confidence: int, threshold: int
) -> None:
    takes = [heard(UP, (UP, confidence if n < unsure else 250)) for n in range(100)]
    assert live.choose([*takes, *[heard(IDLE)] * 50]) == threshold


def test_the_lowest_threshold_where_nothing_tells() -> None:
    assert live.choose([]) == live.choose([heard(IDLE), heard(UNKNOWN)]) == THRESHOLDS[0]


def test_the_threshold_of_a_fold_does_not_depend_on_its_takes() -> None:
    others = [heard(UP, (UP, 250), fold=1), heard(UP, (UP, 130), fold=2)]
    sure, unsure = ([*others, heard(UP, (UP, level), fold=0)] for level in (250, 105))
    (_, first), (_, second) = live.cross_set(sure), live.cross_set(unsure)
    assert first == {0: 127, 1: 127, 2: THRESHOLDS[-1]}
    assert second == {0: 127, 1: 102, 2: 102}


def test_a_model_without_idle_and_unknown_knows_gestures_alone() -> None:
    closed = MODEL._replace(idle=NO_LABEL, unknown=NO_LABEL)
    assert live.is_gesture(heard(IDLE)._replace(model=closed))
    assert not live.is_gesture(heard(IDLE)) and not live.is_gesture(heard(UNKNOWN))


def test_one_threshold_for_all_labels() -> None:
    assert live.with_threshold(MODEL, 140).thresholds == array("B", [140] * 4)
