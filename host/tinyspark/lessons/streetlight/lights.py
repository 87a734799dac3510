"""The lights, the answers, the course's networks for them, and a loss that keeps notes."""

from dataclasses import dataclass, field

import numpy as np

from gesturekit.sample import AXES
from tinyspark.lessons import start
from tinyspark.nn.layers import Dense, ReLU
from tinyspark.nn.loss import SquaredError
from tinyspark.nn.network import Network
from tinyspark.nn.train import Examples

BUTTONS = AXES["buttons"]  # what the lights are on a board
# The middle light decides, as the traffic lights of a foreign town might have it.
SIX = Examples(
    np.array([[1, 0, 1], [0, 1, 1], [0, 0, 1], [1, 1, 1], [0, 1, 1], [1, 0, 1]], float),
    np.array([[0], [1], [0], [1], [1], [0]], float),
)
# Exactly one of the first two lights decides: no single neuron can tell.
CROSSING = Examples(
    np.array([[1, 0, 1], [0, 1, 1], [0, 0, 1], [1, 1, 1]], float),
    np.array([[1], [1], [0], [0]], float),
)
STEP = 0.2  # of the networks with a hidden layer
DELTA_STEP = 0.1


def neuron() -> Network:
    """Return the course's linear neuron with its three weights."""
    return Network([Dense(np.array([[0.5], [0.48], [-0.7]]))])


def with_hidden(hidden: int = 4, seed: int = 1) -> Network:
    """Return a 3-hidden-1 network, ReLU between, without biases, with the course's start."""
    first, second = start.weights(seed, (3, hidden, 1))
    return Network([Dense(first), ReLU(), Dense(second)])


def named(inputs: np.ndarray) -> str:
    """Return lights such as "1 0 1"."""
    return " ".join(f"{light:.0f}" for light in inputs)


@dataclass(frozen=True)
class NotedSquaredError(SquaredError):
    """The squared error; keeps the outputs and squared differences that each step began with."""

    outputs: list[float] = field(default_factory=list)
    squares: list[float] = field(default_factory=list)

    def slopes(self, outputs: np.ndarray, targets: np.ndarray) -> np.ndarray:
        self.outputs.extend(outputs.ravel())
        self.squares.extend(2 * self.costs(outputs, targets).ravel())
        return super().slopes(outputs, targets)

    def an_epoch(self, examples: Examples) -> np.ndarray:
        """Return the sum of the squared differences in each epoch over these examples."""
        return np.reshape(self.squares, (-1, len(examples))).sum(axis=1)
