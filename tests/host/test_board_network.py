"""Networks of the lessons as models for the board: the same answers to every input."""

import array
import itertools

import numpy as np
import pytest
from takes import COURSE

from gesturekit import model_format
from gesturekit.classifier import Classifier
from gesturekit.inference import HALF
from tinyspark.dataset import Dataset
from tinyspark.errors import UserError
from tinyspark.learning import evaluate
from tinyspark.learning.board_network import COURSE_TAKE, make
from tinyspark.lessons import start
from tinyspark.lessons.plain import plain
from tinyspark.nn.layers import ACTIVATIONS, Dense, Layer, ReLU, Sigmoid, Softmax
from tinyspark.nn.network import Network, build, stack
from tinyspark.nn.train import Examples, train

BUTTONS = ("button1", "button2", "one")
LIGHT = ("light",)
ALL = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]], float)
ONE_OF_TWO = np.array([[0], [1], [1], [0]], float)
FIRST = np.array([[0], [0], [1], [1]], float)
NEAR = 0.05  # outputs this near one half may be answered either way
HIDDEN = [[0.664838063268332, 0.14475863419970098, 0.39798479496743655]]
HIDDEN += [[-0.1996792640967368, -0.10042784907697525, -0.38665016231765525]]
OUTPUT = [[0.19784347834163832, -0.7106415457739413], [0.6545148412015216, 0.1258938146460059]]


def course_network(
    seed: int, sizes: tuple[int, ...], activations: tuple[str, ...], bias: bool
) -> Network:
    """Dense layers with the course's start weights."""
    layers: list[Layer] = []
    for weights, name in zip(start.weights(seed, sizes), activations, strict=True):
        layers.append(Dense(weights, np.zeros((1, weights.shape[1])) if bias else None))
        layers.append(ACTIVATIONS[name]())
    return Network(layers)


def trained(
    network: Network, targets: np.ndarray, rate: float, epochs: int, batch: int | None = None
) -> Network:
    """Train on all combinations of the buttons, as the course does."""
    inputs = ALL[:, : network.dense[0].weights.shape[0]]
    train(network, Examples(inputs, targets), plain(epochs, rate, batch))
    return network


def levels(data: bytes, inputs: tuple[str, ...]) -> tuple[np.ndarray, list[int]]:
    """What the board computes for all combinations: outputs 0..1 [n, labels], detections."""
    classifier = Classifier(model_format.load(data))
    rows, detections = [], []
    for pressed in ALL:
        classifier.classify(array.array("h", pressed.astype(int).tolist()))
        rows.append(list(classifier.confidences))
        detections.append(classifier.detection)
    return np.array(rows) / 255, detections


def check_like_float(network: Network, inputs: tuple[str, ...] = BUTTONS) -> None:
    """The integer network answers like the float one to every combination of the buttons."""
    outputs = network.forward(ALL[:, : len(inputs)])
    integers, detections = levels(make(network, inputs, LIGHT), inputs)
    np.testing.assert_allclose(integers, np.clip(outputs, 0, 1), atol=NEAR)
    for output, detection in zip(outputs[:, 0], detections, strict=True):
        if abs(output - 0.5) > NEAR:
            assert (detection == 0) == (output >= 0.5)


@pytest.mark.parametrize("bias", [False, True])
@pytest.mark.parametrize(
    ("sizes", "activations", "rate"),
    [
        ((3, 1), ("sigmoid",), 1.0),
        ((3, 1), ("tanh",), 0.2),
        ((3, 4, 1), ("sigmoid", "sigmoid"), 1.0),
        ((3, 4, 1), ("tanh", "linear"), 0.1),
        ((3, 32, 1), ("sigmoid", "sigmoid"), 1.0),
        ((3, 4, 4, 4, 1), ("relu", "tanh", "sigmoid", "sigmoid"), 0.5),
        ((2, 1), ("sigmoid",), 1.0),
        ((2, 1), ("linear",), 0.1),
    ],
)
def test_the_board_answers_like_the_float_network(
    sizes: tuple[int, ...], activations: tuple[str, ...], rate: float, bias: bool
) -> None:
    network = course_network(5, sizes, activations, bias)
    inputs = BUTTONS[: sizes[0]]
    targets = FIRST if len(sizes) == 2 else ONE_OF_TWO
    for epochs in (1, 300, 3000):
        check_like_float(trained(network, targets, rate, epochs), inputs)


