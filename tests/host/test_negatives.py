"""Made-up movement: as long, as strong and as heavy as it should be, and never the gesture."""

import numpy as np
import pytest

from gesturekit.sample import AXES, PROXIMITY_MAX
from tinyspark.learning import negatives
from tinyspark.learning.augment import COPIES, Span

ALL = AXES["imu+proximity"]


@pytest.fixture
def generator() -> np.random.Generator:
    return np.random.default_rng(4)


def span(generator: np.random.Generator, axes: tuple[str, ...]) -> Span:
    swings = 400 * np.sin(np.linspace(0, 9, 60)[:, None] + np.arange(len(axes)))
    samples = 500 + swings + generator.normal(0, 3, (60, len(axes)))
    return Span(samples.round().astype(np.int16), 10, 50)


@pytest.mark.parametrize(
    "axes", [("ax",), ("ax", "ay"), AXES["imu"], ("proximity",), ALL], ids=len
)
@pytest.mark.parametrize("turned", [0, 1])
def test_they_are_movements_of_one_length(
    axes: tuple[str, ...],
    turned: int,
    generator: np.random.Generator,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(negatives, "TURNED", turned)
    made = negatives.strange(span(generator, axes), axes, generator)
    assert made.shape == (COPIES, made.shape[1], len(axes)) and made.dtype == np.int16
    assert made.shape[1] >= negatives.SHORTEST
    assert (made.std(axis=1) > 50).all()
    if axes[-1] == "proximity":
        assert made[:, :, -1].min() >= 0 and made[:, :, -1].max() <= PROXIMITY_MAX


def test_no_exchange_changes_nothing(generator: np.random.Generator) -> None:
    matrices = np.concatenate([negatives._exchanges(generator) for _ in range(100)])
    assert (np.abs(matrices).sum(axis=1) == 1).all() and (np.abs(matrices).sum(axis=2) == 1).all()
    assert (matrices != np.eye(3)).any(axis=(1, 2)).all()
    assert len(np.unique(matrices, axis=0)) == 47  # all that there are


def test_turned_gestures_are_as_strong_and_gravity_stays(
    generator: np.random.Generator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And a hand, which cannot be turned, goes another way at the same level."""
    gesture = span(generator, ALL)
    same = np.repeat(gesture.samples[None, 10:50].astype(float), COPIES, axis=0)
    monkeypatch.setattr(negatives, "TURNED", 1)
    monkeypatch.setattr(negatives, "copies", lambda *_: same)
    made = negatives.strange(gesture, ALL, generator)
    off, was = (moved - same.mean(axis=1, keepdims=True) for moved in (made, same))
    np.testing.assert_allclose(off.mean(axis=1)[:, :6], 0, atol=1)
    for first in (0, 3):
        strengths = [np.linalg.norm(each[:, :, first : first + 3], axis=2) for each in (off, was)]
        np.testing.assert_allclose(*strengths, atol=2)
    assert all((copy[:, :6] != same[0, :, :6]).any() for copy in made)
    assert np.abs(made[:, :, 6] - same[:, :, 6]).max(axis=1).min() > 150


@pytest.mark.parametrize("count", [negatives.SHORTEST, 40])
def test_wandering_is_as_strong_as_the_gesture(count: int, generator: np.random.Generator) -> None:
    gesture = generator.normal([0, 100, -500], [10, 200, 3000], (50, 3))
    made = np.concatenate([negatives.wandering(gesture, generator, count) for _ in range(50)])
    assert made.shape == (50 * COPIES, count, 3)
    np.testing.assert_allclose(made.mean(axis=1), np.tile(gesture.mean(axis=0), (200, 1)))
    strength = made.std(axis=1) / gesture.std(axis=0)
    np.testing.assert_allclose(strength, strength[:, [0, 0, 0]])
    assert 0.9 < np.median(strength) < 1.1
    assert np.log(strength).std() == pytest.approx(negatives.STRENGTH, rel=0.2)


def test_no_wandering_is_over_at_once(
    generator: np.random.Generator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(negatives, "TURNED", 0)
    knock = Span(span(generator, AXES["imu"]).samples, 20, 24)
    made = [negatives.strange(knock, AXES["imu"], generator) for _ in range(9)]
    assert {movement.shape[1] for movement in made} == {negatives.SHORTEST}


def test_stillness_wanders_nowhere(generator: np.random.Generator) -> None:
    made = negatives.wandering(np.full((9, 2), 7.0), generator, 12)
    np.testing.assert_array_equal(made, 7.0)
