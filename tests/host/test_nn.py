"""The neural network library against numeric gradients and updates worked out by hand."""

import numpy as np
import pytest

from tinyspark.nn.layers import Dense, Layer, ReLU
from tinyspark.nn.loss import Loss, SoftmaxCrossEntropy, SquaredError, softmax
from tinyspark.nn.network import Network, build
from tinyspark.nn.optim import SGD, Adam
from tinyspark.nn.train import Plan, learning_rate, train

STEP = 1e-6


def small(activation: str, *, bias: bool) -> Network:
    """A network in float64, so that numeric gradients are sharp."""
    network = build([4, 5, 3], activation, np.random.default_rng(3), bias=bias)
    for layer in network.layers:
        layer.parameters = {name: p.astype(np.float64) for name, p in layer.parameters.items()}
    return network


def numeric(loss: Loss, network: Network, values: np.ndarray, *data: np.ndarray) -> np.ndarray:
    """Return the gradient of the loss for an array that is changed in place."""
    gradient = np.zeros_like(values)
    for place in np.ndindex(values.shape):
        kept = values[place]
        values[place] = kept + STEP
        above = loss.value(network.forward(data[0]), data[1])
        values[place] = kept - STEP
        below = loss.value(network.forward(data[0]), data[1])
        values[place] = kept
        gradient[place] = (above - below) / (2 * STEP)
    return gradient


@pytest.mark.parametrize("activation", ["relu", "linear"])
@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("loss", [SoftmaxCrossEntropy(), SquaredError()])
def test_gradients_are_the_numeric_ones(activation: str, bias: bool, loss: Loss) -> None:
    generator = np.random.default_rng(1)
    inputs = generator.normal(size=(7, 4))
    targets = softmax(generator.normal(size=(7, 3)))
    network = small(activation, bias=bias)
    back = network.backward(loss.gradient(network.forward(inputs), targets))
    for layer in network.dense:
        assert set(layer.gradients) == ({"weights", "bias"} if bias else {"weights"})
        for name, values in layer.parameters.items():
            expected = numeric(loss, network, values, inputs, targets)
            np.testing.assert_allclose(layer.gradients[name], expected, atol=1e-8)
    np.testing.assert_allclose(back, numeric(loss, network, inputs, inputs, targets), atol=1e-8)


def test_one_step_of_gradient_descent_by_hand() -> None:
    """Inputs 0.1 0.8, weights 0.3 0.9, target 0.4, step 1: the course's worked example."""
    dense = Dense(np.array([[0.3], [0.9]]))
    network = Network([dense])
    loss = SquaredError()
    inputs, target = np.array([[0.1, 0.8]]), np.array([[0.4]])
    output = network.forward(inputs)
    assert output.item() == pytest.approx(0.75)
    network.backward(loss.gradient(output, target))
    SGD().step(network.layers, 1.0)
    np.testing.assert_allclose(dense.parameters["weights"].ravel(), [0.265, 0.62])
    assert network.forward(inputs).item() == pytest.approx(0.5225)


def one_weight(gradient: float) -> Layer:
    layer = Dense(np.array([[1.0]]))
    layer.gradients["weights"] = np.array([[gradient]])
    return layer


def test_two_steps_of_adam_by_hand() -> None:
    layer = one_weight(0.5)
    adam = Adam()
    adam.step([layer], 0.1)
    # mean 0.05 / 0.1, square 0.00025 / 0.001: the first step is the rate, whatever the gradient
    assert layer.parameters["weights"].item() == pytest.approx(0.9, abs=1e-7)
    layer.gradients["weights"] = np.array([[-1.0]])
    adam.step([layer], 0.1)
    mean = (0.9 * 0.05 - 0.1) / (1 - 0.9**2)
    square = (0.999 * 0.00025 + 0.001) / (1 - 0.999**2)
    expected = 0.9 - 0.1 * mean / square**0.5
    assert layer.parameters["weights"].item() == pytest.approx(expected, abs=1e-7)


def test_softmax_is_safe_for_large_logits() -> None:
    probabilities = softmax(np.array([[1000.0, 0.0], [-1000.0, -1000.0]]))
    np.testing.assert_allclose(probabilities, [[1, 0], [0.5, 0.5]])
    loss = SoftmaxCrossEntropy().value(np.array([[1000.0, 0.0]]), np.array([[0.0, 1.0]]))
    assert loss == pytest.approx(1000)


def test_relu_lets_positive_values_through() -> None:
    relu = ReLU()
    assert relu.forward(np.array([[-1.0, 0.0, 2.0]])).tolist() == [[0, 0, 2]]
    assert relu.backward(np.array([[5.0, 5.0, 5.0]])).tolist() == [[0, 0, 5]]


def test_the_learning_rate_rises_and_falls() -> None:
    plan = Plan(learning_rate=0.5)
    rates = [learning_rate(plan, done / 100) for done in range(101)]
    assert max(rates) == rates[20] == 0.5
    assert min(rates) == pytest.approx(0.005)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_training_learns_what_is_not_linear(seed: int) -> None:
    generator = np.random.default_rng(seed)
    inputs = generator.uniform(-1, 1, (400, 2)).astype(np.float32)
    labels = (inputs[:, 0] * inputs[:, 1] > 0).astype(int)
    network = build([2, 16, 2], "relu", generator)
    train(network, inputs, np.eye(2, dtype=np.float32)[labels], Plan(epochs=60), generator)
    assert (network.forward(inputs).argmax(axis=1) == labels).mean() > 0.95
    assert network.forward(inputs).dtype == np.float32


def test_the_same_seed_gives_the_same_weights() -> None:
    def weights(seed: int) -> np.ndarray:
        generator = np.random.default_rng(seed)
        inputs = generator.normal(size=(50, 3)).astype(np.float32)
        network = build([3, 4, 2], "relu", generator)
        targets = np.eye(2, dtype=np.float32)[generator.integers(0, 2, 50)]
        train(network, inputs, targets, Plan(epochs=3), generator)
        return network.dense[0].parameters["weights"]

    assert np.array_equal(weights(5), weights(5))
    assert not np.array_equal(weights(5), weights(6))
