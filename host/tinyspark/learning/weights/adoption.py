"""Weights + preparation -> a model for the board, and how far the two agree.

The labels are put into the model's order, the layers quantized on the training examples, and the
outcome is compared with the float network before it is handed out. Knows no file formats.
"""

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np

from gesturekit import model_format
from gesturekit.model_format import Model, ModelError
from tinyspark.errors import UserError
from tinyspark.learning import board_network, golden_window, quantize
from tinyspark.learning.fitted import Fitted
from tinyspark.learning.weights.checks import WeightsError, listed
from tinyspark.learning.weights.parity import Parity, check_twin, compare
from tinyspark.learning.weights.preparation import Preparation
from tinyspark.learning.weights.weights import Weights
from tinyspark.nn.network import Network

LEAST_ALIKE = 0.9  # share of windows with the same label; below it the model is another network
MOST_LOST = 0.005  # of accuracy, before it is worth a note
NO_SCORE = (
    "no take was kept out, so nothing here tells how well it does for others:"
    " `tinyspark evaluate` it on takes that it has not seen"
)
MUCH_WRONG = 0.5  # a float network that errs more often on what it was trained on is suspicious


def adopt(weights: Weights, prepared: Preparation) -> tuple[bytes, dict[str, Any]]:
    """Return the model file and the report of `tinyspark model import`; raises UserError."""
    weights = matched(weights, prepared).balanced()
    network = weights.network()
    model = _model(weights, network, prepared)
    parity = compare(model, network, prepared)
    windows = check_twin(model, prepared)
    if parity.same_label < LEAST_ALIKE:
        raise UserError(
            f"The board's whole numbers are too coarse for this network: they give the same label"
            f" for only {100 * parity.same_label:.1f} % of the training examples.\n"
            f"Train it again with weight decay: {_widest(weights)}."
        )
    source, normalization = prepared.material.source, prepared.material.normalization
    fitted = Fitted(network, model, source, normalization, len(prepared.labels))
    test = _test(fitted, prepared)
    score = round(10000 * test["integer_accuracy"]) if test else 0
    data = _dump(model._replace(score=score))
    return data, {
        **_summary(weights, data, prepared.labels),
        "n": parity.n,
        "float_accuracy": parity.float_accuracy,
        "integer_accuracy": parity.integer_accuracy,
        "same_label": parity.same_label,
        "windows": windows,
        "test": test,
        "dataset_hash": prepared.dataset.hash(),
        "notes": _notes(parity, weights) + ([] if test else [NO_SCORE]),
    }


def _summary(weights: Weights, data: bytes, labels: Sequence[str]) -> dict[str, Any]:
    """Return what both reports say of a network and its model file."""
    return {
        "labels": list(labels),
        "layers": weights.sizes,
        "activations": list(weights.activations),
        "model_bytes": len(data),
        "model_hash": hashlib.sha256(data).hexdigest(),
    }


def adopt_for_buttons(weights: Weights, like: Model) -> tuple[bytes, dict[str, Any]]:
    """Return a model whose inputs are the buttons, and its report; all they can be is compared.

    Raises UserError where the board's answers would not be near the float network's.
    """
    labels = tuple(like.labels)
    if len(labels) == 1:
        weights = weights.for_one(labels[0])
    else:
        weights = weights.for_labels(len(labels)).named(labels)
        _check_labels(weights, labels, np.ones(len(labels)))
        weights = weights.in_order(labels, 0.0)
    data = board_network.make(weights.network(shares=True), like.axes, labels)
    return data, {
        **_summary(weights, data, labels),
        "combinations": 2 ** len(set(like.axes) - {"one"}),
        "notes": _assumed(weights),
    }


