"""Losses: one number to make small, and its gradient for the network's outputs.

Outputs are [..., examples, outputs], targets [examples, outputs]. A loss is the mean over the
examples or, with mean=False, their sum; value() is a float, or [K] for K networks.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np

from tinyspark.nn.layers import sigmoid, softmax

Value = float | np.ndarray


@dataclass(frozen=True)
class Loss(ABC):
    """What every loss can do; a loss says what each output costs and how that changes."""

    mean: bool = True

    def value(self, outputs: np.ndarray, targets: np.ndarray) -> Value:
        """Return the loss of all examples."""
        total = self.costs(outputs, targets).sum(axis=(-2, -1))
        if self.mean:
            total = total / outputs.shape[-2]
        return total if total.ndim else float(total)

    def gradient(self, outputs: np.ndarray, targets: np.ndarray) -> np.ndarray:
        """Return the gradient of value() for the outputs, in their shape."""
        slopes = self.slopes(outputs, targets)
        if self.mean:
            slopes /= outputs.shape[-2]
        return slopes

    @abstractmethod
    def costs(self, outputs: np.ndarray, targets: np.ndarray) -> np.ndarray:
        """Return what each output adds to the sum."""

    @abstractmethod
    def slopes(self, outputs: np.ndarray, targets: np.ndarray) -> np.ndarray:
        """Return the gradient of the sum of costs(), a new array."""


class SquaredError(Loss):
    """Half of (output - target)^2: half, so that the gradient is the plain difference."""

    def costs(self, outputs: np.ndarray, targets: np.ndarray) -> np.ndarray:
        return (outputs - targets) ** 2 / 2

    def slopes(self, outputs: np.ndarray, targets: np.ndarray) -> np.ndarray:
        return outputs - targets


class SoftmaxCrossEntropy(Loss):
    """Cross-entropy of softmax(outputs) with targets that are probabilities and sum to 1."""

    def costs(self, outputs: np.ndarray, targets: np.ndarray) -> np.ndarray:
        shifted = outputs - outputs.max(axis=-1, keepdims=True)
        return targets * (np.log(np.exp(shifted).sum(axis=-1, keepdims=True)) - shifted)

    def slopes(self, outputs: np.ndarray, targets: np.ndarray) -> np.ndarray:
        slopes = softmax(outputs)
        slopes -= targets
        return slopes


class SigmoidCrossEntropy(Loss):
    """Cross-entropy of sigmoid(outputs) with targets from 0 to 1, each output for itself."""

    def costs(self, outputs: np.ndarray, targets: np.ndarray) -> np.ndarray:
        return np.logaddexp(0, outputs) - targets * outputs

    def slopes(self, outputs: np.ndarray, targets: np.ndarray) -> np.ndarray:
        return sigmoid(outputs) - targets


def smooth(targets: np.ndarray, share: float) -> np.ndarray:
    """Return probabilities a little less sure: `share` of each is spread over all outputs.

    Szegedy et al., "Rethinking the Inception architecture", 2016 (label smoothing).
    """
    return (1 - share) * targets + share / targets.shape[-1]
