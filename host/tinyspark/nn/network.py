"""A network: layers in a row, with all parameters in one flat vector; and K of them at once."""

import copy
import itertools
from collections.abc import Iterator, Sequence

import numpy as np

from tinyspark.nn.layers import ACTIVATIONS, Dense, Layer


class Network:
    """forward() through all layers, backward() through them in reverse.

    parameters and gradients hold those of all dense layers, layer after layer, weights before
    bias: [P], or [K, P] for K networks. The arrays of the layers become views into them.
    """

    count: int | None = None  # K, where there are several

    def __init__(self, layers: Sequence[Layer]) -> None:
        self.layers = list(layers)
        self.dense = [layer for layer in self.layers if isinstance(layer, Dense)]
        self.parameters = self._flat([values for dense in self.dense for values in _arrays(dense)])
        self.gradients = np.zeros_like(self.parameters)
        at = 0
        for dense in self.dense:
            dense.weights, dense.weight_gradients, at = self._views(dense.weights, at)
            if dense.bias is not None:
                dense.bias, dense.bias_gradients, at = self._views(dense.bias, at)

    @staticmethod
    def _flat(arrays: Sequence[np.ndarray]) -> np.ndarray:
        return np.concatenate([values.reshape(*values.shape[:-2], -1) for values in arrays], -1)

    def _views(self, like: np.ndarray, at: int) -> tuple[np.ndarray, np.ndarray, int]:
        end = at + like.shape[-2] * like.shape[-1]
        parameters = self.parameters[..., at:end].reshape(like.shape)
        return parameters, self.gradients[..., at:end].reshape(like.shape), end

    def forward(self, inputs: np.ndarray, training: bool = False) -> np.ndarray:
        """Return the outputs of the last layer, [..., examples, outputs]."""
        for layer in self.layers:
            inputs = layer.forward(inputs, training)
        return inputs

    def backward(self, gradient: np.ndarray) -> None:
        """Fill the gradients of all parameters, from that of the loss for the outputs."""
        for layer in reversed(self.layers[1:]):
            layer.learn(gradient)
            gradient = layer.backward(gradient)
        self.layers[0].learn(gradient)

    def trace(self, inputs: np.ndarray) -> list[np.ndarray]:
        """Return the inputs, then the outputs of every layer."""
        return [inputs] + [inputs := layer.forward(inputs) for layer in self.layers]

    def finite(self) -> np.ndarray:
        """Return whether all parameters are numbers: one truth value, or [K]."""
        with np.errstate(all="ignore"):
            return np.isfinite(self.parameters.sum(axis=-1))

    def are_weights(self) -> np.ndarray:
        """Return [P]: 1 for weights, 0 for biases."""
        kinds = [
            np.full(values.shape[-2] * values.shape[-1], values is dense.weights)
            for dense in self.dense
            for values in _arrays(dense)
        ]
        return np.concatenate(kinds).astype(self.parameters.dtype)


class Networks(Network):
    """K networks that are computed together; made by stack().

    Hidden layers may be narrower than they are stored: what only fills up is 0 and stays 0.
    """

    def __init__(self, layers: Sequence[Layer], alone: Sequence[Network]) -> None:
        super().__init__(layers)
        self.count = len(alone)
        self._shapes = [[dense.weights.shape for dense in network.dense] for network in alone]
        self._mask: np.ndarray | None = None
        if any(shapes != self._shapes[0] for shapes in self._shapes):
            ones = [[np.ones_like(values) for values in _all(network)] for network in alone]
            self._mask = self._flat([_padded(group) for group in zip(*ones, strict=True)])

    def backward(self, gradient: np.ndarray) -> None:
        super().backward(gradient)
        if self._mask is not None:
            self.gradients *= self._mask

    def alone(self, number: int) -> Network:
        """Return a copy of one of the networks, in the size it really has."""
        layers = [copy.copy(layer) for layer in self.layers]
        dense = [layer for layer in layers if isinstance(layer, Dense)]
        for layer, (inputs, outputs) in zip(dense, self._shapes[number], strict=True):
            layer.weights = layer.weights[number, :inputs, :outputs]
            layer.bias = None if layer.bias is None else layer.bias[number, :, :outputs]
        return Network(layers)


def stack(networks: Sequence[Network]) -> Networks:
    """Return K networks as one: alike but for their weights and the sizes of hidden layers."""
    layers = []
    for group in zip(*(network.layers for network in networks), strict=True):
        layer = copy.copy(group[0])
        if isinstance(layer, Dense):
            layer.weights = _padded([dense.weights for dense in group])
            if layer.bias is not None:
                layer.bias = _padded([dense.bias for dense in group])
        layers.append(layer)
    return Networks(layers, networks)


def _padded(arrays: Sequence[np.ndarray]) -> np.ndarray:
    """Return [K, rows, columns]: arrays [rows, columns], filled up with 0 to the largest."""
    shape = np.max([values.shape for values in arrays], axis=0)
    padded = np.zeros((len(arrays), *shape), dtype=arrays[0].dtype)
    for place, values in enumerate(arrays):
        padded[place, : values.shape[0], : values.shape[1]] = values
    return padded


def _arrays(dense: Dense) -> Iterator[np.ndarray]:
    yield dense.weights
    if dense.bias is not None:
        yield dense.bias


def _all(network: Network) -> list[np.ndarray]:
    return [values for dense in network.dense for values in _arrays(dense)]


def build(
    sizes: Sequence[int],
    activation: str | Sequence[str],
    generator: np.random.Generator,
    bias: bool = True,
    dtype: type[np.floating] = np.float32,
) -> Network:
    """Return dense layers of these sizes (inputs first), each followed by its activation.

    activation: one name for all but the last layer, whose outputs stay as they are, or a name
    for every layer (see layers.ACTIVATIONS). Start weights are normal with a standard deviation
    of half of sqrt(2 / inputs), biases 0.
    """
    names = [activation] * (len(sizes) - 2) if isinstance(activation, str) else list(activation)
    layers: list[Layer] = []
    for place, (inputs, outputs) in enumerate(itertools.pairwise(sizes)):
        weights = generator.normal(0, 0.5 * (2 / inputs) ** 0.5, (inputs, outputs)).astype(dtype)
        layers.append(Dense(weights, np.zeros((1, outputs), dtype) if bias else None))
        if place < len(names):
            layers.append(ACTIVATIONS[names[place]]())
    return Network(layers)