def matched(weights: Weights, prepared: Preparation) -> Weights:
    """Return the weights with inputs and outputs as the board has them; WeightsError if not so."""
    examples = prepared.material.examples
    size = examples.inputs.shape[1]
    if weights.inputs != size:
        on_its_side = len(weights.weights) == 1 and weights.outputs == size
        raise WeightsError(
            f"The network takes {weights.inputs} inputs; there are {size} features.\n"
            + (
                "Its weights lie on their side: save their `.T`."
                if on_its_side
                else "Train it on the inputs that `tinyspark model examples` writes."
            )
        )
    labels = prepared.labels
    weights = weights.for_labels(len(labels)).named(labels)
    _check_labels(weights, labels, examples.targets.sum(axis=0))
    lowest = weights.network().forward(examples.inputs).min()
    return weights.in_order(labels, float(lowest))


def _check_labels(weights: Weights, labels: Sequence[str], examples: np.ndarray) -> None:
    """Raise WeightsError unless the network's labels are those of the recordings.

    A label that no example shows may be missing: stillness never reaches the network.
    """
    own = set(weights.labels or labels)
    shown = {label for label, count in zip(labels, examples, strict=True) if count}
    strange = own - set(labels) or shown - own
    if weights.labels is None and weights.outputs != len(labels):
        raise WeightsError(
            f"The network has {weights.outputs} outputs; there are {len(labels)} labels:"
            f" {listed(labels)}.\nSay with --labels what the outputs stand for, in their order."
        )
    if strange:
        raise WeightsError(
            f"The network's labels are {listed(weights.labels or ())}; those of the recordings"
            f" are {listed(labels)}.\n"
            "Train it on these labels, or say with --labels what the outputs stand for."
        )


def _model(weights: Weights, network: Network, prepared: Preparation) -> Model:
    """Return the template with the network's integer layers, and where they came from."""
    material = prepared.material
    outputs = weights.activations[-1]
    unit = material.normalization.unit
    layers = quantize.layers(network, material.examples.inputs, unit, outputs)
    model = prepared.template._replace(
        layers=layers,
        seed=prepared.seed,
        score=0,
        dataset=bytes.fromhex(prepared.dataset.hash()),
    )
    return golden_window.add(model, material.typical)


def _dump(model: Model) -> bytes:
    try:
        return model_format.dump(model)
    except ModelError as error:
        raise UserError(
            f"No model can hold this network: {error}.\nTrain a smaller one."
        ) from error


def _test(fitted: Fitted, prepared: Preparation) -> dict[str, Any] | None:
    """Return how both networks do on the takes marked test; None without such."""
    if not len(prepared.test):
        return None
    takes = [prepared.takes[number] for number in prepared.test]
    answers = [fitted.answer(take) for take in takes]
    right = [
        (each.plain == take.label, each.label == take.label)
        for each, take in zip(answers, takes, strict=True)
    ]
    floats, integers = np.mean(right, axis=0)
    return {"n": len(takes), "float_accuracy": floats, "integer_accuracy": integers}


def _notes(parity: Parity, weights: Weights) -> list[str]:
    notes = _assumed(weights)
    if parity.lost > MOST_LOST:
        notes.append(
            f"the board loses {100 * parity.lost:.1f} points; training again with weight decay"
            f" helps: {_widest(weights)}"
        )
    if parity.float_accuracy < MUCH_WRONG:
        notes.append(
            "the float network itself is often wrong: was it trained on the inputs that"
            " `tinyspark model examples` writes, and are the outputs in the order of the labels?"
        )
    return notes


def _assumed(weights: Weights) -> list[str]:
    """Return a note on activations that nobody has named, if so."""
    if not weights.assumed:
        return []
    return [
        "WEIGHTS does not name its activations; taken for granted:"
        f" {' '.join(weights.activations)}. If the network learned with others, name them with"
        " --activations"
    ]


def _widest(weights: Weights) -> str:
    """Say in which layer the largest weight is furthest from the usual one."""
    ratios = [np.abs(table).max() / (np.median(np.abs(table)) or 1) for table in weights.weights]
    place = int(np.argmax(ratios))
    return f"in layer {place + 1} the largest weight is {ratios[place]:.0f} times the median one"
