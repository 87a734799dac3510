"""The four examples of the neuron, and neurons that are to learn them."""

import numpy as np

from gesturekit.sample import AXES
from tinyspark.lessons import start
from tinyspark.nn.layers import ACTIVATIONS, Dense
from tinyspark.nn.network import Network
from tinyspark.nn.train import Examples

INPUTS = np.array([[0, 0, 1], [1, 1, 1], [1, 0, 1], [0, 1, 1]], float)
ANSWERS = np.array([[0], [1], [1], [0]], float)
RULE = Examples(INPUTS, ANSWERS)
BUTTONS = AXES["buttons"]  # what the inputs are on a board
NAMES = ("0 0 1", "1 1 1", "1 0 1", "0 1 1")
SURE = 0.05  # an output this close to its answer is 95 % certain


def neuron(seed: int = 1, activation: str = "sigmoid") -> Network:
    """Return a neuron with three inputs, no bias and the course's start weights."""
    return Network([Dense(start.weights(seed, (3, 1))[0]), ACTIVATIONS[activation]()])
