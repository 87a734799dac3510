"""The lamp on the stairs, the course's third problem: lit when exactly one of two switches is up.

Knows the examples, the network and its error; not how it is trained.
"""

import numpy as np

from gesturekit.sample import AXES
from tinyspark.lessons import start
from tinyspark.nn.layers import Dense, Layer, Sigmoid
from tinyspark.nn.network import Network
from tinyspark.nn.train import Examples

INPUTS = AXES["buttons"]  # the third input is always 1
LABELS = ("lamp",)
EXAMPLES = Examples(
    np.array([[0.0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]]), np.array([[0.0], [1], [1], [0]])
)


def network(hidden: int, seed: int = 1, between: Layer | None = None) -> Network:
    """Return a 3-hidden-1 network with the course's start weights and sigmoids after both layers.

    between: a layer to put behind the hidden one.
    """
    first, second = start.weights(seed, (3, hidden, 1))
    inner = [Dense(first), Sigmoid()] + ([between] if between else [])
    return Network([*inner, Dense(second), Sigmoid()])


def error(outputs: np.ndarray) -> np.ndarray:
    """Return the mean of |output - target| over the four examples, [] or [K]."""
    return np.abs(outputs - EXAMPLES.targets).mean(axis=(-2, -1))
