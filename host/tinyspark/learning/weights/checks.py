"""Numbers that anybody may have saved: are they a network for the board? Else two lines say why.

Knows shapes, names and limits; no file, no other library.
"""

from collections.abc import Sequence

import numpy as np

from gesturekit.model_format import ACTIVATIONS, MAX_LAYERS, MAX_OUTPUTS
from tinyspark.errors import UserError
from tinyspark.terminal.screen import clean

GREATEST = 1e6  # of a weight; on normalized inputs a network has weights of a few units


class WeightsError(UserError):
    """Weights that make no network for a board; the message says why."""


def check_layers(weights: Sequence[np.ndarray], biases: Sequence[np.ndarray] | None) -> None:
    if not 1 <= len(weights) <= MAX_LAYERS:
        raise WeightsError(
            f"The network has {len(weights)} layers; a model holds 1 to {MAX_LAYERS}.\n"
            "Train one of that depth."
        )
    if biases is not None and len(biases) != len(weights):
        raise WeightsError(
            f"There are weights of {len(weights)} layers, but biases of {len(biases)}.\n"
            "Give every layer a bias (zeros where it has none), or leave all of them out."
        )
    before = None
    for number, table in enumerate(weights):
        _check_table(number, table, before)
        before = table.shape[1]
    for number, bias in enumerate(biases or ()):
        _check_bias(number, bias, weights[number].shape[1])


def _check_table(number: int, table: np.ndarray, before: int | None) -> None:
    """Raise WeightsError unless the table can be the weights of a layer after `before` outputs."""
    if table.ndim != 2 or not table.size:
        raise WeightsError(
            f"weights_{number} has the shape {_shape(table)}: those of a dense layer are a table"
            " of inputs x outputs.\nConvolutions and the like do not run on the board."
        )
    _check_numbers(f"weights_{number}", table)
    if before is not None and len(table) != before:
        turned = table.shape[1] == before
        raise WeightsError(
            f"weights_{number} is {_shape(table)}, but the layer before has {before} outputs"
            f"{': it lies on its side' if turned else ''}.\n"
            "Weights are inputs x outputs; those of PyTorch need a `.T`."
        )
    if table.shape[1] > MAX_OUTPUTS:
        raise WeightsError(
            f"weights_{number} is {_shape(table)}; a layer has at most {MAX_OUTPUTS} outputs.\n"
            "Train a smaller network. Weights are inputs x outputs; those of PyTorch need a `.T`."
        )


def _check_bias(number: int, bias: np.ndarray, outputs: int) -> None:
    if bias.shape != (outputs,):
        raise WeightsError(
            f"bias_{number} has the shape {_shape(bias)}, its layer has {outputs} outputs.\n"
            "A bias is one number for each output."
        )
    _check_numbers(f"bias_{number}", bias)


def _check_numbers(what: str, values: np.ndarray) -> None:
    if not np.isfinite(values).all():
        raise WeightsError(
            f"{what} holds values that are no numbers: the training has diverged.\n"
            "Train again, with a smaller learning rate."
        )
    if np.abs(values).max() > GREATEST:
        raise WeightsError(
            f"{what} holds {np.abs(values).max():.3g}; no value may exceed {GREATEST:g}.\n"
            "Train on normalized inputs: those of `tinyspark model examples` are."
        )


def check_activations(names: Sequence[str], count: int) -> None:
    if len(names) != count:
        raise WeightsError(
            f"{len(names)} activations are named for {count} layers.\n"
            "Name one for each layer, the last one, too."
        )
    strange = [name for name in names if name not in ACTIVATIONS]
    if strange:
        raise WeightsError(
            f"The board does not know the activation {strange[0][:40]!r}.\n"
            f"It knows {', '.join(ACTIVATIONS)}."
        )
    if "softmax" in names[:-1]:
        raise WeightsError(
            "softmax comes before the last layer.\nOnly the outputs can be shares of one whole."
        )


def check_labels(labels: Sequence[str], outputs: int) -> None:
    if len(labels) != outputs or len(set(labels)) != len(labels):
        raise WeightsError(
            f"The network has {outputs} outputs, but these labels: {listed(labels)}.\n"
            "Each output needs a label of its own."
        )


def listed(labels: Sequence[str]) -> str:
    """Return a list of labels that may come from anybody, fit for one line."""
    return f"'{clean(', '.join(labels[:40]))}'"


def _shape(array: np.ndarray) -> str:
    return " x ".join(map(str, array.shape)) or "a single number"
