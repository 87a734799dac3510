"""Float network -> the integer layers that a board computes.

Inputs are features normalized to 6 bits; a float network is trained on these very integers
(as multiples of a unit), so only weights and activations lose precision. Weights get one
scale a layer; the scale of the activations is chosen on training examples.
"""

import array
from dataclasses import dataclass

import numpy as np

from gesturekit.model_format import MAX_BIAS, MAX_MULTIPLIER, MAX_SHIFT, Layer
from gesturekit.plain_network import LEVEL, LOGIT_UNIT, MOST, SIGMOID_UNIT, ZERO, top
from tinyspark.errors import UserError
from tinyspark.learning import inference_twin
from tinyspark.nn.layers import ACTIVATIONS, Dense
from tinyspark.nn.network import Network

DEVIATIONS = 4  # features further from the mean than this many standard deviations are held
WEIGHT = 127  # the greatest weight
CHUNK = 32  # inputs whose weights of one sign add up to HALF_SUM at most, in every neuron
HALF_SUM = 520  # 520 * 63 is below 2**15: two neurons can share a word, see viper_network.py
LEAST = 1e-9  # keeps an all-zero layer from dividing by zero
ALMOST_ALL = 0.9995  # of the activations are within the scale of a layer; the others are held
SUM_UNITS = {  # what one unit of a scaled sum stands for, see inference.py
    "sigmoid": 1 / SIGMOID_UNIT,
    "tanh": 1 / (2 * SIGMOID_UNIT),
    "softmax": 1 / LOGIT_UNIT,
    "step": 1e-30,  # only its sign matters
}


@dataclass(frozen=True)
class Normalization:
    """(feature - center) * multiplier / 2**shift, and what one unit of it is for the network."""

    centers: np.ndarray  # int16
    multipliers: np.ndarray  # uint8
    shifts: np.ndarray  # uint8
    unit: float
    zero: int  # the input that stands for 0

    def integers(self, vectors: np.ndarray) -> np.ndarray:
        """Return the inputs that a board makes of vectors, less the zero point, int64."""
        return inference_twin.inputs(
            vectors, (self.centers, self.multipliers, self.shifts), self.zero
        )

    def inputs(self, vectors: np.ndarray) -> np.ndarray:
        """Return what the float network is given, float32 [examples, size]."""
        return (self.integers(vectors) * self.unit).astype(np.float32)


def course(size: int) -> Normalization:
    """Return the course's: counts / 8 are its values, which it divides by 100; here in 16ths."""
    zeros = np.zeros(size)
    return Normalization(
        zeros.astype(np.int16),
        (zeros + 1).astype(np.uint8),
        (zeros + 4).astype(np.uint8),
        16 / 8 / 100,
        0,
    )


def standard(vectors: np.ndarray) -> Normalization:
    """Return the one that gives feature vectors [examples, size] mean 0 and deviation 1."""
    centers = np.clip(np.round(vectors.mean(axis=0)), -32768, 32767).astype(np.int16)
    factors = (MOST - ZERO) / DEVIATIONS / np.maximum(vectors.std(axis=0), 1.0)
    pairs = [ratio(float(factor), 255) for factor in factors]
    multipliers, shifts = np.array(pairs, dtype=np.uint8).T
    return Normalization(centers, multipliers, shifts, DEVIATIONS / (MOST - ZERO), ZERO)


def ratio(factor: float, greatest: int) -> tuple[int, int]:
    """Return (multiplier, shift) with multiplier / 2**shift near factor, as exact as can be."""
    shift = 0
    while shift < MAX_SHIFT and factor * 2 ** (shift + 1) <= greatest:
        shift += 1
    return min(greatest, max(1, round(factor * 2**shift))), shift


def layers(
    network: Network, inputs: np.ndarray, unit: float, outputs: str = "softmax"
) -> list[Layer]:
    """Return integer layers for a network trained on inputs [examples, size], multiples of unit.

    The inputs are those of the training examples; they show how large activations become.
    outputs: the last layer's activation where the network has none there. UserError for a network
    that is no row of dense layers, each with one activation at most.
    """
    made: list[Layer] = []
    values = inputs
    for dense, name in _steps(network):
        last = len(made) == len(network.dense) - 1
        name = outputs if last and name == "linear" else name
        values = ACTIVATIONS[name]().compute(dense.compute(values))
        sums_unit, values_unit = _units(name, values, last)
        made.append(_layer(dense, name, unit, sums_unit))
        unit = values_unit
    return made


def _steps(network: Network) -> list[tuple[Dense, str]]:
    """Return each dense layer with the name of its activation; dropout is over after training."""
    found: list[tuple[Dense, str]] = []
    for layer in network.layers:
        name = next((name for name in ACTIVATIONS if isinstance(layer, ACTIVATIONS[name])), "")
        if isinstance(layer, Dense):
            found.append((layer, "linear"))
        elif name and found and found[-1][1] == "linear":
            found[-1] = (found[-1][0], name)
        elif name not in ("", "linear"):
            raise UserError(
                f"The network has the activation {name} where no dense layer is before it.\n"
                "For the board each dense layer has one activation at most."
            )
    return found


def _units(name: str, values: np.ndarray, last: bool) -> tuple[float, float]:
    """Return what one unit of a layer's scaled sums stands for, and one of its activations."""
    if name in ("linear", "relu"):
        almost_largest = float(np.quantile(np.abs(values), ALMOST_ALL, method="higher"))
        unit = 1 / LEVEL if last else max(almost_largest, LEAST) / top(name)
        return unit, unit
    return SUM_UNITS[name], 1 / top(name)


def _layer(dense: Dense, name: str, unit: float, wanted: float) -> Layer:
    """Return a layer whose inputs count `unit` and whose scaled sums count `wanted`."""
    bias = np.zeros(dense.weights.shape[1]) if dense.bias is None else dense.bias[0]
    least = max(
        float(np.abs(dense.weights).max()) / WEIGHT,
        _largest_half(dense.weights) / (HALF_SUM - CHUNK),  # rounding may add a half each
        float(np.abs(bias).max()) / (unit * MAX_BIAS),
        LEAST / WEIGHT,
    )
    multiplier, shift = _ratio_above(unit * least / wanted)
    step = max(least, wanted * multiplier / 2**shift / unit)  # of an integer weight
    inputs, outputs = dense.weights.shape
    return Layer(
        inputs,
        outputs,
        name,
        multiplier,
        shift,
        array.array("b", np.round(dense.weights.T / step).astype(np.int8).tobytes()),
        array.array("i", np.round(bias / (unit * step)).astype(np.int32).tobytes()),
    )


def _largest_half(weights: np.ndarray) -> float:
    """Return what the weights of one sign add up to at most, in CHUNK inputs of a neuron."""
    starts = range(0, len(weights), CHUNK)
    chunks = [weights[start : start + CHUNK] for start in starts]
    sides = [np.maximum(side, 0).sum(axis=0).max() for chunk in chunks for side in (chunk, -chunk)]
    return float(max(sides))


def _ratio_above(factor: float) -> tuple[int, int]:
    """Return the least (multiplier, shift) that is not below factor, if a layer can have it."""
    multiplier, shift = ratio(factor, MAX_MULTIPLIER)
    return min(MAX_MULTIPLIER, multiplier + (multiplier < factor * 2**shift)), shift
