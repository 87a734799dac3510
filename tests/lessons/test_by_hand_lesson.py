"""The lesson by hand: what it claims in words, beside the printed figures."""

import numpy as np
import pytest
from published import taken

from tinyspark.learning import board_network
from tinyspark.lessons.by_hand import exercise, one
from tinyspark.lessons.story import Next, Story


@pytest.fixture
def story() -> Story:
    return taken("by-hand")


def test_each_update_leaves_the_same_share_of_the_error(story: Story) -> None:
    steps = np.array([*one.STEPS, *one.LEAPS])
    np.testing.assert_allclose(
        story.figures["errors after 10 updates"], 0.35 * (1 - 0.65 * steps) ** 10, rtol=1e-9
    )


def test_a_bias_makes_the_step_of_one_too_large(story: Story) -> None:
    assert story.figures["with bias, step 1: error"] == pytest.approx(0.35 * (1 - 1.65))
    np.testing.assert_allclose(
        story.figures["with bias, step 0.1: weights and bias"], [0.2965, 0.872, -0.035]
    )


def test_the_deltas_of_a_batch_are_the_average(story: Story) -> None:
    first, second, both = (
        story.figures[f"deltas, {name}"] for name in ("first", "second", "both")
    )
    np.testing.assert_allclose(both, np.mean([first, second], axis=0))


@pytest.mark.parametrize("batch", [1, 2, 4, 8])
def test_every_batch_finds_the_rule(story: Story, batch: int) -> None:
    found = story.figures[f"batches of {batch}: weights and bias"]
    np.testing.assert_allclose(found, [0.4, -0.3, 0.2], atol=1e-4)


def test_the_exercise_has_the_solution_of_pencil_and_paper(story: Story) -> None:
    found = {name: values.tolist() for name, values in exercise.solution().items()}
    assert found == {
        "output": pytest.approx([-0.3]),
        "error": pytest.approx([-1.3]),
        "deltas": pytest.approx([-0.65, 1.3]),
        "new weights": pytest.approx([0.85, -0.9]),
        "new output": pytest.approx([1.325]),
        "new error": pytest.approx([0.325]),
    }
    (last,) = (part for part in story.parts if isinstance(part, Next))
    assert "3.0-; 3.1-; 3.1 / 56.0-; 9.0- / 58.0; 523.1; 523.0" in last.text


def test_its_network_fits_the_board(story: Story) -> None:
    assert board_network.make(*story.networks["neuron"])
