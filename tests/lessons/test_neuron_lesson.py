"""The lesson on one neuron: what it claims in words, beside the printed figures."""

import numpy as np
import pytest
from published import taken

from tinyspark.learning import board_network
from tinyspark.lessons.neuron import fewest, questions, rule, task
from tinyspark.lessons.plain import plain
from tinyspark.lessons.story import Picture, Story
from tinyspark.nn.train import train


@pytest.fixture
def story() -> Story:
    return taken("neuron")


def test_it_is_sure_of_inputs_with_a_one_in_front(story: Story) -> None:
    assert story.figures["prediction for 1 0 1"] > 0.99
    yes, also_yes, no, unknown = story.figures["predictions for 100 110 010 000"]
    assert min(yes, also_yes) > 0.99 and no < 0.5 and unknown == 0.5


def test_the_second_column_is_learned_as_well(story: Story) -> None:
    first, second, third, fourth = story.figures["second column, predictions"]
    assert max(first, third) < 0.1 and min(second, fourth) > 0.9


def test_without_the_input_the_error_stays(story: Story) -> None:
    errors = story.figures["without inputs, mean error"]
    assert errors[-1] > 0.46 and errors[-2] == pytest.approx(errors[-1], rel=1e-9)


def test_fewest_updates_all_at_once_are_those_of_one_neuron_alone(story: Story) -> None:
    alone = task.neuron()
    wanted = story.figures["updates to 95 %, squared error, seed 1"]
    assert questions.learn(alone, task.RULE, 1.0) == wanted[0] == 427
    assert wanted[fewest.STEPS.index(100)] == fewest.NEVER


def test_one_update_less_is_not_certain() -> None:
    for updates, certain in ((426, False), (427, True)):
        network = task.neuron()
        train(network, task.RULE, plain(updates, 1.0))
        errors = np.abs(network.forward(task.INPUTS) - task.ANSWERS)
        assert (errors.max() <= task.SURE) == certain


def test_the_binary_step_can_follow_but_not_learn(story: Story) -> None:
    assert story.figures["binary step on the trained weights"] == [0, 1, 1, 0]
    assert "step with step 0.1: predictions" not in story.figures


def test_values_out_of_reach_and_within(story: Story) -> None:
    reached = story.figures["answers 0.2 and 0.8, sigmoid: predictions"]
    np.testing.assert_allclose(reached, [0.2, 0.8, 0.8, 0.2], atol=1e-6)
    beyond = story.figures["answers 0 and 2, sigmoid: predictions"]
    assert 0.99 < max(beyond) < 1
    linear = story.figures["answers 0 and 2, linear: predictions"]
    np.testing.assert_allclose(linear, [0, 2, 2, 0], atol=1e-6)
    sooner = story.figures["inputs -1 and 1, sigmoid: updates to 95 %"]
    assert sooner < story.figures["sigmoid with step 1: updates to 95 %"]


def test_its_networks_fit_the_board(story: Story) -> None:
    assert list(story.networks) == ["second-input", "tanh", "neuron"]
    for network in story.networks.values():
        assert board_network.make(*network)


def test_the_picture_gets_the_whole_way(story: Story) -> None:
    (picture,) = (part for part in story.parts if isinstance(part, Picture))
    history = picture.data["history"]
    assert history["updates"][0] == 0 and history["updates"][-1] == rule.RUN_AGAIN - 1
    assert np.shape(history["predictions"]) == (len(history["updates"]), 4)
    np.testing.assert_array_equal(history["predictions"][0], story.figures["first predictions"])
