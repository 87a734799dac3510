"""BFGS and L-BFGS: the same network and loss, another way down."""

import sys

import numpy as np
import pytest

from tinyspark.nn.errors import TrainingError
from tinyspark.nn.layers import Sigmoid
from tinyspark.nn.loss import SquaredError
from tinyspark.nn.network import Network, build
from tinyspark.nn.quasi_newton import METHODS, minimize
from tinyspark.nn.train import Examples

EITHER = Examples(
    np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1.0]]), np.array([[0], [1], [1], [0.0]])
)


def network(seed: int) -> Network:
    layers = build([3, 4, 1], ["sigmoid"], np.random.default_rng(seed), dtype=np.float64).layers
    return Network([*layers, Sigmoid()])


@pytest.mark.parametrize("method", METHODS)
def test_either_or_is_learned_in_few_steps(method: str) -> None:
    """From most starts: the others end in a hollow that is not the lowest."""
    pytest.importorskip("scipy")
    learned = 0
    for seed in range(10):
        found = network(seed)
        assert 0 < minimize(found, EITHER, SquaredError(), method, 200) <= 200
        learned += np.allclose(found.forward(EITHER.inputs), EITHER.targets, atol=0.02)
    assert learned >= 6


@pytest.mark.parametrize("method", METHODS)
def test_steps_are_bounded(method: str) -> None:
    pytest.importorskip("scipy")
    assert minimize(network(1), EITHER, SquaredError(), method, 3) <= 3


def test_examples_that_are_no_numbers_are_refused() -> None:
    pytest.importorskip("scipy")
    broken = Examples(EITHER.inputs, np.full_like(EITHER.targets, np.nan))
    with pytest.raises(TrainingError, match="no numbers"):
        minimize(network(1), broken, SquaredError())


def test_without_scipy_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scipy", None)
    with pytest.raises(TrainingError, match=r"needs SciPy.*\n.*-m pip install scipy"):
        minimize(network(1), EITHER, SquaredError())
