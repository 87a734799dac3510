"""A network: layers in a row."""

import itertools
from collections.abc import Sequence

import numpy as np

from tinyspark.nn.layers import ACTIVATIONS, Dense, Layer


class Network:
    """forward() through all layers, backward() through them in reverse."""

    def __init__(self, layers: Sequence[Layer]) -> None:
        self.layers = list(layers)

    def forward(self, inputs: np.ndarray) -> np.ndarray:
        """Return the outputs of the last layer, [examples, outputs]."""
        for layer in self.layers:
            inputs = layer.forward(inputs)
        return inputs

    def backward(self, gradient: np.ndarray) -> np.ndarray:
        """Fill the gradients of all layers; return that of the inputs."""
        for layer in reversed(self.layers):
            gradient = layer.backward(gradient)
        return gradient

    @property
    def dense(self) -> list[Dense]:
        """The layers that have weights."""
        return [layer for layer in self.layers if isinstance(layer, Dense)]


def build(
    sizes: Sequence[int], activation: str, generator: np.random.Generator, *, bias: bool = True
) -> Network:
    """Return dense layers of these sizes (inputs first) with an activation between them.

    Start weights are normal with a standard deviation of half of sqrt(2 / inputs), in float32.
    """
    layers: list[Layer] = []
    for inputs, outputs in itertools.pairwise(sizes):
        weights = generator.normal(0, 0.5 * (2 / inputs) ** 0.5, (inputs, outputs))
        start = np.zeros(outputs, dtype=np.float32) if bias else None
        layers += [Dense(weights.astype(np.float32), start), ACTIVATIONS[activation]()]
    return Network(layers[:-1])
