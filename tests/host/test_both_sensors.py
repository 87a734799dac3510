"""Both sensors together, from settings to a score: hands and movements of the board."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import hands
from gesturekit import model_format
from tinyspark.dataset import Dataset
from tinyspark.dataset.columns import with_axes
from tinyspark.dataset.settings import BOTH, IMU, PROXIMITY, Settings, SettingsError
from tinyspark.dataset.verdict import judge
from tinyspark.learning import active, augment, front_end, negatives, verdicts
from tinyspark.learning.evaluate import evaluate
from tinyspark.learning.training import Options, train

NEAR = ("proximity",)
NEAR_ONLY = BOTH.narrowed(NEAR)


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """Four takes of each of six labels."""
    return hands.dataset(tmp_path_factory.mktemp("hands") / "ds", 4, (*hands.LABELS, hands.SHAKE))


def test_settings_of_both_sensors_survive_their_file(dataset: Dataset) -> None:
    again = Dataset.open(dataset.folder)
    assert again.settings == BOTH == Settings.from_json(BOTH.to_json())
    assert again.hash() == dataset.hash()
    assert {BOTH.unit(axis)[0] for axis in BOTH.axes} == {"g", "dps", "counts"}


def test_fewer_axes_are_settings_of_what_is_left() -> None:
    assert Settings("imu+proximity", NEAR, 104, None, None) == NEAR_ONLY
    assert BOTH.narrowed(IMU.axes) == IMU
    assert BOTH.narrowed(("gx", *NEAR)).accel_range is None
    for axes in ((), ("proximity", "ax"), ("button1",)):
        with pytest.raises(SettingsError):
            BOTH.narrowed(axes)


def test_a_dataset_with_fewer_axes(dataset: Dataset) -> None:
    narrow = with_axes(dataset, ("proximity", "ay"))
    assert narrow.settings.axes == ("ay", "proximity")
    for mine, other in zip(narrow.recordings, dataset.recordings, strict=True):
        assert mine.id == other.id
        assert (mine.samples == other.samples[:, [1, 6]]).all()
    with pytest.raises(SettingsError, match="has no axis"):
        with_axes(narrow, ("gy",))


def test_good_takes_are_good_with_any_axes(dataset: Dataset) -> None:
    for take in dataset.recordings:
        assert judge(take.samples, BOTH, label=take.label) == []
        if take.label != hands.SHAKE:
            assert judge(take.samples[:, 6:], NEAR_ONLY, label=take.label) == []


def test_bad_takes_are_told(dataset: Dataset) -> None:
    idle = next(take for take in dataset.recordings if take.label == "idle").samples
    swipe = next(take for take in dataset.recordings if take.label == "swipe").samples
    assert judge(idle, BOTH) == judge(idle[:, 6:], NEAR_ONLY) == ["too still: no movement"]
    close = swipe.copy()
    close[50:, 6] = 1023
    assert judge(close, BOTH)[0] == "saturated: the hand was too close most of the time"
    coming = int(np.argmax(swipe[9:, 6] - swipe[:-9, 6]))
    assert judge(swipe[coming:], BOTH) == ["cut off: it moves at the very start"]
    assert judge(np.zeros((200, 1), np.int16), NEAR_ONLY, label="idle") == []  # nothing near


@pytest.mark.parametrize("axes", [NEAR, BOTH.axes], ids=["proximity", "both"])
def test_hands_that_are_alike_are_no_copies_of_each_other(
    dataset: Dataset, axes: tuple[str, ...]
) -> None:
    chosen = with_axes(dataset, axes)
    assert verdicts.judge_all(chosen.recordings, chosen.settings).copies == {}
    swipe = next(take for take in chosen.recordings if take.label == "swipe")
    copy = replace(swipe, id="copy", samples=swipe.samples[12:])
    judged = verdicts.judge_all([*chosen.recordings, copy], chosen.settings)
    assert judged.copies == {"copy": swipe.id}


def test_a_hand_is_found_in_a_take(dataset: Dataset) -> None:
    for take in dataset.recordings:
        part = active.active(take, BOTH)
        near = np.flatnonzero(take.samples[:, 6] > take.samples[:, 6].min() + 60)
        if take.label in ("swipe", "double"):
            assert part.begin < near[0] and near[-1] < part.end < len(take.samples)


def test_what_moves_at_rest_depends_on_the_sensors() -> None:
    assert front_end.floor(IMU.axes) == front_end.floor(("ax",)) == front_end.FLOOR
    assert front_end.floor(NEAR) < front_end.floor(BOTH.axes) < front_end.FLOOR


def test_hands_vary_in_strength_and_light() -> None:
    generator = np.random.default_rng(1)
    swipe = hands.take("swipe", generator, 30)
    span = augment.Span(swipe, 60, 130)
    copies = np.concatenate([augment.copies(span, BOTH.axes, generator)[:, :40] for _ in range(9)])
    near = copies[:, :, 6]
    assert near.min() >= 0 and near.max() <= 1023
    levels, heights = near.min(axis=1), np.ptp(near, axis=1)
    assert np.ptp(levels) > 30 and heights.max() > 1.5 * heights.min()
    still = augment.copies(augment.Span(swipe[:60], 5, 55), BOTH.axes, generator)
    assert 300 < np.abs(still[:, :, :2].mean(axis=1)).max() < 2500  # turned, as an IMU's alone


def test_made_up_movement_holds_no_hand_as_it_was() -> None:
    """The board lies still in both, so a hand is all there is to tell them apart by."""
    generator = np.random.default_rng(2)
    swipe = hands.take("swipe", generator)
    span = augment.Span(swipe, 60, 130)
    alike = []
    for _ in range(40):
        for movement in negatives.strange(span, BOTH.axes, generator):
            near = movement[:, 6]
            assert near.min() >= 0 and near.max() <= 1023
            wanted = np.interp(np.linspace(60, 129, len(near)), np.arange(len(swipe)), swipe[:, 6])
            alike.append(np.corrcoef(near, wanted)[0, 1])
    assert np.mean(np.array(alike) > 0.9) < 0.1


@pytest.mark.parametrize("axes", [NEAR, BOTH.axes], ids=["proximity", "both"])
def test_hands_are_learned_in_one_light_and_known_in_another(
    dataset: Dataset, axes: tuple[str, ...]
) -> None:
    chosen = with_axes(dataset, axes)
    if axes == NEAR:
        chosen.recordings = [take for take in chosen.recordings if take.label != hands.SHAKE]
    fixed = Options(split="session", epochs=10, hidden=32, features="gesture", variation=1)
    result = train(chosen, fixed)
    model = model_format.load(result.model)
    assert (model.sensor, model.axes, model.trigger) == ("imu+proximity", axes, "stream")
    assert result.report["accuracy"] > 0.8
    whole = [take for take in dataset.recordings if take.label in chosen.labels]
    found = evaluate(result.model, whole, dataset.settings)["detections"]
    assert found["right"] > 0.8 * len(whole)


def test_without_proximity_a_model_is_the_imus(dataset: Dataset) -> None:
    chosen = with_axes(dataset, ("ax", "ay", "az"))
    kept = (hands.SHAKE, "idle")
    chosen.recordings = [take for take in chosen.recordings if take.label in kept]
    result = train(chosen, Options(epochs=2))
    assert model_format.load(result.model).sensor == "imu"
    among = [take for take in dataset.recordings if take.label in kept]
    assert evaluate(result.model, among, BOTH)["detections"]["wrong"] == 0


def test_takes_at_a_button_are_known_in_another_light(tmp_path: Path) -> None:
    made = Dataset.create(tmp_path / "ds", PROXIMITY)
    generator = np.random.default_rng(1)
    ways = {"closer": (12, 6, 3), "away": (3, 6, 12), "pass": (14, 3, 14), "nothing": (30, 30, 30)}
    for number, level in enumerate((12, 60, 140) * 4):
        for label, way in ways.items():
            distance = np.array(way) * generator.uniform(0.9, 1.2)
            near = level + 1000 * (2 / distance) ** 2 + generator.normal(0, 2, 3)
            counts = np.clip(np.round(near), 0, 1023).astype(np.int16)[:, None]
            made.add(counts, label, session=f"light {number % 3}")
    assert train(made, Options(split="session", epochs=60)).report["accuracy"] > 0.9


def test_light_changes_the_level_of_a_take_and_nothing_else() -> None:
    take = np.array([[200], [500], [300]], np.int16)
    varied = np.concatenate([augment.lights(take, np.random.default_rng(n)) for n in range(20)])
    offsets = (varied - take)[:, :, 0]
    assert np.ptp(offsets, axis=1).max() < 25 and offsets.min() < -100 and offsets.max() > 100
    dark = augment.lights(take - 200, np.random.default_rng(1))
    assert dark.min() >= 0 and np.abs(np.ptp(dark, axis=1) - 300).max() < 25
