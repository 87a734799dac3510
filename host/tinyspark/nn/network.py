"""A network: layers in a row, with all parameters in one flat vector; and K of them at once."""

import copy
import itertools
from collections.abc import Sequence

import numpy as np

from tinyspark.nn.layers import ACTIVATIONS, Dense, Layer, Softmax


class Network:
    """forward() through all layers, backward() through them in reverse.

    parameters and gradients hold those of all dense layers, layer after layer, weights before
    bias: [P], or [K, P] for K networks. The arrays of the layers become views into them.
    """

    count: int | None = None  # K, where there are several

    def __init__(self, layers: Sequence[Layer]) -> None:
        self._take(list(layers))

    def _take(self, layers: list[Layer]) -> None:
        """Put what the layers hold into one vector, and let them see it there."""
        self.layers = layers
        self.dense = [layer for layer in layers if isinstance(layer, Dense)]
        self.parameters = _flat([dense.table for dense in self.dense])
        self.gradients = _flat([dense.table_gradients for dense in self.dense])
        at = 0
        for dense in self.dense:
            shape = dense.table.shape
            part = slice(at, at := at + shape[-2] * shape[-1])
            gradients = self.gradients[..., part].reshape(shape)
            dense.keep(self.parameters[..., part].reshape(shape), gradients)

    def __deepcopy__(self, memo: dict[int, object]) -> "Network":
        """Return a copy whose layers see its own parameters: copies of views see nothing."""
        twin = copy.copy(self)
        twin._take(copy.deepcopy(self.layers, memo))
        return twin

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
        tables = [np.ones(dense.table.shape[-2:], self.parameters.dtype) for dense in self.dense]
        for dense, table in zip(self.dense, tables, strict=True):
            table[dense.weights.shape[-2] :] = 0
        return _flat(tables)


class Networks(Network):
    """K networks that are computed together; made by stack().

    Hidden layers may be narrower than they are stored: what only fills up is 0 and stays 0.
    """

    def __init__(self, layers: Sequence[Layer], alone: Sequence[Network]) -> None:
        super().__init__(layers)
        self.count = len(alone)
        self._shapes = [[dense.weights.shape for dense in network.dense] for network in alone]
        differ = any(shapes != self._shapes[0] for shapes in self._shapes)
        self._mask = self._true_parts() if differ else None

    def _true_parts(self) -> np.ndarray:
        """Return [K, P]: 1 for what belongs to a network, 0 for what only fills up."""
        masks = [np.zeros_like(dense.table) for dense in self.dense]
        for number, shapes in enumerate(self._shapes):
            for dense, mask, (inputs, outputs) in zip(self.dense, masks, shapes, strict=True):
                mask[number, :inputs, :outputs] = 1
                mask[number, dense.weights.shape[-2] :, :outputs] = 1  # the bias
        return _flat(masks)

    def backward(self, gradient: np.ndarray) -> None:
        super().backward(gradient)
        if self._mask is not None:
            self.gradients *= self._mask

    def alone(self, number: int) -> Network:
        """Return a copy of one of the networks, in the size it really has."""
        layers = [copy.copy(layer) for layer in self.layers]
        dense = [layer for layer in layers if isinstance(layer, Dense)]
        for layer, (inputs, outputs) in zip(dense, self._shapes[number], strict=True):
            bias = None if layer.bias is None else layer.bias[number, :, :outputs]
            layer.take(layer.weights[number, :inputs, :outputs], bias)
        return Network(layers)


def stack(networks: Sequence[Network]) -> Networks:
    """Return K networks as one: alike but for their weights and the sizes of hidden layers.

    ValueError for a softmax over layers of several sizes: what fills them up would get a share.
    """
    layers, widths = [], {0}
    for group in zip(*(network.layers for network in networks), strict=True):
        layer = copy.copy(group[0])
        if isinstance(layer, Softmax) and layer.axis == -1 and len(widths) > 1:
            raise ValueError(f"a softmax over layers of {sorted(widths)} neurons")
        if isinstance(layer, Dense):
            widths = {dense.weights.shape[-1] for dense in group}
            has_bias = layer.bias is not None
            bias = _padded([dense.bias for dense in group]) if has_bias else None
            layer.take(_padded([dense.weights for dense in group]), bias)
        layers.append(layer)
    return Networks(layers, networks)


def _padded(arrays: Sequence[np.ndarray]) -> np.ndarray:
    """Return [K, rows, columns]: arrays [rows, columns], filled up with 0 to the largest."""
    shape = np.max([values.shape for values in arrays], axis=0)
    padded = np.zeros((len(arrays), *shape), dtype=arrays[0].dtype)
    for place, values in enumerate(arrays):
        padded[place, : values.shape[0], : values.shape[1]] = values
    return padded


def _flat(tables: Sequence[np.ndarray]) -> np.ndarray:
    return np.concatenate([table.reshape(*table.shape[:-2], -1) for table in tables], axis=-1)


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
