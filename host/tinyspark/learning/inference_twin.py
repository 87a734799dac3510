"""gesturekit.inference once more, for many examples at a time, in numpy.

Only for training speed: a test holds every number equal to gesturekit's. Knows no float network.
"""

import numpy as np

from gesturekit.model_format import NO_LIMIT, Layer, Model
from gesturekit.plain_network import (
    EXPONENTIALS,
    LEVEL,
    MOST,
    SIGMOID_SPAN,
    SIGMOIDS,
    SPAN,
    top,
    zero,
)


def inputs(vectors: np.ndarray, scales: tuple[np.ndarray, ...], zero_point: int) -> np.ndarray:
    """Return feature vectors [examples, size] as inputs of the first layer, less the zero point.

    scales: centers, multipliers and shifts of the features.
    """
    centers, multipliers, shifts = (values.astype(np.int64) for values in scales)
    off = vectors.astype(np.int64) - centers
    return np.clip(scale(off, multipliers, shifts), -zero_point, MOST - zero_point)


def confidences(model: Model, vectors: np.ndarray) -> np.ndarray:
    """Return what gesturekit.inference does with feature vectors: 0..255 [examples, labels]."""
    return levels(model.layers[-1], sums(model, vectors))


def sums(model: Model, vectors: np.ndarray) -> np.ndarray:
    """Return the sums of the last layer for feature vectors, int64 [examples, labels]."""
    values = _inputs(model, vectors)
    for layer in model.layers[:-1]:
        name = layer.activation
        values = _activation(_sums(values, layer), layer, top(name), zero(name))
    return _sums(values, model.layers[-1])


def distances(model: Model, vectors: np.ndarray) -> np.ndarray:
    """Return how far feature vectors are from each label's prototype, int64 [examples, labels].

    Labels without a prototype are at 0.
    """
    values = _inputs(model, vectors) + model.zero
    found = np.zeros((len(values), len(model.labels)), dtype=np.int64)
    gated = np.array(model.limits) != NO_LIMIT
    prototypes = np.array(model.prototypes, dtype=np.int64).reshape(-1, values.shape[1])
    for label, prototype in zip(np.flatnonzero(gated), prototypes, strict=True):
        found[:, label] = np.abs(values - prototype).sum(axis=1)
    return found


def answers(model: Model, vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return what a Classifier makes of feature vectors: best labels and confidences.

    The best are int64 [examples]; confidences 0..255 [examples, labels].
    """
    return gated(model, sums(model, vectors), distances(model, vectors))


def gated(model: Model, totals: np.ndarray, apart: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return answers() for sums and distances [examples, labels]."""
    best = totals.argmax(axis=1)
    shares = levels(model.layers[-1], totals)
    rows = np.arange(len(best))
    far = apart[rows, best] > np.array(model.limits)[best]
    best[far] = model.unknown
    shares[far] = 0
    shares[far, best[far]] = LEVEL
    return best, shares


def among(last: Layer, totals: np.ndarray, kept: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return best labels [examples] and confidences [examples, kept] as if only some were there.

    totals: sums of the last layer; kept: numbers of labels, in order. Where one of the others is
    sure of itself, confidences of 8 bits leave nothing to tell the rest apart by; the sums do.
    """
    return kept[totals[:, kept].argmax(axis=1)], levels(last, totals[:, kept])


def _inputs(model: Model, vectors: np.ndarray) -> np.ndarray:
    """Return inputs() by the model's scales."""
    scales = tuple(np.array(part) for part in (model.centers, model.multipliers, model.shifts))
    return inputs(vectors, scales, model.zero)


def levels(last: Layer, totals: np.ndarray) -> np.ndarray:
    """Return what the last layer makes of its sums: 0..255 [examples, labels]."""
    if last.activation == "softmax":
        return _softmax(totals, last)
    return np.maximum(0, _activation(totals, last, LEVEL, LEVEL))


def _sums(values: np.ndarray, layer: Layer) -> np.ndarray:
    """plain_network.dense for many examples."""
    weights = np.array(layer.weights, dtype=np.int64).reshape(layer.outputs, layer.inputs)
    return values @ weights.T + np.array(layer.biases, dtype=np.int64)


def _activation(sums: np.ndarray, layer: Layer, most: int, below: int) -> np.ndarray:
    """plain_network.activation for arrays; below: how far under 0 a linear one may be."""
    values = scale(sums, layer.multiplier, layer.shift)
    if layer.activation == "sigmoid":
        return scale(_sigmoid(values), most, 14)
    if layer.activation == "tanh":
        return scale(2 * _sigmoid(values) - 16384, most, 14)
    if layer.activation == "step":
        return np.where(values > 0, most, 0)
    return np.clip(values, 0 if layer.activation == "relu" else -below, most)


def _sigmoid(values: np.ndarray) -> np.ndarray:
    """plain_network.sigmoid for arrays."""
    above = np.array(SIGMOIDS, dtype=np.int64)[np.minimum(np.abs(values), SIGMOID_SPAN)]
    return np.where(values >= 0, above, 16384 - above)


def _softmax(sums: np.ndarray, layer: Layer) -> np.ndarray:
    """plain_network.softmax for many examples."""
    below = np.minimum(sums.max(axis=1, keepdims=True) - sums, 1 << 24)
    logits = np.minimum(scale(below, layer.multiplier, layer.shift), SPAN + 1)
    powers = np.append(np.array(EXPONENTIALS, dtype=np.int64), 0)[logits]
    total = powers.sum(axis=1, keepdims=True)
    return (powers * 255 + (total >> 1)) // total


def scale(values: np.ndarray, multiplier: np.ndarray | int, shift: np.ndarray | int) -> np.ndarray:
    """Return plain_network.scale of arrays."""
    return values * multiplier + (np.left_shift(1, shift) >> 1) >> shift
