"""Networks that our own trainer makes, as weights that another library might have saved."""

from pathlib import Path

import numpy as np

from tinyspark.learning.weights import Weights
from tinyspark.nn.network import build
from tinyspark.nn.train import Examples, Plan, train


def trained(
    examples: np.ndarray, targets: np.ndarray, activations: tuple[str, ...] = ("relu", "softmax")
) -> Weights:
    """Return the weights of a network that learned examples, with 12 neurons between layers."""
    outputs = int(targets.max()) + 1
    sizes = [examples.shape[1], *[12] * (len(activations) - 1), outputs]
    network = build(sizes, activations[:-1], np.random.default_rng(1))
    plan = Plan(30, learning_rate=0.02)
    train(
        network,
        Examples(examples, np.eye(outputs, dtype=np.float32)[targets]),
        plan,
        np.random.default_rng(1),
    )
    tables = tuple(dense.weights.astype(float) for dense in network.dense)
    biases = tuple(dense.bias[0].astype(float) for dense in network.dense)
    return Weights(tables, biases, activations)


def write(path: Path, weights: Weights, **changed: object) -> Path:
    """Write .npz as a user would, with numpy alone; changed: other arrays, None leaves one out."""
    arrays: dict[str, object] = {}
    for place, table in enumerate(weights.weights):
        arrays[f"weights_{place}"] = table
        if weights.biases is not None:
            arrays[f"bias_{place}"] = weights.biases[place]
    arrays["activations"] = np.array(weights.activations)
    arrays |= changed
    np.savez(path, **{name: each for name, each in arrays.items() if each is not None})
    return path
