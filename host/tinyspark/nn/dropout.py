"""Layers that leave parts out at random while training, so that neurons learn not to agree.

What is left is scaled up by as much, so that nothing changes when training is over. Networks that
train together have the same parts left out.
Srivastava et al., "Dropout", 2014; Wan et al., "Regularization of neural networks using
DropConnect", 2013.
"""

import numpy as np

from tinyspark.nn.layers import Dense, Layer

_ALL = np.ones(1, dtype=np.float32)


def _kept(shape: tuple[int, ...], share: float, generator: np.random.Generator) -> np.ndarray:
    """Return an array of 0 (left out, with probability share) and 1 / (1 - share)."""
    return (generator.random(shape, dtype=np.float32) >= share) / np.float32(1 - share)


class Dropout(Layer):
    """Leaves out a share (0 <= share < 1) of its inputs."""

    def __init__(self, share: float, generator: np.random.Generator) -> None:
        super().__init__()
        self._share = share
        self._generator = generator
        self._mask = _ALL

    def forward(self, inputs: np.ndarray, training: bool = False) -> np.ndarray:
        self.inputs = self.outputs = inputs
        self._mask = _ALL
        if training:
            self._mask = _kept(inputs.shape[-2:], self._share, self._generator)
            self.outputs = inputs * self._mask
        return self.outputs

    def backward(self, gradient: np.ndarray) -> np.ndarray:
        return gradient * self._mask


class DropConnect(Dense):
    """A dense layer that leaves out a share (0 <= share < 1) of its weights."""

    def __init__(
        self,
        weights: np.ndarray,
        bias: np.ndarray | None,
        share: float,
        generator: np.random.Generator,
    ) -> None:
        super().__init__(weights, bias)
        self._share = share
        self._generator = generator
        self._mask = _ALL

    def forward(self, inputs: np.ndarray, training: bool = False) -> np.ndarray:
        self._mask = _ALL
        if not training:
            return super().forward(inputs)
        self._mask = _kept(self.weights.shape[-2:], self._share, self._generator)
        super().forward(inputs)
        self.outputs = inputs @ (self.weights * self._mask)
        if self.bias is not None:
            self.outputs += self.bias
        return self.outputs

    def learn(self, gradient: np.ndarray) -> None:
        super().learn(gradient)
        self.weight_gradients *= self._mask

    def backward(self, gradient: np.ndarray) -> np.ndarray:
        return gradient @ (self.weights * self._mask).swapaxes(-1, -2)
