"""Float network -> the integer layers that a board computes, and their twin in numpy.

Inputs are features normalized to -127..127; a float network is trained on these very integers
(as multiples of a unit), so only weights and activations lose precision. Weights get one
scale a layer; the scale of the activations is chosen on training examples.
"""

import array
from dataclasses import dataclass

import numpy as np

from gesturekit.inference import EXPONENTIALS, LIMIT, LOGIT_UNIT, SPAN
from gesturekit.model_format import MAX_BIAS, MAX_MULTIPLIER, MAX_SHIFT, Layer, Model
from tinyspark.nn.layers import Dense, ReLU
from tinyspark.nn.network import Network

DEVIATIONS = 4  # features further from the mean than this many standard deviations are held
LEAST = 1e-9  # keeps an all-zero layer from dividing by zero


@dataclass(frozen=True)
class Normalization:
    """(feature - center) * multiplier / 2**shift, and what one unit of it is for the network."""

    centers: np.ndarray  # int16
    multipliers: np.ndarray  # uint8
    shifts: np.ndarray  # uint8
    unit: float

    def integers(self, vectors: np.ndarray) -> np.ndarray:
        """Return what gesturekit.inference.normalize makes of vectors, int64 [examples, size]."""
        off = vectors.astype(np.int64) - self.centers
        scaled = _scale(off, self.multipliers.astype(np.int64), self.shifts.astype(np.int64))
        return np.clip(scaled, -LIMIT, LIMIT)

    def inputs(self, vectors: np.ndarray) -> np.ndarray:
        """Return what the float network is given, float32 [examples, size]."""
        return (self.integers(vectors) * self.unit).astype(np.float32)


def course(size: int) -> Normalization:
    """Return the course's: counts / 8 are its values, which it divides by 100."""
    zeros = np.zeros(size)
    return Normalization(
        zeros.astype(np.int16), (zeros + 1).astype(np.uint8), (zeros + 3).astype(np.uint8), 0.01
    )


def standard(vectors: np.ndarray) -> Normalization:
    """Return the one that gives feature vectors [examples, size] mean 0 and deviation 1."""
    centers = np.clip(np.round(vectors.mean(axis=0)), -32768, 32767).astype(np.int16)
    factors = LIMIT / DEVIATIONS / np.maximum(vectors.std(axis=0), 1.0)
    pairs = [ratio(float(factor), 255) for factor in factors]
    multipliers, shifts = np.array(pairs, dtype=np.uint8).T
    return Normalization(centers, multipliers, shifts, DEVIATIONS / LIMIT)


def ratio(factor: float, greatest: int) -> tuple[int, int]:
    """Return (multiplier, shift) with multiplier / 2**shift near factor, as exact as can be."""
    shift = 0
    while shift < MAX_SHIFT and factor * 2 ** (shift + 1) <= greatest:
        shift += 1
    return min(greatest, max(1, round(factor * 2**shift))), shift


def layers(network: Network, inputs: np.ndarray, unit: float) -> list[Layer]:
    """Return integer layers for a network trained on inputs [examples, size], multiples of unit.

    The inputs are those of the training examples; they show how large activations become.
    """
    made: list[Layer] = []
    values = inputs
    for place, dense in enumerate(network.layers):
        values = dense.forward(values)
        if not isinstance(dense, Dense):
            continue
        following = network.layers[place + 1] if place + 1 < len(network.layers) else None
        wanted = 1 / LOGIT_UNIT
        if following:
            largest = float(np.quantile(np.abs(following.forward(values)), 0.9995))
            wanted = max(largest, LEAST) / LIMIT
        made.append(_layer(dense, unit, wanted, isinstance(following, ReLU)))
        unit = unit * _step(dense) * 2 ** made[-1].shift / made[-1].multiplier
    return made


def _step(dense: Dense) -> float:
    """Return what one unit of an integer weight stands for."""
    return max(float(np.abs(dense.weights).max()), LEAST) / LIMIT


def _layer(dense: Dense, unit: float, wanted: float, relu: bool) -> Layer:
    """Return a layer whose inputs count `unit` and whose outputs count about `wanted`."""
    weights = dense.weights
    step = _step(dense)
    bias = np.zeros(weights.shape[1]) if dense.bias is None else dense.bias[0]
    biases = np.clip(np.round(bias / (unit * step)), -MAX_BIAS, MAX_BIAS).astype(np.int32)
    multiplier, shift = ratio(unit * step / wanted, MAX_MULTIPLIER)
    return Layer(
        weights.shape[0],
        weights.shape[1],
        "relu" if relu else "linear",
        multiplier,
        shift,
        array.array("b", np.round(weights.T / step).astype(np.int8).tobytes()),
        array.array("i", biases.tobytes()),
    )


def confidences(model: Model, vectors: np.ndarray) -> np.ndarray:
    """Return what gesturekit.inference does with feature vectors: 0..255 [examples, labels]."""
    arrays = [np.array(part) for part in (model.centers, model.multipliers, model.shifts)]
    values = Normalization(arrays[0], arrays[1], arrays[2], unit=1.0).integers(vectors)
    for layer in model.layers:
        weights = np.array(layer.weights, dtype=np.int64).reshape(layer.outputs, layer.inputs)
        sums = values @ weights.T + np.array(layer.biases, dtype=np.int64)
        low = 0 if layer.activation == "relu" else -LIMIT
        values = np.clip(_scale(sums, layer.multiplier, layer.shift), low, LIMIT)
    below = np.minimum(sums.max(axis=1, keepdims=True) - sums, 1 << 24)
    logits = np.minimum(_scale(below, layer.multiplier, layer.shift), SPAN + 1)
    powers = np.append(np.array(EXPONENTIALS, dtype=np.int64), 0)[logits]
    total = powers.sum(axis=1, keepdims=True)
    return (powers * 255 + (total >> 1)) // total


def _scale(
    values: np.ndarray, multiplier: np.ndarray | int, shift: np.ndarray | int
) -> np.ndarray:
    """gesturekit.inference.scale for arrays."""
    return values * multiplier + (np.left_shift(1, shift) >> 1) >> shift
