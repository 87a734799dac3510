"""Layers: forward() computes outputs, backward() turns the outputs' gradient into the inputs'.

A layer remembers the inputs of its last forward(). Parameters and their gradients have the same
names in `parameters` and `gradients`. Arrays are [examples, inputs] and [examples, outputs].
"""

import numpy as np

Arrays = dict[str, np.ndarray]


class Layer:
    """A step of a network; the base class has no parameters and passes everything on."""

    def __init__(self) -> None:
        self.parameters: Arrays = {}
        self.gradients: Arrays = {}
        self._inputs = np.empty((0, 0))

    def forward(self, inputs: np.ndarray) -> np.ndarray:
        """Return the outputs [examples, outputs]."""
        self._inputs = inputs
        return inputs

    def backward(self, gradient: np.ndarray) -> np.ndarray:
        """Return the gradient of the loss for the inputs of the last forward()."""
        return gradient


class Dense(Layer):
    """outputs = inputs @ weights + bias; bias is left out where it is not wanted."""

    def __init__(self, weights: np.ndarray, bias: np.ndarray | None = None) -> None:
        super().__init__()
        self.parameters["weights"] = weights
        if bias is not None:
            self.parameters["bias"] = bias

    def forward(self, inputs: np.ndarray) -> np.ndarray:
        self._inputs = inputs
        outputs = inputs @ self.parameters["weights"]
        if "bias" in self.parameters:
            outputs += self.parameters["bias"]
        return outputs

    def backward(self, gradient: np.ndarray) -> np.ndarray:
        self.gradients["weights"] = self._inputs.T @ gradient
        if "bias" in self.parameters:
            self.gradients["bias"] = gradient.sum(axis=0)
        return gradient @ self.parameters["weights"].T


class Linear(Layer):
    """The activation that changes nothing."""


class ReLU(Layer):
    """max(0, x): lets positive values through."""

    def forward(self, inputs: np.ndarray) -> np.ndarray:
        self._inputs = inputs
        return np.maximum(inputs, 0)

    def backward(self, gradient: np.ndarray) -> np.ndarray:
        return gradient * (self._inputs > 0)


ACTIVATIONS: dict[str, type[Layer]] = {"linear": Linear, "relu": ReLU}