def test_the_streetlight() -> None:
    network = course_network(1, (3, 4, 1), ("relu", "linear"), bias=False)
    data = make(trained(network, ONE_OF_TWO, 0.2, 150, batch=1), BUTTONS, LIGHT)
    integers, detections = levels(data, BUTTONS)
    assert integers[:, 0].tolist() == pytest.approx([0, 1, 1, 0], abs=0.01)
    assert detections == [-1, 0, 0, -1]
    model = model_format.load(data)
    assert (model.sensor, model.trigger, list(model.thresholds)) == ("buttons", "button", [HALF])
    assert [layer.activation for layer in model.layers] == ["relu", "linear"]


def test_a_neuron_with_a_step() -> None:
    network = trained(course_network(1, (3, 1), ("sigmoid",), bias=False), FIRST, 1, 1000)
    network = Network([network.layers[0], ACTIVATIONS["step"]()])
    integers, _ = levels(make(network, BUTTONS, LIGHT), BUTTONS)
    assert integers[:, 0].tolist() == [0, 0, 1, 1]


def test_random_networks() -> None:
    generator = np.random.default_rng(3)
    for first, second in itertools.product(("relu", "sigmoid", "tanh", "linear"), repeat=2):
        for size in (1, 4, 32):
            network = build([3, size, 1], (first, second), generator, dtype=np.float64)
            network.parameters *= 2
            check_like_float(network)


def test_the_published_gesture_network_gets_ten_of_ten() -> None:
    network = Network([Dense(np.array(HIDDEN).T), Dense(np.array(OUTPUT).T)])
    course = Dataset.open(COURSE)
    data = make(network, COURSE_TAKE, ("closer", "away"))
    report = evaluate.evaluate(data, course.recordings, course.settings)
    assert report["detections"] == {"right": 10, "wrong": 0, "missed": 0}


def test_softmax_shares_one_whole() -> None:
    weights = np.array([[3.0, -3.0], [0.0, 0.0], [-1.5, 1.5]])
    integers, detections = levels(
        make(Network([Dense(weights), Softmax()]), BUTTONS, ("1", "none")), BUTTONS
    )
    np.testing.assert_allclose(integers.sum(axis=1), 1, atol=0.01)
    assert detections == [1, 1, 0, 0]


def test_dropout_is_over_and_huge_weights_are_held() -> None:
    from tinyspark.nn.dropout import Dropout

    weights = np.array([[1e6], [-1e6], [0.0]])
    network = Network([Dropout(0.5, np.random.default_rng(1)), Dense(weights), Sigmoid()])
    integers, _ = levels(make(network, BUTTONS, LIGHT), BUTTONS)
    np.testing.assert_allclose(integers[:, 0], [0.5, 0, 1, 0.5], atol=0.003)


def refusal(
    network: Network, inputs: tuple[str, ...] = BUTTONS, labels: tuple[str, ...] = LIGHT
) -> str:
    with pytest.raises(UserError) as refused:
        make(network, inputs, labels)
    assert len(str(refused.value).splitlines()) == 2
    return str(refused.value)


def untrained(*sizes: int) -> Network:
    return build(sizes, "relu", np.random.default_rng(1))


def test_networks_that_no_model_can_hold_are_refused() -> None:
    assert "6 layers" in refusal(untrained(3, 2, 2, 2, 2, 2, 1))
    assert "300 neurons" in refusal(untrained(3, 300, 1))
    assert "several" in refusal(stack([untrained(3, 1), untrained(3, 1)]))
    broken = untrained(3, 1)
    broken.parameters[:] = np.nan
    assert "diverged" in refusal(broken)
    dense = untrained(3, 1).layers[0]
    assert "activation relu" in refusal(Network([ReLU(), dense]))
    assert "activation softmax" in refusal(Network([dense, ReLU(), Softmax()]))
    early = Network([Dense(np.ones((3, 1))), Softmax(), Dense(np.ones((1, 1)))])
    assert "softmax before the last layer" in refusal(early)


def test_inputs_and_labels_that_do_not_fit_are_refused() -> None:
    assert "no inputs button2 button1 one" in refusal(
        untrained(3, 1), ("button2", "button1", "one")
    )
    assert "3 inputs, but 2" in refusal(untrained(3, 1), BUTTONS[:2])
    assert "2 outputs, but 1" in refusal(untrained(3, 2))
    assert "a label twice" in refusal(untrained(3, 2), labels=("on", "on"))
    assert "no inputs ax" in refusal(untrained(1, 1), ("ax",))


def test_a_network_that_integers_cannot_follow_is_refused() -> None:
    big = 1e4  # a small difference of large numbers decides
    network = Network([Dense(np.array([[big], [-big + 0.3], [0.2]]))])
    assert "too coarse" in refusal(network)
