"""Layers: forward() computes outputs; learn() and backward() follow the gradient back.

Inputs are [..., examples, inputs], outputs and their gradients [..., examples, outputs]. A layer
remembers the inputs and outputs of its last forward().
"""

import functools

import numpy as np

from tinyspark.nn.errors import TrainingError

_LARGE = 50.0  # e^x of values below it, and their sums, are far from float32's limits


class Layer:
    """A step of a network; the base class has no parameters and passes everything on."""

    def __init__(self) -> None:
        self.inputs = self.outputs = np.empty((0, 0))

    def forward(self, inputs: np.ndarray, training: bool = False) -> np.ndarray:
        """Return the outputs; `training` matters to layers that behave differently then."""
        self.inputs = inputs
        self.outputs = self.compute(inputs)
        return self.outputs

    def compute(self, inputs: np.ndarray) -> np.ndarray:
        """Return the outputs, without remembering them."""
        return inputs

    def learn(self, gradient: np.ndarray) -> None:
        """Fill the gradients of the parameters, from the gradient of the loss for the outputs."""

    def backward(self, gradient: np.ndarray) -> np.ndarray:
        """Return the gradient of the loss for the inputs, from that for the outputs."""
        return gradient


class Dense(Layer):
    """outputs = inputs @ weights + bias.

    weights [..., inputs, outputs]; bias [..., 1, outputs], or None where it is not wanted. A bias
    is the weight of one more input that is always 1: both lie in one table, the bias in the last
    row, and are multiplied at once.
    """

    def __init__(self, weights: np.ndarray, bias: np.ndarray | None = None) -> None:
        super().__init__()
        self._rows = self.inputs
        self.take(weights, bias)

    def take(self, weights: np.ndarray, bias: np.ndarray | None) -> None:
        """Go on with these weights and this bias, of whatever size."""
        self._has_bias = bias is not None
        if bias is not None:
            row = bias.reshape(*weights.shape[:-2], 1, -1)
            weights = np.concatenate([weights, row], axis=-2)
        self.keep(weights, np.zeros_like(weights))

    def keep(self, table: np.ndarray, gradients: np.ndarray) -> None:
        """Keep the table, and that of the gradients, in these arrays from now on."""
        self.table, self.table_gradients = table, gradients
        end = table.shape[-2] - self._has_bias
        self.weights, self.weight_gradients = table[..., :end, :], gradients[..., :end, :]
        self.bias = table[..., end:, :] if self._has_bias else None
        self.bias_gradients = gradients[..., end:, :] if self._has_bias else None

    def forward(self, inputs: np.ndarray, training: bool = False) -> np.ndarray:
        self.inputs = inputs
        self._rows = self._with_one(inputs)
        self.outputs = self._rows @ self.table
        return self.outputs

    def compute(self, inputs: np.ndarray) -> np.ndarray:
        return self._with_one(inputs) @ self.table

    def _with_one(self, inputs: np.ndarray) -> np.ndarray:
        """Return the inputs, and behind them the 1 of the bias."""
        if not self._has_bias:
            return inputs
        rows = np.empty((*inputs.shape[:-1], inputs.shape[-1] + 1), inputs.dtype)
        rows[..., :-1] = inputs
        rows[..., -1] = 1
        return rows

    def learn(self, gradient: np.ndarray) -> None:
        np.matmul(self._rows.swapaxes(-1, -2), gradient, out=self.table_gradients)

    def backward(self, gradient: np.ndarray) -> np.ndarray:
        return gradient @ self.weights.swapaxes(-1, -2)


class Linear(Layer):
    """The identity: the activation that changes nothing."""


class ReLU(Layer):
    """max(0, x): lets positive values through."""

    def compute(self, inputs: np.ndarray) -> np.ndarray:
        zeros = np.zeros(inputs.shape, inputs.dtype)  # numpy is faster with them than with a 0
        return np.maximum(inputs, zeros)

    def backward(self, gradient: np.ndarray) -> np.ndarray:
        return gradient * (self.outputs > 0)


class Sigmoid(Layer):
    """1 / (1 + e^-x): from 0 to 1, with the slope s * (1 - s)."""

    def compute(self, inputs: np.ndarray) -> np.ndarray:
        return sigmoid(inputs)

    def backward(self, gradient: np.ndarray) -> np.ndarray:
        return gradient * (self.outputs * (1 - self.outputs))


class Tanh(Layer):
    """The hyperbolic tangent: from -1 to 1, with the slope 1 - t^2."""

    def compute(self, inputs: np.ndarray) -> np.ndarray:
        return np.tanh(inputs)

    def backward(self, gradient: np.ndarray) -> np.ndarray:
        return gradient * (1 - self.outputs * self.outputs)


class Softmax(Layer):
    """Shares that sum to 1: over the outputs (axis -1), or over the examples (axis -2)."""

    def __init__(self, axis: int = -1) -> None:
        super().__init__()
        self.axis = axis

    def compute(self, inputs: np.ndarray) -> np.ndarray:
        return softmax(inputs, self.axis)

    def backward(self, gradient: np.ndarray) -> np.ndarray:
        mean = (gradient * self.outputs).sum(axis=self.axis, keepdims=True)
        return self.outputs * (gradient - mean)


class BinaryStep(Layer):
    """1 for values above 0, else 0. It can be used, but nothing can be learned through it."""

    def compute(self, inputs: np.ndarray) -> np.ndarray:
        return (inputs > 0).astype(inputs.dtype)

    def backward(self, gradient: np.ndarray) -> np.ndarray:
        raise TrainingError(
            "The binary step is flat everywhere: its gradient is 0, and nothing can be learned.\n"
            "Train with sigmoid, then put the step in its place."
        )


ACTIVATIONS: dict[str, type[Layer]] = {
    "linear": Linear,
    "relu": ReLU,
    "sigmoid": Sigmoid,
    "tanh": Tanh,
    "softmax": Softmax,
    "step": BinaryStep,
}


def sigmoid(values: np.ndarray) -> np.ndarray:
    """Return 1 / (1 + e^-x) of every value; safe for large ones."""
    with np.errstate(over="ignore"):  # e^-x may become infinite: 1 / inf is the right 0
        return 1 / (1 + np.exp(-values))


def softmax(values: np.ndarray, axis: int = -1) -> np.ndarray:
    """Return shares that are positive and sum to 1 along the axis (-1 or -2).

    Safe for large values: only those need the shift that keeps e^x finite. Sums along short rows
    are numpy's slowest ones; as a product with ones they take a tenth of the time.
    """
    if axis == -2:
        return softmax(values.swapaxes(-1, -2)).swapaxes(-1, -2)
    if not np.abs(values).max(initial=0) < _LARGE:
        values = values - values.max(axis=-1, keepdims=True)
    powers = np.exp(values)
    powers /= powers @ _ones(values.shape[-1], values.dtype)
    return powers


@functools.cache
def _ones(count: int, dtype: np.dtype) -> np.ndarray:
    return np.ones((count, 1), dtype)
