"""The weights of a dense network, as programs exchange them, checked before anything uses them.

Knows shapes, numbers and labels; no file, no other library, no recording.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from tinyspark.learning.weights.checks import check_activations, check_labels, check_layers
from tinyspark.nn import layers
from tinyspark.nn.network import Network

HIDDEN, LAST = "relu", "softmax"  # where nothing says otherwise
FURTHEST = 1e4  # factor by which neurons are scaled
MARGIN = 10.0  # how far below all others the output of a label lies that must never win


@dataclass(frozen=True)
class Weights:
    """Dense layers in a row; WeightsError for what is none.

    weights: float64 [inputs, outputs] of each layer; biases: [outputs] of each, None for a network
    without any. activations: one of gesturekit's names for each layer; softmax only as the last.
    labels: what the outputs stand for, None where that is not known. assumed: nothing named the
    activations, so they are usual().
    """

    weights: tuple[np.ndarray, ...]
    biases: tuple[np.ndarray, ...] | None
    activations: tuple[str, ...]
    labels: tuple[str, ...] | None = None
    assumed: bool = False

    def __post_init__(self) -> None:
        check_layers(self.weights, self.biases)
        check_activations(self.activations, len(self.weights))
        if self.labels is not None:
            check_labels(self.labels, self.outputs)

    @property
    def inputs(self) -> int:
        """The number of inputs of the first layer."""
        return len(self.weights[0])

    @property
    def outputs(self) -> int:
        """The number of outputs of the last layer."""
        return self.weights[-1].shape[1]

    @property
    def sizes(self) -> str:
        """Inputs and outputs of all layers, such as 141-32-5."""
        return "-".join(str(size) for size in (self.inputs, *(w.shape[1] for w in self.weights)))

    def network(self, shares: bool = False) -> Network:
        """Return the float network; a softmax at its end only if shares are wanted, not logits."""
        made: list[layers.Layer] = []
        for place, name in enumerate(self.activations):
            bias = None if self.biases is None else self.biases[place][None]
            made.append(layers.Dense(self.weights[place], bias))
            if name not in ("linear", "softmax") or (name == "softmax" and shares):
                made.append(layers.ACTIVATIONS[name]())
        return Network(made)

    def for_labels(self, count: int) -> "Weights":
        """Return the same; with two outputs, if one sigmoid chooses between two labels.

        softmax of (-x/2, x/2) is (1 - sigmoid(x), sigmoid(x)): the same shares, exactly.
        """
        one = (self.outputs, count, self.labels) == (1, 2, None)
        if not one or self.activations[-1] not in ("sigmoid", "softmax"):
            return self
        return self._mixed(np.array([[-0.5, 0.5]]), "softmax")

    def for_one(self, label: str) -> "Weights":
        """Return the same; with one sigmoid, if it has two softmax outputs, for one of these.

        That is the output of the label, or the second one where the outputs' labels are unknown.
        """
        if self.outputs != 2 or self.activations[-1] != "softmax":
            return self
        first = self.labels is not None and self.labels[0] == label
        return self._mixed(
            np.array([[1.0], [-1.0]]) if first else np.array([[-1.0], [1.0]]), "sigmoid"
        )

    def _mixed(self, mixture: np.ndarray, activation: str) -> "Weights":
        """Return the same with a mixture [outputs, new outputs] of the sums of the last layer."""
        biases = self.biases and (*self.biases[:-1], self.biases[-1] @ mixture)
        return replace(
            self,
            weights=(*self.weights[:-1], self.weights[-1] @ mixture),
            biases=biases,
            activations=(*self.activations[:-1], activation),
            labels=None,
        )

    def labeled(self, labels: Sequence[str]) -> "Weights":
        """Return the same with these labels of its outputs, whatever it called them."""
        nameless = replace(self, labels=None)
        return replace(nameless.for_labels(len(labels)), labels=tuple(labels))

    def named(self, labels: Sequence[str]) -> "Weights":
        """Return the same; with names of labels, if its own are their numbers, 0, 1 and so on."""
        numbers = {str(number): label for number, label in enumerate(labels)}
        if self.labels is None or not set(self.labels) <= set(numbers) - set(labels):
            return self
        return replace(self, labels=tuple(numbers[label] for label in self.labels))

    def in_order(self, labels: Sequence[str], lowest: float) -> "Weights":
        """Return the same with an output for each of the labels, in their order.

        A label that is not among the network's gets an output that is `lowest` less MARGIN.
        """
        known = self.labels or tuple(labels)
        places = [known.index(label) if label in known else len(known) for label in labels]
        last = np.pad(self.weights[-1], ((0, 0), (0, 1)))[:, places]
        biases = self.biases
        if biases is None:
            biases = tuple(np.zeros(each.shape[1]) for each in self.weights)
        bias = np.append(biases[-1], lowest - MARGIN)[places]
        return replace(
            self,
            weights=(*self.weights[:-1], last),
            biases=(*biases[:-1], bias),
            labels=tuple(labels),
        )

    def balanced(self) -> "Weights":
        """Return a network that computes the same, with neurons of a like scale in a layer.

        What goes into a ReLU or linear neuron times s, and what comes out of it divided by s, is
        the same: with s = sqrt(largest out / largest in) both ranges meet. The integers of a
        layer share one scale, so a neuron of tiny weights would be lost among large ones
        (Nagel et al., "Data-free quantization through weight equalization", 2019).
        """
        tables = [table.copy() for table in self.weights]
        biases = [bias.copy() for bias in self.biases or ()]
        for place, name in enumerate(self.activations[:-1]):
            if name in ("relu", "linear"):
                into = np.abs(tables[place]).max(axis=0)
                out = np.abs(tables[place + 1]).max(axis=1)
                alive = (into > 0) & (out > 0)
                factors = np.sqrt(np.where(alive, out, 1) / np.where(alive, into, 1))
                factors = np.clip(factors, 1 / FURTHEST, FURTHEST)
                tables[place] *= factors
                tables[place + 1] /= factors[:, None]
                if biases:
                    biases[place] *= factors
        return replace(self, weights=tuple(tables), biases=tuple(biases) or None)


def assemble(
    weights: Sequence[np.ndarray],
    biases: Sequence[np.ndarray],
    activations: Sequence[str] | None = None,
    labels: Sequence[str] | None = None,
) -> Weights:
    """Return the Weights of tables of any kind of number; biases are empty where there are none.

    activations None: usual(). A single output for two labels becomes two outputs.
    """
    made = Weights(
        tuple(np.asarray(table, np.float64) for table in weights),
        tuple(np.asarray(bias, np.float64) for bias in biases) or None,
        tuple(activations) if activations is not None else usual(len(weights)),
        assumed=activations is None,
    )
    if labels is None:
        return made
    return made.labeled(labels)


def usual(count: int) -> tuple[str, ...]:
    """Return the activations of a network of `count` layers that does not name them."""
    return (HIDDEN,) * (count - 1) + (LAST,)
