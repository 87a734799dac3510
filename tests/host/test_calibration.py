"""Calibration: kept results are those of the live classifier, and what is chosen by them."""

from array import array
from dataclasses import replace

import numpy as np
import pytest

from gesturekit import golden, plain
from gesturekit.model_format import NO_LIMIT, Model, dump
from gesturekit.plain_features import ENDED, LASTING, LASTING_ENDED
from shared.random_models import Random, gated, imu, motion
from tinyspark.dataset.recording import Recording
from tinyspark.dataset.settings import IMU
from tinyspark.learning import golden_window
from tinyspark.learning.calibration.choosing import Aim, Tables, choose
from tinyspark.learning.calibration.climbing import Sight
from tinyspark.learning.calibration.report import calibrate
from tinyspark.learning.calibration.results import (
    Result,
    Results,
    Setting,
    keep,
    parted,
    put,
    reported,
    setting_of,
)
from tinyspark.learning.calibration.tables import FACTORS, SHARES, Heard, table
from tinyspark.learning.replay import replay

A, B, UNKNOWN = 0, 1, 2
LIMIT = 1000
MODEL = gated(imu(labels=("a", "b", "unknown"), threshold=100), LIMIT, unknown=UNKNOWN)
OWN = setting_of(MODEL)


def quiet(what: str, share: float) -> None:
    assert what and 0 <= share <= 1


def once(best: int, confidence: int, distance: int = 100) -> Results:
    """A movement that one result decides."""
    return [Result(ENDED, best, confidence, distance, 200)]


def lasting(best: int, results: int) -> Results:
    """A movement that goes on for so many results, all of them sure, and ends with nothing."""
    row = [Result(LASTING, best, 255, 100, 200 + 24 * at) for at in range(results)]
    return [*row, Result(LASTING_ENDED, UNKNOWN, 255, 0, 200 + 24 * results)]


def heard(parts: list[Results], takes: list[Results], *labels: int, hours: float = 0.5) -> Heard:
    """All takes are of A unless labels say otherwise."""
    numbers = np.array(labels or [A] * len(takes), dtype=np.int64)
    return Heard(MODEL, hours, ["housework"], parts, takes, numbers)


def chosen(all_of_it: Heard, aim: Aim | None = None) -> Setting:
    everything = Sight(
        np.ones(len(all_of_it.parts), dtype=bool), np.ones(len(all_of_it.takes), dtype=bool)
    )
    return choose(Tables(all_of_it), aim or Aim(), everything)


@pytest.mark.parametrize("seed", [1, 3, 4])
def test_what_is_kept_is_what_the_live_classifier_finds(seed: int) -> None:
    random = Random(seed)
    recordings = []
    for number in range(3):
        samples = array("h")
        for still, moving in ((30, 60), (40, 500), (90, 200 + 7 * number)):
            samples += motion(random, still, moving, 900)
        rows = np.array(samples).reshape(-1, 6)
        recordings.append(Recording(str(number), "x", "", "", "", "", "", rows))
    model = gated(imu(seed, labels=("a", "b", "unknown"), threshold=0), 2400, unknown=2)
    kept = keep(model, recordings, IMU, quiet)
    middle = int(np.median([each.distance for results in kept for each in results]))
    counts = []
    for limit in (0, middle, NO_LIMIT - 1):
        tried = replace(setting_of(model), limits=(limit, limit, NO_LIMIT), repeats=2)
        live = replay(dump(put(model, tried)), recordings, IMU, quiet)
        found = [[one.found.label for one in news if one.found] for news in live]
        assert reported(model, tried, kept) == found
        counts.append(sum(map(len, found)))
        parts = [parted(results, model.holdoff) for results in kept]
        again = [reported(model, tried, part) for part in parts]
        assert [[label for labels in each for label in labels] for each in again] == found
        assert max(map(len, parts)) > 1
    assert counts[0] < counts[1] < counts[2]


def test_a_setting_leaves_the_golden_window_and_all_else_as_it_is() -> None:
    window = np.array(motion(Random(4), 0, 30)).reshape(-1, 6)
    model = golden_window.add(MODEL, window)
    changed = put(model, Setting((1, 2, 3), (900, 800, NO_LIMIT), 4, 99))
    assert golden.working(changed, plain) is plain
    differs = {name for name in Model._fields if getattr(changed, name) != getattr(model, name)}
    assert differs == {"thresholds", "limits", "repeats", "holdoff"}
    assert setting_of(changed) == Setting((1, 2, 3), (900, 800, NO_LIMIT), 4, 99)


def test_a_threshold_goes_between_what_is_false_and_what_is_right() -> None:
    found = chosen(heard([once(A, 150)] * 3, [once(A, 250)] * 20))
    assert 165 < found.thresholds[A] < 240
    assert replace(found, thresholds=OWN.thresholds) == OWN


def test_a_limit_goes_between_what_is_false_and_what_is_right() -> None:
    found = chosen(heard([once(A, 255, 950)] * 3, [once(A, 255, 580)] * 20))
    assert 600 < found.limits[A] < 900
    assert replace(found, limits=OWN.limits) == OWN


def test_a_longer_row_keeps_out_what_lasts_less() -> None:
    found = chosen(heard([lasting(A, 2)] * 3, [lasting(A, 4)] * 20))
    assert found == replace(OWN, repeats=3)


