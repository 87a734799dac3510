"""Two updates of each optimizer, worked out by hand, and what they have in common."""

import math

import numpy as np
import pytest

from tinyspark.nn.optim import OPTIMIZERS, Optimizer

RATE = 0.1
FIRST, SECOND = 0.5, -1.0  # the gradients of the two updates


def momentum() -> tuple[float, float]:
    first = -RATE * FIRST
    second = 0.9 * first - RATE * SECOND
    return 1 + first, 1 + first + second


def nesterov() -> tuple[float, float]:
    velocity = -RATE * FIRST
    one = 1 + 0.9 * velocity - RATE * FIRST
    velocity = 0.9 * velocity - RATE * SECOND
    return one, one + 0.9 * velocity - RATE * SECOND


def adagrad() -> tuple[float, float]:
    one = 1 - RATE * FIRST / math.sqrt(0.25)
    return one, one - RATE * SECOND / math.sqrt(0.25 + 1)


def rmsprop() -> tuple[float, float]:
    square = 0.1 * 0.25
    one = 1 - RATE * FIRST / math.sqrt(square)
    square = 0.9 * square + 0.1 * 1
    return one, one - RATE * SECOND / math.sqrt(square)


def adadelta() -> tuple[float, float]:
    square = 0.05 * 0.25
    step = math.sqrt(1e-6 / (square + 1e-6)) * FIRST
    one = 1 - RATE * step
    square = 0.95 * square + 0.05 * 1
    steps = 0.05 * step**2
    return one, one - RATE * math.sqrt((steps + 1e-6) / (square + 1e-6)) * SECOND


def adam() -> tuple[float, float]:
    one = 1 - RATE  # the first step is the rate, whatever the gradient
    mean = (0.9 * 0.1 * FIRST + 0.1 * SECOND) / (1 - 0.9**2)
    square = (0.999 * 0.001 * FIRST**2 + 0.001 * SECOND**2) / (1 - 0.999**2)
    return one, one - RATE * mean / math.sqrt(square)


BY_HAND = {
    "sgd": (1 - RATE * FIRST, 1 - RATE * FIRST - RATE * SECOND),
    "momentum": momentum(),
    "nesterov": nesterov(),
    "adagrad": adagrad(),
    "rmsprop": rmsprop(),
    "adadelta": adadelta(),
    "adam": adam(),
}


def test_every_optimizer_is_worked_out() -> None:
    assert set(BY_HAND) == set(OPTIMIZERS)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_two_updates_by_hand(name: str) -> None:
    optimizer = OPTIMIZERS[name]()
    parameters = np.array([1.0, 1.0])
    for gradient, expected in zip((FIRST, SECOND), BY_HAND[name], strict=True):
        optimizer.step(parameters, np.array([gradient, gradient]), RATE)
        np.testing.assert_allclose(parameters, expected, rtol=1e-6)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_many_rates_at_once(name: str) -> None:
    """K vectors with K rates move as each would alone."""
    rates = np.array([[0.1], [0.01]])
    together = np.ones((2, 3))
    optimizer = OPTIMIZERS[name]()
    alone = [(OPTIMIZERS[name](), np.ones(3)) for _ in rates]
    for gradient in (FIRST, SECOND):
        optimizer.step(together, np.full((2, 3), gradient), rates)
        for (single, parameters), rate in zip(alone, rates.ravel(), strict=True):
            single.step(parameters, np.full(3, gradient), float(rate))
    np.testing.assert_array_equal(together, [parameters for _, parameters in alone])


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_bowl_is_descended_in_float32(name: str) -> None:
    """x^2 + 10 y^2 from (1, 1): every optimizer ends far below where it began."""
    optimizer: Optimizer = OPTIMIZERS[name]()
    parameters = np.ones(2, dtype=np.float32)
    curvature = np.array([1, 10], dtype=np.float32)
    rate = {"adadelta": 5.0, "adagrad": 0.3}.get(name, 0.02)
    for _ in range(500):
        optimizer.step(parameters, 2 * curvature * parameters, rate)
    assert parameters.dtype == np.float32
    assert float(curvature @ parameters**2) < 0.05
