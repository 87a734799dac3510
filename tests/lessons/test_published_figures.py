"""Every figure printed in the course's documents comes out of our trainer."""

import pytest
from published import TABLE, Published, agrees, digits, pairs, taken


@pytest.mark.parametrize("published", TABLE, ids=lambda row: f"{row.lesson}: {row.figure}")
def test_the_figure_is_the_printed_one(published: Published) -> None:
    for printed, ours in pairs(published, taken(published.lesson).figures):
        assert agrees(printed, ours), f"{printed} printed, {ours!r} computed"


@pytest.mark.parametrize(
    ("printed", "count"),
    [("0.75", 2), ("-0.20389", 5), ("0.00207853", 6), ("8.30767497e-06", 8), ("2001.04892878", 8)],
)
def test_the_digits_of_a_printed_number(printed: str, count: int) -> None:
    assert digits(printed) == count


@pytest.mark.parametrize(
    ("printed", "ours", "agreed"),
    [
        ("9.67299303", 9.6729930277, True),
        ("9.67299303", 9.672994, False),
        ("0.0016958", 0.00169579, True),
        ("0.0016958", 0.0016938, False),
        ("-0.35", 0.35, False),
        ("0", 1e-9, False),
        ("1.50556e-05", 1.50557e-05, True),
        ("1.50556e-05", 1.51e-05, False),
    ],
)
def test_numbers_agree_in_the_digits_that_are_printed(
    printed: str, ours: float, agreed: bool
) -> None:
    assert agrees(printed, ours) == agreed
