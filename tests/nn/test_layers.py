"""Layers and losses on numbers small enough to check by hand."""

import numpy as np
import pytest

from tinyspark.nn.dropout import DropConnect, Dropout
from tinyspark.nn.layers import ACTIVATIONS, Dense, sigmoid, softmax
from tinyspark.nn.loss import SigmoidCrossEntropy, SoftmaxCrossEntropy, SquaredError, smooth

VALUES = np.array([[-1.0, 0.0, 2.0]])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("linear", [-1, 0, 2]),
        ("relu", [0, 0, 2]),
        ("sigmoid", [0.26894142, 0.5, 0.88079708]),
        ("tanh", [-0.76159416, 0, 0.96402758]),
        ("softmax", [0.04201007, 0.11419520, 0.84379473]),
        ("step", [0, 0, 1]),
    ],
)
def test_activations(name: str, expected: list[float]) -> None:
    outputs = ACTIVATIONS[name]().forward(VALUES)
    np.testing.assert_allclose(outputs, [expected], rtol=1e-7)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_activations_keep_the_type(name: str) -> None:
    assert ACTIVATIONS[name]().forward(VALUES.astype(np.float32)).dtype == np.float32


@pytest.mark.filterwarnings("error")
def test_large_values_are_safe() -> None:
    large = np.array([[1000.0, 0.0], [-1000.0, -1000.0]])
    np.testing.assert_allclose(softmax(large), [[1, 0], [0.5, 0.5]])
    np.testing.assert_allclose(sigmoid(large), [[1, 0.5], [0, 0]])
    target = np.array([[0.0, 1.0]])
    assert SoftmaxCrossEntropy().value(large[:1], target) == pytest.approx(1000)
    assert SigmoidCrossEntropy().value(large[:1], target) == pytest.approx(1000 + np.log(2))


def test_a_dense_layer() -> None:
    dense = Dense(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([0.5, -0.5]))
    assert dense.forward(np.array([[1.0, 10.0]])).tolist() == [[31.5, 41.5]]
    dense.learn(np.array([[1.0, -1.0]]))
    assert dense.weight_gradients.tolist() == [[1, -1], [10, -10]]
    assert dense.bias_gradients.tolist() == [[1, -1]]
    assert dense.backward(np.array([[1.0, -1.0]])).tolist() == [[-1, -1]]


def test_squared_error_is_half_the_squares() -> None:
    outputs, targets = np.array([[1.0, 2.0], [3.0, 5.0]]), np.array([[0.0, 2.0], [3.0, 3.0]])
    assert SquaredError(mean=False).value(outputs, targets) == 2.5
    assert SquaredError().value(outputs, targets) == 1.25
    assert SquaredError(mean=False).gradient(outputs, targets).tolist() == [[1, 0], [0, 2]]
    assert SquaredError().gradient(outputs, targets).tolist() == [[0.5, 0], [0, 1]]


def test_losses_of_several_networks() -> None:
    outputs = np.stack([VALUES, 2 * VALUES])
    losses = SquaredError().value(outputs, np.zeros((1, 3)))
    np.testing.assert_allclose(losses, [2.5, 10])


def test_smoothed_targets_stay_probabilities() -> None:
    np.testing.assert_allclose(smooth(np.eye(4), 0.1)[0], [0.925, 0.025, 0.025, 0.025])


def test_dropout_leaves_out_its_share_and_keeps_the_mean() -> None:
    dropout = Dropout(0.25, np.random.default_rng(1))
    ones = np.ones((200, 100), dtype=np.float32)
    outputs = dropout.forward(ones, training=True)
    assert outputs.dtype == np.float32
    assert set(np.unique(outputs)) == {np.float32(0), np.float32(4 / 3)}
    assert outputs.mean() == pytest.approx(1, abs=0.02)
    assert np.array_equal(dropout.backward(ones), outputs)
    assert dropout.forward(ones) is ones


def test_dropconnect_leaves_out_weights() -> None:
    weights = np.ones((100, 50))
    layer = DropConnect(weights, np.zeros(50), 0.5, np.random.default_rng(1))
    one = np.ones((1, 100))
    assert layer.forward(one).tolist() == [[100] * 50]
    outputs = layer.forward(one, training=True)
    assert outputs.mean() == pytest.approx(100, abs=5)
    layer.learn(np.ones((1, 50)))
    assert np.array_equal(layer.weight_gradients.sum(axis=0), outputs[0])
