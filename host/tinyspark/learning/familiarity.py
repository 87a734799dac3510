"""A second, smaller network beside the first: is a movement one of the gestures at all?

It is trained when the first one is done, against what that says, and then both are put into one
network with one more output. So the first one, which tells the gestures apart, stays as it was.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from tinyspark.learning.recipe import Recipe
from tinyspark.nn.layers import Dense, sigmoid
from tinyspark.nn.loss import Loss
from tinyspark.nn.network import Network, build
from tinyspark.nn.train import Examples, train

HIDDEN = 8


class AgainstOthers(Loss):
    """Cross-entropy of one more output of a softmax, whose other outputs stay as they are.

    targets [examples, 2]: the share that it should get, and the logarithm of the sum of the
    exponentials of the others.
    """

    def costs(self, outputs: np.ndarray, targets: np.ndarray) -> np.ndarray:
        ahead = outputs - targets[:, 1:]
        return np.logaddexp(0, ahead) - targets[:, :1] * ahead

    def slopes(self, outputs: np.ndarray, targets: np.ndarray) -> np.ndarray:
        return sigmoid(outputs - targets[:, 1:]) - targets[:, :1]


def add(
    network: Network,
    examples: Examples,
    recipe: Recipe,
    generator: np.random.Generator,
) -> Network:
    """Return a network [inputs, hidden + HIDDEN, labels + 1] whose last output is `unknown`.

    examples: their targets have the unknown last.
    """
    inputs, unknown = examples.inputs, examples.targets[:, -1:]
    logits = network.forward(inputs).astype(np.float64)
    rivals = np.logaddexp.reduce(logits, axis=1, keepdims=True)
    wanted = unknown * (1 - recipe.plan.smoothing) + recipe.plan.smoothing * 0.5
    beside = build([inputs.shape[1], HIDDEN, 1], recipe.activation, generator)
    plan = replace(recipe.plan, loss=AgainstOthers(), smoothing=0.0)
    train(beside, Examples(inputs, np.hstack([wanted, rivals])), plan, generator)
    return _joined(network, beside)


def _joined(network: Network, beside: Network) -> Network:
    """Return both as one network: hidden layers side by side, each with its own outputs."""
    first, last = zip(network.dense, beside.dense, strict=True)
    inputs = np.hstack([dense.weights for dense in first])
    outputs = np.zeros(
        (inputs.shape[1], sum(dense.weights.shape[1] for dense in last)), np.float32
    )
    rows, columns = last[0].weights.shape
    outputs[:rows, :columns] = last[0].weights
    outputs[rows:, columns:] = last[1].weights
    return Network(
        [Dense(inputs, _biases(first)), network.layers[1], Dense(outputs, _biases(last))]
    )


def _biases(pair: Sequence[Dense]) -> np.ndarray:
    return np.hstack([np.zeros_like(d.weights[:1]) if d.bias is None else d.bias for d in pair])
