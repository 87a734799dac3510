"""The lesson on step size against the course's printed figures: its table to all 12 digits."""

import numpy as np
import pytest
from published import taken

from tinyspark.lessons import staircase
from tinyspark.lessons.story import Picture
from tinyspark.pictures.lessons import step_size

START = "0.496410031903"
TABLE = {
    "0.001": "0.495164025493 0.493596043188 0.491606358559 0.489100166544 0.485977857846",
    "0.01": "0.457431074442 0.359097202563 0.239358137159 0.143070659013 0.0985964298089",
    "0.1": "0.0428880170001 0.0240989942285 0.0181106521468 0.0149876162722 0.0130144905381",
    "1": "0.00858452565325 0.00578945986251 0.00462917677677 0.00395876528027 0.00351012256786",
    "10": "0.00312938876301 0.00214459557985 0.00172397549956 0.00147821451229 0.00131274062834",
    "1000": "0.5 0.5 0.5 0.5 0.5",
}
STEP_100 = [0.496410031903, 0.125476983853, 0.12533033353, 0.125267728768, 0.125231073665]
STEP_100_LAST = 0.125206352761
WIDE_FIRST = "0.496439922501"
WIDE_LAST = {
    "0.001": "0.458029258565",
    "0.01": "0.0529658087026",
    "0.1": "0.0108421669738",
    "1": "0.00299625684932",
    "100": "0.5",
    "1000": "0.5",
}
WIDE_STEP_10 = 0.000939731375008


@pytest.fixture(scope="module")
def story():
    return taken("step-size")


def digits(numbers):
    return [f"{number:.12g}" for number in numbers]


@pytest.mark.parametrize("step", TABLE)
def test_the_table_of_four_hidden_neurons_to_twelve_digits(story, step):
    errors = digits(story.figures[f"error, step {step}, 4 hidden"])
    assert errors == [START, *TABLE[step].split()]


def test_a_step_of_100_repeats_to_ten_digits(story):
    # The eleventh depends on the order in which a computer adds, as the lesson shows.
    np.testing.assert_allclose(
        story.figures["error, step 100, 4 hidden"], [*STEP_100, STEP_100_LAST], rtol=1e-10
    )


@pytest.mark.parametrize("step", WIDE_LAST)
def test_the_table_of_32_hidden_neurons_to_twelve_digits(story, step):
    first, *_, last = digits(story.figures[f"error, step {step}, 32 hidden"])
    assert (first, last) == (WIDE_FIRST, WIDE_LAST[step])


def test_a_step_of_10_with_32_hidden_neurons_is_chaotic_and_the_printed_error_among_its_ends(
    story,
):
    ends = story.figures["errors of nudged copies, step 10, 32 hidden"]
    assert min(ends) < WIDE_STEP_10 < max(ends)
    assert np.ptp(ends) / np.mean(ends) > 1e-4
    assert story.figures["error, step 10, 32 hidden"][-1] == pytest.approx(WIDE_STEP_10, rel=0.02)


def test_nudged_copies_with_a_step_of_1_stay_together(story):
    ends = story.figures["errors of nudged copies, step 1, 32 hidden"]
    assert np.ptp(ends) / np.mean(ends) < 1e-12


def test_the_network_for_the_board_is_the_staircase(story):
    network, inputs, labels = story.networks["staircase"]
    assert (inputs, labels) == (("button1", "button2", "one"), ("lamp",))
    lit = network.forward(staircase.EXAMPLES.inputs) > 0.5
    assert lit.ravel().tolist() == [False, True, True, False]


def test_the_picture_is_drawn(story, tmp_path):
    (picture,) = (part for part in story.parts if isinstance(part, Picture))
    step_size.draw(tmp_path / "step-size.png", **picture.data)
    assert (tmp_path / "step-size.png").stat().st_size > 20_000
