"""gesturekit.inference once more, for many examples at a time, in numpy.

Only for training speed: a test holds every number equal to gesturekit's. Knows no float network.
"""

import numpy as np

from gesturekit.inference import EXPONENTIALS, LEVEL, LIMIT, SIGMOID_SPAN, SIGMOIDS, SPAN
from gesturekit.model_format import Layer, Model


def normalize(
    vectors: np.ndarray, centers: np.ndarray, multipliers: np.ndarray, shifts: np.ndarray
) -> np.ndarray:
    """Return feature vectors [examples, size] normalized to -127..127, int64."""
    off = vectors.astype(np.int64) - centers
    return np.clip(
        scale(off, multipliers.astype(np.int64), shifts.astype(np.int64)), -LIMIT, LIMIT
    )


def confidences(model: Model, vectors: np.ndarray) -> np.ndarray:
    """Return what gesturekit.inference does with feature vectors: 0..255 [examples, labels]."""
    arrays = [np.array(part) for part in (model.centers, model.multipliers, model.shifts)]
    values = normalize(vectors, *arrays)
    for layer in model.layers[:-1]:
        values = _activation(_sums(values, layer), layer, LIMIT)
    last = model.layers[-1]
    sums = _sums(values, last)
    if last.activation == "softmax":
        return _softmax(sums, last)
    return np.maximum(0, _activation(sums, last, LEVEL))


def _sums(values: np.ndarray, layer: Layer) -> np.ndarray:
    """gesturekit.inference.dense for many examples."""
    weights = np.array(layer.weights, dtype=np.int64).reshape(layer.outputs, layer.inputs)
    return values @ weights.T + np.array(layer.biases, dtype=np.int64)


def _activation(sums: np.ndarray, layer: Layer, top: int) -> np.ndarray:
    """gesturekit.inference.activation for arrays."""
    values = scale(sums, layer.multiplier, layer.shift)
    if layer.activation == "sigmoid":
        return scale(_sigmoid(values), top, 14)
    if layer.activation == "tanh":
        return scale(2 * _sigmoid(values) - 16384, top, 14)
    if layer.activation == "step":
        return np.where(values > 0, top, 0)
    return np.clip(values, 0 if layer.activation == "relu" else -top, top)


def _sigmoid(values: np.ndarray) -> np.ndarray:
    """gesturekit.inference.sigmoid for arrays."""
    above = np.array(SIGMOIDS, dtype=np.int64)[np.minimum(np.abs(values), SIGMOID_SPAN)]
    return np.where(values >= 0, above, 16384 - above)


def _softmax(sums: np.ndarray, layer: Layer) -> np.ndarray:
    """gesturekit.inference.softmax for many examples."""
    below = np.minimum(sums.max(axis=1, keepdims=True) - sums, 1 << 24)
    logits = np.minimum(scale(below, layer.multiplier, layer.shift), SPAN + 1)
    powers = np.append(np.array(EXPONENTIALS, dtype=np.int64), 0)[logits]
    total = powers.sum(axis=1, keepdims=True)
    return (powers * 255 + (total >> 1)) // total


def scale(values: np.ndarray, multiplier: np.ndarray | int, shift: np.ndarray | int) -> np.ndarray:
    """Return gesturekit.inference.scale of arrays."""
    return values * multiplier + (np.left_shift(1, shift) >> 1) >> shift
