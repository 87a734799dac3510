"""The choice among settings: the best, the one to train with, and where the grid ends."""

import numpy as np
import pytest

from tinyspark.learning.sweep_result import Cell, Outcome


def cell(hidden: int, rate: float, *accuracies: float, decay: float = 0.0) -> Cell:
    return Cell(hidden, rate, decay, np.array([np.zeros(len(accuracies)), accuracies]))


def outcome(*cells: Cell, takes: int = 100) -> Outcome:
    return Outcome(list(cells), "subject", takes)


def test_accuracy_and_spread_are_those_of_the_last_epoch() -> None:
    facts = cell(4, 0.01, 0.8, 0.9, 1.0).facts()
    assert facts["accuracy"] == pytest.approx(0.9)
    assert facts["spread"] == pytest.approx(np.std([0.8, 0.9, 1.0]))
    assert facts["accuracies"] == [0.8, 0.9, 1.0]


def test_the_best_comes_first_and_of_equals_the_smaller() -> None:
    cells = cell(8, 0.1, 0.9), cell(16, 0.1, 0.95), cell(4, 0.1, 0.9), cell(4, 0.01, 0.5)
    ranked = outcome(*cells).ranked
    assert [each.hidden for each in ranked] == [16, 4, 8, 4]


@pytest.mark.parametrize(("takes", "hidden"), [(100, 8), (10_000, 32)])
def test_wanted_is_the_smallest_within_the_error(takes: int, hidden: int) -> None:
    """The error of 0.96 is 0.02 with 100 takes, and 0.002 with 10,000."""
    cells = cell(4, 0.01, 0.90), cell(8, 0.01, 0.945), cell(8, 0.1, 0.93), cell(32, 0.01, 0.96)
    found = outcome(*cells, takes=takes)
    assert found.error == pytest.approx(np.sqrt(0.96 * 0.04 / takes))
    assert (found.wanted.hidden, found.wanted.learning_rate) == (hidden, 0.01)


def test_of_equals_the_middle_rate_is_wanted() -> None:
    found = outcome(*(cell(4, rate, 1.0) for rate in (0.001, 0.01, 0.1)))
    assert found.wanted.learning_rate == 0.01 and found.edges == []
    assert found.error > 0


@pytest.mark.parametrize(
    ("best", "edges"),
    [
        ((4, 0.01), []),
        ((8, 0.01), ["hidden"]),
        ((4, 0.1), ["learning_rate"]),
        ((8, 0.001), ["hidden", "learning_rate"]),
    ],
)
def test_edges(best: tuple[int, float], edges: list[str]) -> None:
    cells = [
        cell(hidden, rate, 1.0 if (hidden, rate) == best else 0.8)
        for hidden in (4, 8)
        for rate in (0.001, 0.01, 0.1)
    ]
    assert outcome(*cells).edges == edges


def test_a_single_setting_has_no_edges() -> None:
    assert outcome(cell(4, 0.1, 1.0)).edges == []


def test_names() -> None:
    assert cell(4, 0.1, 1.0).name == "4 hidden, rate 0.1"
    assert cell(4, 0.1, 1.0, decay=0.5).name == "4 hidden, rate 0.1, decay 0.5"
