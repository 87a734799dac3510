"""How far the board agrees with a float network, and gesturekit with the trainer's twin of it."""

import array
from dataclasses import dataclass

import numpy as np

from gesturekit.inference import Network as BoardNetwork
from gesturekit.model_format import Model
from tinyspark.learning import inference_twin
from tinyspark.learning.weights.preparation import Preparation
from tinyspark.nn.network import Network

MOST = 1000  # windows that gesturekit is asked about: of more, some from all over


@dataclass(frozen=True)
class Parity:
    """What both networks make of the same inputs; accuracies are shares of them."""

    n: int
    float_accuracy: float
    integer_accuracy: float
    same_label: float

    @property
    def lost(self) -> float:
        """How much of the accuracy the board loses."""
        return self.float_accuracy - self.integer_accuracy


def compare(model: Model, network: Network, prepared: Preparation) -> Parity:
    """Ask both networks about all training examples, by the trainer's twin of gesturekit."""
    examples = prepared.material.examples
    inputs = np.round(examples.inputs / prepared.material.normalization.unit).astype(np.int64)
    floats = network.forward(examples.inputs).argmax(axis=1)
    integers = inference_twin.sums(_normalized(model), inputs).argmax(axis=1)
    truth = examples.targets.argmax(axis=1)
    return Parity(
        len(inputs),
        float((floats == truth).mean()),
        float((integers == truth).mean()),
        float((floats == integers).mean()),
    )


def _normalized(model: Model) -> Model:
    """Return the model as it is for inputs that are normalized already."""
    nothing, one = np.zeros(len(model.centers), np.int16), np.ones(len(model.centers), np.uint8)
    return model._replace(centers=nothing, multipliers=one, shifts=0 * one)


def check_twin(model: Model, prepared: Preparation) -> int:
    """Return how many windows of the training takes gesturekit itself was asked about.

    RuntimeError where its sums or confidences are not those of the twin: a fault of the kit.
    """
    vectors, _ = prepared.windows(prepared.train)
    vectors = vectors[:: 1 + len(vectors) // MOST]
    board = BoardNetwork(model)
    sums = inference_twin.sums(model, vectors)
    confidences = inference_twin.confidences(model, vectors)
    for number, vector in enumerate(vectors):
        best = board.run(array.array("h", vector.astype(np.int16).tobytes()))
        same = list(board.sums) == sums[number].tolist() and best == sums[number].argmax()
        if not same or list(board.confidences) != confidences[number].tolist():
            raise RuntimeError(f"gesturekit.inference and its twin differ for window {number}")
    return len(vectors)
