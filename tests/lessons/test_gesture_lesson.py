"""The lesson on the course's gesture: its figures, its slip beside the right rule, networks."""

import numpy as np
import pytest
from published import taken

from tinyspark.learning import board_network
from tinyspark.lessons.gesture import by_hand, task
from tinyspark.lessons.gesture.printed_rule import PrintedRule
from tinyspark.lessons.story import Picture
from tinyspark.nn.layers import Dense
from tinyspark.pictures.lessons import gesture

COURSE = {  # as printed; the recordings hold counts, at most 1/16 off
    "closer": [
        [0.0, 35.5, 120.1],
        [2.625, 33.375, 127.875],
        [19.0, 56.375, 127.875],
        [47.875, 51.375, 127.875],
        [40.125, 89.375, 127.875],
    ],
    "away": [
        [104.54, 2.375, 0.0],
        [127.875, 33.625, 5.4],
        [120.3, 39.125, 0.0],
        [127.875, 103.25, 23.8],
        [127.875, 29.25, 0.0],
    ],
}


@pytest.fixture(scope="module")
def story():
    return taken("gesture")


def test_the_takes_are_those_of_the_course():
    takes = task.takes()
    printed = np.array([take for label in task.LABELS for take in COURSE[label]])
    assert np.abs(100 * takes.inputs - printed).max() <= 1 / 16
    assert takes.targets.tolist() == [[1, 0]] * 5 + [[0, 1]] * 5


def test_the_published_weights_recognize_all_ten(story):
    assert story.figures["published weights: takes recognized"] == 10
    printed = np.array(COURSE["closer"] + COURSE["away"]) / 100
    assert (task.published().forward(printed).argmax(axis=1) == [0] * 5 + [1] * 5).all()


def test_the_slip_is_what_the_course_printed():
    network = by_hand.example_network(PrintedRule)
    outputs = network.forward(by_hand.EXAMPLE.inputs)
    network.backward(task.LOSS.gradient(outputs, by_hand.EXAMPLE.targets))
    errors = (outputs - by_hand.EXAMPLE.targets)[0]
    hidden = network.layers[0].outputs[0]
    for neuron, (hidden_value, slopes) in enumerate(
        zip(hidden, network.dense[0].weight_gradients.T, strict=True)
    ):
        blame = errors[0] * hidden_value + errors[1] * hidden_value
        np.testing.assert_allclose(slopes, blame * by_hand.EXAMPLE.inputs[0], err_msg=str(neuron))


def test_the_output_weights_are_right_by_both_rules():
    slopes = []
    for rule in (Dense, PrintedRule):
        network = by_hand.example_network(rule)
        outputs = network.forward(by_hand.EXAMPLE.inputs)
        network.backward(task.LOSS.gradient(outputs, by_hand.EXAMPLE.targets))
        slopes.append(network.dense[1].weight_gradients)
    np.testing.assert_array_equal(*slopes)


def test_the_gradient_check_tells_the_rules_apart(story):
    assert story.figures["gradient check, right rule"] < 1e-8
    assert story.figures["gradient check, printed rule"] > 0.5
    right = story.figures["by hand: slopes of the hidden weights, right rule"]
    printed = story.figures["by hand: slopes of the hidden weights, printed rule"]
    assert (np.sign(right) == -np.sign(printed)).all()


def test_the_hidden_step_of_the_printed_rule_leads_uphill(story):
    output, hidden, both = story.figures["by hand: change of the loss, printed rule"]
    assert output < 0 < hidden
    assert both < 0
    assert max(story.figures["by hand: change of the loss, right rule"]) < 0


def test_about_a_third_of_the_hidden_steps_lead_downhill(story):
    share = story.figures["share of hidden steps downhill, weights within 1"]
    assert share == pytest.approx(1 / 3, abs=0.03)


def test_300_starts_with_the_right_rule(story):
    assert 288 <= story.figures["ten of ten after 100 epochs, right rule"] <= 298
    assert story.figures["ten of ten after 1000 epochs, right rule"] == 300
    assert story.figures["diverged after 1000 epochs, right rule"] == 0


def test_300_starts_with_the_printed_rule(story):
    assert 255 <= story.figures["ten of ten after 100 epochs, printed rule"] <= 275
    assert story.figures["diverged after 100 epochs, printed rule"] == 0
    assert 285 <= story.figures["ten of ten after 1000 epochs, printed rule"] < 300
    assert 1 <= story.figures["diverged after 1000 epochs, printed rule"] <= 10


def test_the_hidden_slopes_of_the_printed_rule_are_as_wrong_as_can_be(story):
    assert story.figures["gradient check of the hidden weights, printed rule"] > 0.95


def test_most_that_fail_have_known_all_ten(story):
    after = [
        story.figures[f"{kind} after 1000 epochs, printed rule"]
        for kind in ("ten of ten", "not yet ten of ten", "lost ten of ten", "diverged")
    ]
    assert sum(after) == 300 and after[1] < 5 and after[2] + after[3] > after[1]


def test_the_counts_depend_on_the_shuffling(story):
    short, long = (
        np.array(story.figures[f"counts after {epochs} epochs by shuffling, printed rule"])
        for epochs in (100, 1000)
    )
    assert short.shape == long.shape == (5, 4)
    for counts, least, most in ((short[:, 0], 250, 280), (long[:, 0], 283, 299)):
        assert least < counts.min() < counts.max() < most


def test_a_diverged_network_recognizes_nothing():
    outputs = np.array([[[1.0, 0.0]], [[np.nan, np.nan]], [[np.inf, 0.0]]])
    assert task.right(outputs, np.array([[1.0, 0.0]])).tolist() == [1, 0, 0]


def test_both_networks_can_go_onto_the_board(story):
    assert list(story.networks) == ["published", "gesture"]
    for trained in story.networks.values():
        assert len(board_network.make(*trained)) < 1000
        takes = task.takes()
        assert task.right(trained.network.forward(takes.inputs), takes.targets) == 10


def test_the_picture_is_drawn(story, tmp_path):
    (picture,) = (part for part in story.parts if isinstance(part, Picture))
    gesture.draw(tmp_path / "gesture.png", **picture.data)
    assert (tmp_path / "gesture.png").stat().st_size > 20_000
