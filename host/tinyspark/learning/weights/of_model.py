"""Model -> Weights: what its integers stand for, as a float network for normalized inputs.

How large the activations of a hidden ReLU or linear layer were is not kept in a model, only how
they compare: here the greatest that the board can hold is 1. Knows no files.
"""

import numpy as np

from gesturekit.model_format import Layer, Model
from gesturekit.plain_network import LEVEL, top
from tinyspark.learning.quantize import SUM_UNITS
from tinyspark.learning.weights.preparation import normalization
from tinyspark.learning.weights.weights import Weights


def of_model(model: Model) -> Weights:
    """Return float weights whose network answers as the model does, but for rounding.

    The board holds activations of ReLU to 1 at most, the float network does not.
    """
    unit = normalization(model).unit
    weights, biases = [], []
    for layer in model.layers:
        sums_unit = _unit(layer, layer is model.layers[-1]) * layer.multiplier / 2**layer.shift
        table = np.array(layer.weights, np.float64).reshape(layer.outputs, layer.inputs).T
        weights.append(table * sums_unit / unit)
        biases.append(np.array(layer.biases) * sums_unit)
        unit = 1 / top(layer.activation)
    names = tuple(layer.activation for layer in model.layers)
    return Weights(tuple(weights), tuple(biases), names, tuple(model.labels))


def _unit(layer: Layer, last: bool) -> float:
    """Return what one unit of a layer's scaled sums stands for."""
    if layer.activation in ("linear", "relu"):
        return 1 / LEVEL if last else 1 / top(layer.activation)
    return 1.0 if layer.activation == "step" else SUM_UNITS[layer.activation]
