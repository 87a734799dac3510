"""Losses: one number to make small, and its gradient for the network's outputs.

Targets have the shape of the outputs, [examples, outputs]; a loss is the mean over examples.
"""

import numpy as np


def softmax(logits: np.ndarray) -> np.ndarray:
    """Return probabilities [examples, labels] that sum to 1; safe for large logits."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


class Loss:
    """What every loss can do."""

    def value(self, outputs: np.ndarray, targets: np.ndarray) -> float:
        """Return the mean loss of the examples."""
        raise NotImplementedError

    def gradient(self, outputs: np.ndarray, targets: np.ndarray) -> np.ndarray:
        """Return the gradient of value() for the outputs, [examples, outputs]."""
        raise NotImplementedError


class SoftmaxCrossEntropy(Loss):
    """Cross-entropy of softmax(outputs) with targets that are probabilities."""

    def value(self, outputs: np.ndarray, targets: np.ndarray) -> float:
        shifted = outputs - outputs.max(axis=1, keepdims=True)
        logs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        return float(-(targets * logs).sum() / len(outputs))

    def gradient(self, outputs: np.ndarray, targets: np.ndarray) -> np.ndarray:
        return (softmax(outputs) - targets) / len(outputs)


class SquaredError(Loss):
    """Half the sum of the squared differences: its gradient is the plain difference."""

    def value(self, outputs: np.ndarray, targets: np.ndarray) -> float:
        return float(((outputs - targets) ** 2).sum() / (2 * len(outputs)))

    def gradient(self, outputs: np.ndarray, targets: np.ndarray) -> np.ndarray:
        return (outputs - targets) / len(outputs)
