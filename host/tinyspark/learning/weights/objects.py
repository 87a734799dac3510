"""Networks of scikit-learn and PyTorch -> Weights, from the objects themselves.

Neither library is imported: a fitted MLPClassifier says everything in its attributes, a
Sequential in its layers and their parameters.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from tinyspark.learning.weights.checks import WeightsError
from tinyspark.learning.weights.weights import Weights, assemble

SKLEARN = {
    "identity": "linear",
    "logistic": "sigmoid",
    "relu": "relu",
    "tanh": "tanh",
    "softmax": "softmax",
}
TORCH = {
    "ReLU": "relu",
    "Sigmoid": "sigmoid",
    "Tanh": "tanh",
    "Softmax": "softmax",
    "LogSoftmax": "softmax",  # the logarithm of the same shares
}
WITHOUT_EFFECT = ("Dropout", "Identity", "Flatten")  # once a network is trained


def of_sklearn(network: Any) -> Weights:
    """Return the weights of a fitted MLPClassifier; WeightsError for anything else.

    For two labels it has one logistic output, of which two softmax outputs are made.
    """
    if not any(kind.__name__ == "MLPClassifier" for kind in type(network).__mro__):
        raise WeightsError(
            f"{type(network).__name__} is no MLPClassifier.\n"
            "Give an MLPClassifier; of a Pipeline that one alone, without a scaler: the inputs are"
            " normalized already."
        )
    if not all(hasattr(network, name) for name in ("coefs_", "intercepts_", "classes_")):
        raise WeightsError("This MLPClassifier has learned nothing yet.\nCall its fit() first.")
    hidden = SKLEARN[network.activation]
    names = [hidden] * (len(network.coefs_) - 1) + [SKLEARN[network.out_activation_]]
    labels = [str(label) for label in network.classes_]
    return assemble(network.coefs_, network.intercepts_, names, labels)


def of_torch(network: Any, labels: Sequence[str] | None = None) -> Weights:
    """Return the weights of a Sequential of Linear layers and activations; WeightsError otherwise.

    labels: what the outputs stand for, in their order. Without an activation at the end the
    outputs are logits, as CrossEntropyLoss wants them, so softmax belongs there.
    """
    tables: dict[str, np.ndarray] = {}
    names: list[str] = []
    for place, layer in enumerate(_flat(network)):
        name = type(layer).__name__
        if name == "Linear":
            names.append("")
            tables |= {
                f"{place}.{key}": value.detach().cpu().numpy()
                for key, value in layer.state_dict().items()
            }
        elif name in TORCH and names and not names[-1]:
            names[-1] = TORCH[name]
        elif name not in WITHOUT_EFFECT:
            raise WeightsError(
                f"Layer {place} of the network is {name}, which does not run on the board there.\n"
                f"Use Linear, each with one of {', '.join(TORCH)} behind it."
            )
    names = [name or "linear" for name in names[:-1]] + [name or "softmax" for name in names[-1:]]
    return of_state(tables, names, labels)


def _flat(network: Any) -> Iterator[Any]:
    """Yield the layers of a Sequential, also of those inside of it."""
    if not hasattr(type(network), "__iter__"):
        raise WeightsError(
            f"{type(network).__name__} is no Sequential, so the order of its layers is unknown.\n"
            "Put its Linear layers and activations into one."
        )
    for layer in network:
        if type(layer).__name__ == "Sequential":
            yield from _flat(layer)
        else:
            yield layer


def of_state(
    state: Mapping[str, np.ndarray],
    activations: Sequence[str] | None = None,
    labels: Sequence[str] | None = None,
) -> Weights:
    """Return the weights in a state dictionary of Linear layers: weight [outputs, inputs], bias.

    It does not tell activations: None stands for ReLU, and softmax behind the last layer.
    """
    layers = [name.removesuffix("weight") for name in state if name.endswith("weight")]
    strange = set(state) - {layer + part for layer in layers for part in ("weight", "bias")}
    flat = [layer for layer in layers if state[layer + "weight"].ndim != 2]
    if strange or flat or not layers:
        name = min(strange) if strange else (flat[0] + "weight" if flat else "nothing")
        raise WeightsError(
            f"The network's state holds {name[:60]!r}, which is no part of a dense layer.\n"
            "Only Linear layers run on the board, with an activation behind each."
        )
    biases = [state[layer + "bias"] for layer in layers if layer + "bias" in state]
    weights = [state[layer + "weight"].T for layer in layers]
    return assemble(weights, biases, activations, labels)
