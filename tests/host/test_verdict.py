"""Verdicts: each problem is named, good takes and idle ones are left alone."""

import numpy as np
import pytest

from tinyspark.dataset.settings import IMU, PROXIMITY, Settings
from tinyspark.dataset.verdict import CUT_OFF, fair, judge, kind_of, remembered

ACCEL_ONLY = Settings("imu", ("ax", "ay", "az"), 104, 8, None)


def take(move: slice = slice(60, 140), count: int = 200) -> np.ndarray:
    """A take at rest with gravity on z and a little noise, that waves within a slice."""
    samples = np.random.RandomState(0).normal(0, 4, (count, 6))
    samples[:, 2] += 4098
    wave = np.sin(np.arange(count) / 5)[move]
    samples[move, 0] += 3000 * wave
    samples[move, 5] += 2500 * wave
    return samples.astype(np.int16)


def test_a_good_take() -> None:
    assert judge(take(), IMU) == []
    assert judge(take()[:, :3], ACCEL_ONLY) == []


def test_lost_samples() -> None:
    assert judge(take(), IMU, missing=3) == ["3 samples were lost"]


def test_clipped_axes_are_named() -> None:
    samples = take()
    samples[100:104, 0] = 32767
    samples[100:102, 4] = -32768
    first, second = judge(samples, IMU)
    assert first == "clipped: ax is at the end of its range in 4 samples"
    assert second.startswith("clipped: gy")


@pytest.mark.parametrize("label", ["", "wave", "Unknown"])
def test_too_still(label: str) -> None:
    assert judge(take(slice(0, 0)), IMU, label=label) == ["too still: no movement"]


@pytest.mark.parametrize("label", ["Idle", "still", "nothing"])
def test_takes_of_a_board_at_rest_may_be_still(label: str) -> None:
    assert judge(take(slice(0, 0)), IMU, label=label) == []
    assert judge(take(slice(0, 80)), IMU, label=label) == []


def test_a_slow_tilt_is_a_movement() -> None:
    samples = take(slice(0, 0))
    samples[:, 0] += np.linspace(0, 2000, 200).astype(np.int16)
    assert judge(samples, IMU) == []


@pytest.mark.parametrize(
    ("move", "ends"),
    [
        (slice(0, 80), ["start"]),
        (slice(120, 200), ["end"]),
        (slice(10, 190), []),
        (slice(0, 200), []),  # a repeated movement fills the take
    ],
)
def test_cut_off(move: slice, ends: list[str]) -> None:
    assert judge(take(move), IMU) == [f"cut off: it moves at the very {end}" for end in ends]
    assert judge(take(move), IMU, label="idle") == []


def test_cut_off_at_both_ends() -> None:
    samples = np.concatenate([take(slice(0, 60)), take(slice(140, 200))])
    assert [problem[:7] for problem in judge(samples, IMU)] == ["cut off", "cut off"]
    assert judge(samples, IMU, label="unknown") == []


def test_a_lesser_movement_at_an_end_is_not_cut() -> None:
    gentle = take(slice(3, 30))[:60] // 3
    gentle[:, 2] += 2732  # gravity
    assert judge(gentle, IMU) == ["cut off: it moves at the very start"]
    assert judge(np.concatenate([gentle, take()]), IMU) == []


def test_a_gentle_movement_is_not_too_still() -> None:
    samples = take(slice(0, 0))
    samples[:, 2] += (350 * np.sin(np.arange(200) / 25)).astype(np.int16)  # 0.17 g in all
    assert judge(samples, IMU) == []


def test_kinds_and_what_only_the_stored_verdict_knows() -> None:
    stored = "2 samples were lost; clipped: ax is; unlike its label: more like up; my cat; "
    assert [kind_of(text) for text in remembered(stored)] == ["lost samples", "my cat"]
    assert remembered("") == []


@pytest.mark.parametrize(
    ("cut", "takes", "tight"), [(9, 9, False), (4, 10, True), (3, 10, False), (3, 9, False)]
)
def test_a_source_that_cuts_tightly(cut: int, takes: int, tight: bool) -> None:
    problem = [f"{CUT_OFF}: it moves at the very start", f"{CUT_OFF}: it moves at the very end"]
    verdicts = [[*problem, "clipped: ax"]] * cut + [["clipped: ax"]] * (takes - cut)
    nothing_told = [""] * takes
    assert fair(verdicts, nothing_told) == ([["clipped: ax"]] * takes if tight else verdicts)
    told = ["; ".join(all_) for all_ in verdicts]
    assert fair(verdicts, told) == verdicts


def test_too_short() -> None:
    assert judge(take(count=25)[:20], IMU) == ["too short: 0.19 s"]
    assert judge(take(count=25)[:1], IMU) == ["too short: 0.01 s"]


def test_frozen() -> None:
    frozen = np.tile(take()[:1], (200, 1))
    assert judge(frozen, IMU, label="idle") == ["frozen: the sensor's numbers never change"]


@pytest.mark.parametrize(
    ("counts", "problem"),
    [
        ((0, 284, 961), ""),
        ((1023, 269, 43), ""),
        ((21, 267, 1023), ""),
        ((1023, 1023, 190), "saturated"),
        ((1023, 1023, 1023), "saturated"),
        ((3, 5, 4), "flat"),
        ((3, 500), "too short"),
    ],
)
def test_proximity(counts: tuple[int, ...], problem: str) -> None:
    problems = judge(np.array(counts, np.int16)[:, np.newaxis], PROXIMITY)
    assert [text.partition(":")[0] for text in problems] == ([problem] if problem else [])
