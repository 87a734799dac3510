"""The vectorized features and movement equal gesturekit's, number for number."""

import array

import numpy as np
import pytest
from takes import SYNTHETIC

from gesturekit.features import Gesture, Raw
from gesturekit.sample import AXES
from gesturekit.window import Window
from real_data import real_data
from tinyspark.dataset import Dataset
from tinyspark.learning import feature_twin

SIX = AXES["imu"]


def by_kit(samples: np.ndarray, axes: tuple[str, ...]) -> list[int]:
    """The feature vector of [n, axes] as a board computes it."""
    extractor = Gesture(axes)
    data = array.array("h", np.ascontiguousarray(samples.T).tobytes())
    out = array.array("h", bytes(2 * extractor.size))
    extractor.compute(data, 0, len(samples), len(samples), out)
    return list(out)


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
    out = array.array("h", bytes(24))
    data = array.array("h", np.ascontiguousarray(values[0].T).tobytes())
    Raw(("a", "b", "c"), 4).compute(data, 0, 4, 4, out)
    assert feature_twin.raw(values)[0].tolist() == list(out)


def test_movement() -> None:
    generator = np.random.default_rng(2)
    samples = generator.integers(-32768, 32768, (200, 6)).astype(np.int16)
    window = Window(6, 50)
    measured = []
    for row in samples:
        window.put(array.array("h", row.tolist()), 0, range(6))
        measured.append(window.movement(8) if window.count > 8 else 0)
    assert feature_twin.movement(samples, 8).tolist() == measured
