"""The vectorized features and movement equal gesturekit's, number for number."""

import array

import numpy as np
import pytest
import random_models
from takes import SYNTHETIC

from gesturekit import features
from gesturekit.features import Gesture, Raw
from gesturekit.plain_features import CAPACITY, PEAK, PLACE
from gesturekit.sample import AXES
from gesturekit.stream import Stream
from real_data import real_data
from tinyspark.dataset import Dataset
from tinyspark.learning import feature_twin
from tinyspark.learning.front_end import means

SIX = AXES["imu"]


def by_kit(
    samples: np.ndarray, axes: tuple[str, ...], number: int = features.GESTURE
) -> list[int]:
    """The feature vector of [n, axes] as a board computes it."""
    extractor = Gesture(axes, number=number)
    data = array.array("h", np.ascontiguousarray(samples.T).tobytes())
    extractor.compute(data, 0, len(samples), len(samples))
    return list(extractor.vector)


def check(takes: list[np.ndarray], axes: tuple[str, ...]) -> None:
    for samples in takes:
        assert feature_twin.gesture(samples[None], axes)[0].tolist() == by_kit(samples, axes)


@pytest.mark.parametrize("count", [1, 2, 15, 16, 17, 40, 313, 1024])
def test_random_gestures(count: int) -> None:
    generator = np.random.default_rng(count)
    for spread in (1, 30, 3000, 32767):
        values = generator.integers(-spread, spread + 1, (3, count, 6)).astype(np.int16)
        together = feature_twin.gesture(values, SIX)
        assert together.tolist() == [by_kit(samples, SIX) for samples in values]
        check([values[0][:, :3]], SIX[:3])


@pytest.mark.parametrize("number", [features.GESTURE, features.SHAPE, features.STATISTICAL])
def test_all_sets_with_and_without_the_proximity_sensor(number: int) -> None:
    generator = np.random.default_rng(number)
    for axes in (SIX, (*SIX, "proximity"), ("ay", "proximity"), ("proximity",)):
        for spread in (30, 32767):
            shape = (9, 40, len(axes))
            values = generator.integers(-spread, spread + 1, shape).astype(np.int16)
            values[0, :, -1], values[0, 0, -1] = 32767, -32768
            together = feature_twin.gesture(values, axes, number)
            assert together.tolist() == [by_kit(samples, axes, number) for samples in values]


def test_extremes() -> None:
    for pattern in ([-32768], [32767], [-32768, 32767], [0] * 99 + [32767]):
        samples = np.resize(np.array(pattern, dtype=np.int16), (1024, 1)) * np.ones(6, np.int16)
        check([samples], SIX)


def test_the_synthetic_takes() -> None:
    check([each.samples for each in Dataset.open(SYNTHETIC).recordings[::5]], SIX)


@pytest.mark.parametrize("name", ["uhh_imu", "nano_gestures", "xiao_lsm6ds3"])
def test_real_recordings(name: str) -> None:
    packed = np.load(real_data(f"{name}.npz"), allow_pickle=False)
    offsets = packed["offsets"]
    axes = SIX[: packed["data"].shape[1]]
    data = np.clip(packed["data"] * 400, -32768, 32767).astype(np.int16)
    places = range(0, len(offsets) - 1, 12)
    check([data[offsets[at] : offsets[at + 1]][:1024] for at in places], axes)


def test_raw() -> None:
    values = np.arange(12, dtype=np.int16).reshape(1, 4, 3)
    maker = Raw(("a", "b", "c"), 4)
    data = array.array("h", np.ascontiguousarray(values[0].T).tobytes())
    maker.compute(data, 0, 4, 4)
    assert feature_twin.raw(values)[0].tolist() == list(maker.vector)


@pytest.mark.parametrize("average", [1, 3, 4])
def test_means_and_their_movement(average: int) -> None:
    """As a stream makes them: every mean is looked at, so the greatest so far is known."""
    generator = np.random.default_rng(average)
    for spread in (3, 3000, 32767):
        samples = generator.integers(-spread, spread + 1, (200, 6)).astype(np.int16)
        model = random_models.imu(
            average=average, lag=2 * average, quiet=3 * average, window=99, hop=average, gate=1
        )
        stream = Stream(model, range(6))
        rows, measured = array.array("h", samples.tobytes()), [0]
        values = means(samples, average)
        for at in range(0, len(values)):
            assert stream.push(rows, 6 * average * at, average) == average
            place = stream.state[PLACE] - 1 + stream.state[CAPACITY]
            newest = [stream.data[place + axis * stream.stride] for axis in range(6)]
            assert newest == values[at].tolist()
            measured.append(max(measured[-1], stream.state[PEAK]))
        expected = np.maximum.accumulate(feature_twin.movement(values, 2))
        assert measured[1:] == expected.tolist()
