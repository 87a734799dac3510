"""Model + features -> sums, best label, confidences; in integers, the same on every interpreter.

Inputs of a layer are 6 bits, 0..63 with a zero point (see zero()), weights int8; plain.py holds
the arithmetic and says why it never leaves the 31-bit small integers of a board.

What a scaled sum counts depends on the activation: 64ths for sigmoid, 128ths for tanh, 16ths for
softmax, and for linear and ReLU the unit of the activations themselves.
"""

import array

from gesturekit import kernels, plain
from gesturekit.plain import MOST, ZERO, scale

LEVEL = 255  # a confidence or level of 1
HALF = 128  # a level of at least one half
LOGIT_UNIT = 16  # logits count sixteenths
SIGMOID_UNIT = 64  # the argument of sigmoid counts 64ths
SIGMOID_SPAN = 512  # beyond this argument (8 units) sigmoid is as good as 0 or 1
SIGNED = ("linear", "tanh")  # activations that are negative, too


def _sigmoids():
    """Return 2**14 / (1 + exp(-n / 64)) for n = 0..SIGMOID_SPAN; no number exceeds 2**28."""
    table = array.array("H")
    power = 1 << 28  # 2**28 * exp(-n / 64)
    for _ in range(SIGMOID_SPAN + 1):
        table.append((1 << 28) // ((1 << 14) + (power >> 14)))
        power += (power >> 13) - (power >> 6)  # exp(-x) = 1 - x + x**2 / 2, with x = 1 / 64
    return table


SIGMOIDS = _sigmoids()


def zero(name):
    """Return the zero point of an activation: the input of the next layer that stands for 0."""
    return ZERO if name in SIGNED else 0


def top(name):
    """Return the greatest activation above the zero point: the 1 of sigmoid, tanh and step."""
    return MOST - zero(name)


def activate(sums, layer, out):
    """Write the activations of a hidden layer to out, as inputs of the next: 0..63."""
    name = layer.activation
    offset = zero(name)
    if name in ("linear", "relu"):
        kernels.activate(sums, layer.multiplier, layer.shift, offset, out)
        return
    for neuron in range(layer.outputs):
        out[neuron] = offset + activation(sums[neuron], layer, top(name))


def levels(sums, layer, confidences):
    """Write the activations of the last layer to confidences: 0..255 for 0..1, held there."""
    for label in range(layer.outputs):
        confidences[label] = max(0, activation(sums[label], layer, LEVEL))


def activation(total, layer, most):
    """Return the activation of a sum, -most..most; most is the 1 of sigmoid, tanh and step."""
    value = scale(total, layer.multiplier, layer.shift)
    name = layer.activation
    if name == "sigmoid":
        return scale(sigmoid(value), most, 14)
    if name == "tanh":  # tanh(x) = 2 * sigmoid(2 * x) - 1
        return scale(2 * sigmoid(value) - 16384, most, 14)
    if name == "step":
        return most if value > 0 else 0
    return max(0 if name == "relu" else -most, min(most, value))


def sigmoid(value):
    """Return 2**14 * sigmoid(value / 64)."""
    above = SIGMOIDS[min(abs(value), SIGMOID_SPAN)]
    return above if value >= 0 else 16384 - above


class Network:
    """The layers of a Model with buffers made once; run() allocates nothing."""

    def __init__(self, model):
        self._zero = model.zero
        self._scales = _scales(model)
        count = len(model.centers)
        inputs = _buffer(count)
        self._first = memoryview(inputs)[:count]
        offset = model.zero
        steps = []
        for layer in model.layers:
            multiply, packed = _packed(layer, offset)
            sums = array.array("i", bytes(8 * ((layer.outputs + 1) // 2)))
            outputs = _buffer(layer.outputs)
            seen = memoryview(outputs)[: layer.outputs]
            steps.append((multiply, packed, inputs, sums, layer, seen))
            inputs = outputs
            offset = zero(layer.activation)
        self.steps = steps  # their buffers keep the numbers of the last run
        self._hidden = steps[:-1]
        self._last = steps[-1]
        self.sums = sums  # of the last layer
        self.confidences = bytearray(len(model.labels))

    def run(self, features):
        """Return the number of the best label for a feature vector; fill confidences and sums."""
        kernels.normalize(features, self._scales, self._zero, self._first)
        for multiply, packed, inputs, sums, layer, outputs in self._hidden:
            multiply(inputs, packed, sums)
            activate(sums, layer, outputs)
        multiply, packed, inputs, sums, layer, _ = self._last
        multiply(inputs, packed, sums)
        best = kernels.greatest(sums, layer.outputs)
        if layer.activation == "softmax":
            kernels.softmax(sums, best, layer.multiplier, layer.shift, self.confidences)
        else:
            levels(sums, layer, self.confidences)
        return best


def _scales(model):
    """Return what kernels.normalize() wants: four numbers for each feature."""
    scales = array.array("i")
    for at in range(len(model.centers)):
        shift = model.shifts[at]
        for value in (model.centers[at] + 32768, model.multipliers[at], 1 << shift >> 1, shift):
            scales.append(value)
    return scales


def _packed(layer, offset):
    """Return the kernel that multiplies the weights of a layer, and what it wants of them."""
    parts = layer.weights, layer.inputs, layer.biases, offset
    packed = kernels.pack(*parts)
    if packed is None:  # weights too large for the fast one
        return plain.dense, plain.pack(*parts)
    return kernels.dense, packed


def _buffer(count):
    """Return bytes for `count` inputs, and for the few more that a kernel may look at."""
    return bytearray((count + 7) // 8 * 8)