def test_a_longer_pause_keeps_out_a_second_report() -> None:
    twice = [Result(ENDED, A, 255, 100, end) for end in (200, 240)]
    assert chosen(heard([], [twice] * 20)) == OWN  # both are of what is performed
    other = [*once(A, 255), Result(ENDED, B, 255, 100, 240)]
    found = chosen(heard([], [other] * 20))
    assert found.holdoff == 52 and replace(found, holdoff=OWN.holdoff) == OWN


@pytest.mark.parametrize(
    ("aim", "changes"),
    [
        (Aim(), False),  # 3 of 20 takes are more than a few
        (Aim(recall=0.9), False),
        (Aim(recall=0.8), True),
        (Aim(per_hour=0), True),
        (Aim(per_hour=2), True),
        (Aim(per_hour=4), False),
        (Aim(per_hour=2, recall=0.9), False),
    ],
)
def test_takes_are_lost_only_for_the_aim(aim: Aim, changes: bool) -> None:
    takes = [once(A, 150, 100)] * 3 + [once(A, 250, 100)] * 17
    found = chosen(heard([once(A, 150, 100)] * 2, takes), aim)
    assert (found != OWN) is changes


def test_as_many_false_ones_as_are_allowed_stay() -> None:
    parts = [once(A, 150), once(B, 150)]
    takes = [once(A, 250)] * 10 + [once(B, 160)] * 10
    all_of_it = heard(parts, takes, *[A] * 10, *[B] * 10)
    found = chosen(all_of_it, Aim(per_hour=2))
    assert found.thresholds[A] > 150 and found.thresholds[B] == OWN.thresholds[B]
    _, report = calibrate(all_of_it, Aim(per_hour=2), quiet)
    assert report["after"]["false"] == 1 and report["after"]["recall"] == 1


def test_settings_grow_wider_for_several_takes_and_nothing_false() -> None:
    near, far = [once(A, 255, 500)] * 20, once(A, 255, 1100)
    assert chosen(heard([], [*near, far])) == OWN  # one may be luck
    assert chosen(heard([], [*near, far, far])).limits[A] > 1100
    assert chosen(heard([once(A, 255, 1050)], [*near, far, far])) == OWN


def test_without_takes_settings_grow_a_little_stricter_and_never_wider() -> None:
    stricter = chosen(heard([once(A, 200), once(B, 255, 900)], []))
    assert 200 < stricter.thresholds[A] <= 230 and 800 <= stricter.limits[B] < 900
    assert chosen(heard([once(A, 255, 300)], [])) == OWN
    assert chosen(heard([lasting(A, 2)], [])).repeats == OWN.repeats + 1
    assert chosen(heard([lasting(A, 5)], [])) == OWN


def test_a_row_of_a_table_is_what_the_decision_says() -> None:
    random = Random(6)
    parts = []
    for _ in range(40):
        results = [
            Result(random.below(3) + 1, random.below(3), random.below(256), random.below(1400), at)
            for at in range(100, 400, 24)
        ]
        parts.append(results)
    made = table(heard(parts, []), 2, 30)
    tried = made.options[A]
    assert len(tried.limits) < len(FACTORS) * 12
    for place in range(len(tried.limits)):
        setting = made.setting({A: place})
        assert made.places(setting)[A] == place
        counts = [labels.count(A) for labels in reported(MODEL, setting, parts)]
        assert made.reports[A][place].tolist() == counts
    assert made.setting(made.own) == OWN


def test_the_report() -> None:
    parts = [once(A, 150)] * 10 + [once(UNKNOWN, 255, 0)] * 10
    takes = [once(A, 250)] * 10 + [once(B, 255)] * 9 + [once(A, 255)]
    setting, report = calibrate(heard(parts, takes, *[A] * 10, *[B] * 10), Aim(), quiet)
    before, after = report["before"], report["after"]
    assert (before["false"], before["per_hour"], before["at_most"]) == (10, 20.0, None)
    assert (after["false"], after["per_hour"], after["at_most"]) == (0, 0.0, 6.0)
    assert report["changed"] and setting.thresholds[A] > 150
    assert after["per_label"]["b"] == {
        "threshold": pytest.approx(100 / 255),
        "limit": LIMIT,
        "false": 0,
        "per_hour": 0.0,
        "takes": 10,
        "missed": 0,
        "wrong": 1,
        "recall": 0.9,
    }
    assert set(after["per_label"]) == {"a", "b"}
    assert (report["unseen"]["false"], report["unseen"]["wrong"]) == (0, 1)
    curve = report["curves"][""]
    assert curve[-1] == {"missed": pytest.approx(0.05), "per_hour": 0.0}
    alone = report["by_threshold"]
    assert set(alone) == {"", "a", "b"} and len(alone[""]) == len(SHARES)
    assert alone["a"][0] == {"threshold": 76 / 255, "missed": 0.0, "per_hour": 20.0}
    assert alone["a"][-1] == {"threshold": 252 / 255, "missed": 1.0, "per_hour": 0.0}
    assert report["curves"]["a"] == [{"missed": 0.0, "per_hour": 0.0}]


def test_little_is_not_chosen_by_fifths() -> None:
    _, report = calibrate(heard([once(A, 150)] * 4, []), Aim(), quiet)
    assert report["unseen"] is None and "" not in report["curves"]
    _, report = calibrate(heard([], []), Aim(), quiet)
    assert not report["changed"] and report["after"]["at_most"] == 6.0
