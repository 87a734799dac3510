"""Intervals of a score against published ones, and precision by hand."""

import pytest

from tinyspark.learning.report import certainty


@pytest.mark.parametrize(
    ("right", "count", "interval"),
    [
        (81, 263, [0.2553, 0.3662]),
        (15, 148, [0.0624, 0.1605]),
        (0, 20, [0.0, 0.1611]),
        (1, 29, [0.0061, 0.1718]),
    ],
)
def test_wilson_as_newcombe_prints_it(right: int, count: int, interval: list[float]) -> None:
    assert certainty.wilson(right, count) == pytest.approx(interval, abs=5e-5)
    mirrored = certainty.wilson(count - right, count)
    assert mirrored == pytest.approx([1 - interval[1], 1 - interval[0]], abs=5e-5)


def persons(*shares: float) -> dict[str, dict[str, float]]:
    return {f"p{at}": {"n": 20, "accuracy": share} for at, share in enumerate(shares)}


def test_two_persons_say_nothing_about_others() -> None:
    assert certainty.over_persons(persons(1, 0.5), seed=1) is None


def test_persons_that_differ_widen_the_interval() -> None:
    assert certainty.over_persons(persons(0.9, 0.9, 0.9), seed=1) == pytest.approx([0.9, 0.9])
    low, high = certainty.over_persons(persons(1, 0.9, 0.8, 0.5), seed=1) or []
    assert 0.5 < low < 0.8 < high < 1
    assert certainty.over_persons(persons(1, 0.9, 0.8, 0.5), seed=1) == [low, high]


def test_precision_counts_columns() -> None:
    found = certainty.precision(["a", "b", "c"], [[3, 1, 0], [1, 3, 0], [0, 4, 0]])
    assert found == {
        "a": {"n": 4, "precision": 0.75},
        "b": {"n": 8, "precision": 0.375},
        "c": {"n": 0, "precision": None},
    }
