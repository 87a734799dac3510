"""K networks at once: the same numbers as one by one."""

import copy
import dataclasses

import numpy as np
import pytest

from tinyspark.nn.layers import Sigmoid
from tinyspark.nn.loss import SquaredError
from tinyspark.nn.network import Network, build, stack
from tinyspark.nn.optim import OPTIMIZERS, SGD
from tinyspark.nn.schedules import constant
from tinyspark.nn.train import Examples, Plan, train

WIDTHS = (5, 3, 9, 3)


def examples() -> Examples:
    generator = np.random.default_rng(1)
    return Examples(generator.normal(size=(50, 4)), np.eye(3)[generator.integers(0, 3, 50)])


def networks(activation: str, dtype: type = np.float64) -> list[Network]:
    return [
        build([4, width, 6, 3], activation, np.random.default_rng(seed), dtype=dtype)
        for seed, width in enumerate(WIDTHS)
    ]


@pytest.mark.parametrize("activation", ["relu", "sigmoid", "tanh", "linear"])
def test_outputs_are_those_of_each(activation: str) -> None:
    alone = networks(activation)
    together = stack(alone)
    assert together.count == len(WIDTHS)
    outputs = together.forward(examples().inputs)
    assert outputs.shape == (4, 50, 3)
    for number, network in enumerate(alone):
        np.testing.assert_allclose(
            outputs[number], network.forward(examples().inputs), rtol=1e-12, atol=1e-14
        )


@pytest.mark.parametrize("activation", ["relu", "sigmoid", "tanh"])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_training_is_that_of_each(activation: str, optimizer: str) -> None:
    """Different start weights, hidden sizes, learning rates and decays."""
    alone = networks(activation)
    together = stack(alone)
    rates, decays = np.array([0.01, 0.03, 0.001, 0.02]), np.array([0, 0.1, 1, 0])
    plan = Plan(epochs=8, batch=16, optimizer=OPTIMIZERS[optimizer])
    several = dataclasses.replace(plan, learning_rate=rates, decay=decays)
    train(together, examples(), several, np.random.default_rng(7))
    for number, network in enumerate(alone):
        single = dataclasses.replace(plan, learning_rate=rates[number], decay=decays[number])
        train(network, examples(), single, np.random.default_rng(7))
        found = together.alone(number)
        assert found.parameters.shape == network.parameters.shape
        np.testing.assert_allclose(found.parameters, network.parameters, rtol=1e-9, atol=1e-12)


def test_training_in_float32_stays_in_it() -> None:
    together = stack(networks("relu", np.float32))
    rates = np.array([0.01, 0.03, 0.001, 0.02])
    train(together, examples(), Plan(5, 16, rates), np.random.default_rng(7))
    alone = networks("relu", np.float32)[2]
    train(alone, examples(), Plan(5, 16, 0.001), np.random.default_rng(7))
    assert together.parameters.dtype == np.float32
    np.testing.assert_allclose(
        together.alone(2).parameters, alone.parameters, rtol=1e-4, atol=1e-6
    )


def test_one_that_diverges_leaves_the_others_alone() -> None:
    linear = [build([4, 5, 3], "linear", np.random.default_rng(1)) for _ in range(2)]
    together = stack(linear)
    plan = Plan(200, None, np.array([0.01, 1e4]), constant, SquaredError(), SGD)
    train(together, examples(), plan)
    assert together.finite().tolist() == [True, False]
    train(linear[0], examples(), dataclasses.replace(plan, learning_rate=0.01))
    np.testing.assert_allclose(together.alone(0).parameters, linear[0].parameters, rtol=1e-4)


def test_parameters_and_layers_share_their_memory() -> None:
    for network in (networks("relu")[0], stack(networks("relu"))):
        network.parameters[...] = 7
        assert all(
            (dense.weights == 7).all() and (dense.bias == 7).all() for dense in network.dense
        )
        network.dense[-1].bias[...] = 1
        assert (network.parameters[..., -3:] == 1).all()


def test_a_stack_takes_copies() -> None:
    alone = networks("relu")
    before = alone[0].parameters.copy()
    together = stack(alone)
    together.parameters[...] = 0
    assert np.array_equal(alone[0].parameters, before)
    assert alone[0].dense[0].weights.base is not together.parameters


def test_a_softmax_needs_layers_of_one_size() -> None:
    with pytest.raises(ValueError, match=r"softmax over layers of \[3, 5, 9\] neurons"):
        stack(networks("softmax"))
    assert stack([networks("softmax")[1], networks("softmax")[3]]).count == 2


def test_a_trace_holds_every_step() -> None:
    network = Network([*networks("relu")[0].layers, Sigmoid()])
    steps = network.trace(examples().inputs)
    assert len(steps) == len(network.layers) + 1
    assert np.array_equal(steps[0], examples().inputs)
    assert np.array_equal(steps[-1], network.forward(examples().inputs))


@pytest.mark.parametrize("network", [networks("relu")[0], stack(networks("relu"))])
def test_a_deep_copy_learns_by_itself(network: Network) -> None:
    before = network.parameters.copy()
    twin = copy.deepcopy(network)
    train(twin, examples(), Plan(epochs=1), np.random.default_rng(0))
    np.testing.assert_array_equal(network.parameters, before)
    train(network, examples(), Plan(epochs=1), np.random.default_rng(0))
    np.testing.assert_array_equal(network.parameters, twin.parameters)
    inputs = examples().inputs
    np.testing.assert_array_equal(twin.forward(inputs), network.forward(inputs))
    assert not np.array_equal(network.parameters, before)
