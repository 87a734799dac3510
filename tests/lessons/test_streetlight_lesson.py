"""The streetlight lesson: what it claims in words, beside the printed figures."""

import numpy as np
import pytest
from published import taken

from tinyspark.learning import board_network
from tinyspark.lessons.story import Story
from tinyspark.lessons.streetlight import rules, settings
from tinyspark.lessons.streetlight.lights import CROSSING, SIX, NotedSquaredError
from tinyspark.nn.gradient_check import check
from tinyspark.nn.loss import SquaredError


@pytest.fixture
def story() -> Story:
    return taken("streetlight")


def test_the_error_melts(story: Story) -> None:
    assert story.figures["squared error after epoch 150"] < 1e-12


def test_the_middle_lamp_decides(story: Story) -> None:
    outputs = story.networks["middle-lamp"].network.forward(SIX.inputs)
    assert ((outputs >= 0.5) == SIX.targets).all()


def test_the_crossing_needs_the_hidden_layer(story: Story) -> None:
    assert max(story.figures["crossing, one neuron, predictions"]) < 0.5
    outputs = story.networks["streetlight"].network.forward(CROSSING.inputs)
    np.testing.assert_allclose(outputs, CROSSING.targets, atol=1e-6)


def test_two_hidden_neurons_speak_for_one_light_each(story: Story) -> None:
    spoken = np.array(story.figures["crossing, hidden"]) > 0.01
    assert spoken.tolist() == [
        [False, True, False, False],
        [False, False, False, True],
        [False] * 4,
        [False] * 4,
    ]


def test_more_updates_an_epoch_need_fewer_epochs(story: Story) -> None:
    names = ("stochastic", "mini-batch of 2", "full batch")
    needed = [story.figures[f"{name}, epochs to 0.001"] for name in names]
    assert needed == sorted(needed) and needed[0] < needed[-1]


def test_more_hidden_neurons_are_more_tickets(story: Story) -> None:
    learned = story.figures["random starts of 100 that learn it"]
    assert learned[0] == 0 and learned == sorted(learned) and learned[-1] > 90


def test_an_error_that_never_gets_there_has_no_epoch() -> None:
    errors = np.array([0.5, 0.2, 0.1, 0.2])
    assert settings.first_below(0.15, errors) == 3
    assert settings.first_below(0.05, errors) is None


def test_every_rule_can_be_learned_but_not_from_every_start(story: Story) -> None:
    assert story.figures["rules that one neuron learns"] == 14
    assert story.figures["rules learned from the course's start"] < 16
    counts = story.figures["starts of 100 that learn each rule"]
    assert len(counts) == 16 and 30 < min(counts) < max(counts) == 100
    assert counts[rules.RULES.index((0, 1, 1, 0))] == min(counts)


def test_its_networks_fit_the_board(story: Story) -> None:
    for network in story.networks.values():
        assert board_network.make(*network)


def test_a_loss_that_keeps_notes_is_the_same_loss(story: Story) -> None:
    network = story.networks["middle-lamp"].network
    loss = NotedSquaredError(mean=False)
    assert check(network, SIX, loss) < 1e-6
    outputs = network.forward(SIX.inputs)
    assert loss.an_epoch(SIX)[-1] == pytest.approx(
        2 * SquaredError(mean=False).value(outputs, SIX.targets)
    )
    np.testing.assert_array_equal(loss.outputs[-6:], outputs[:, 0])
