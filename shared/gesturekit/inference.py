"""Model + features -> sums, best label, confidences; in integers, the same on every interpreter.

Normalized features and activations are -127..127, weights int8, so a sum of up to 512 products
is below 2**23, with its bias (up to 2**23) at most 2**24, and times a multiplier of up to 63
below 2**30: nothing leaves the 31-bit small integers of a board, which never allocate.

What a scaled sum counts depends on the activation: 64ths for sigmoid, 128ths for tanh, 16ths for
softmax, and for linear and ReLU the unit of the activations themselves.
"""

import array

LIMIT = 127  # of normalized features and of activations
LEVEL = 255  # a confidence or level of 1
HALF = 128  # a level of at least one half
LOGIT_UNIT = 16  # logits count sixteenths
SPAN = 128  # logits this far below the best (8 units) get no confidence


def _exponentials():
    """Return 2**14 * exp(-n / 16) for n = 0..SPAN, by repeated multiplication: no floats."""
    table = array.array("H", [16384])
    for _ in range(SPAN):
        table.append(table[-1] * 30783 + 16384 >> 15)  # 30783 / 2**15 = exp(-1 / 16)
    return table


EXPONENTIALS = _exponentials()

SIGMOID_UNIT = 64  # the argument of sigmoid counts 64ths
SIGMOID_SPAN = 512  # beyond this argument (8 units) sigmoid is as good as 0 or 1


def _sigmoids():
    """Return 2**14 / (1 + exp(-n / 64)) for n = 0..SIGMOID_SPAN; no number exceeds 2**28."""
    table = array.array("H")
    power = 1 << 28  # 2**28 * exp(-n / 64)
    for _ in range(SIGMOID_SPAN + 1):
        table.append((1 << 28) // ((1 << 14) + (power >> 14)))
        power += (power >> 13) - (power >> 6)  # exp(-x) = 1 - x + x**2 / 2, with x = 1 / 64
    return table


SIGMOIDS = _sigmoids()


def scale(value, multiplier, shift):
    """Return value * multiplier / 2**shift, rounded; half goes up."""
    return value * multiplier + (1 << shift >> 1) >> shift


def normalize(features, model, out):
    """Write (feature - center) * multiplier / 2**shift to out, held to -127..127."""
    centers, multipliers, shifts = model.centers, model.multipliers, model.shifts
    for at in range(len(centers)):
        value = scale(features[at] - centers[at], multipliers[at], shifts[at])
        out[at] = max(-LIMIT, min(LIMIT, value))


def dense(inputs, layer, out):
    """Write the sums of one layer, before scaling, to out (array of int32)."""
    weights, biases = layer.weights, layer.biases
    at = 0
    for neuron in range(layer.outputs):
        total = biases[neuron]
        for index in range(layer.inputs):
            total += weights[at] * inputs[index]
            at += 1
        out[neuron] = total


def activate(sums, layer, out):
    """Write the activations of a hidden layer to out, held to -127..127."""
    for neuron in range(layer.outputs):
        out[neuron] = activation(sums[neuron], layer, LIMIT)


def levels(sums, layer, confidences):
    """Write the activations of the last layer to confidences: 0..255 for 0..1, held there."""
    for label in range(layer.outputs):
        confidences[label] = max(0, activation(sums[label], layer, LEVEL))


def activation(total, layer, top):
    """Return the activation of a sum, -top..top; top is the 1 of sigmoid, tanh and step."""
    value = scale(total, layer.multiplier, layer.shift)
    name = layer.activation
    if name == "sigmoid":
        return scale(sigmoid(value), top, 14)
    if name == "tanh":  # tanh(x) = 2 * sigmoid(2 * x) - 1
        return scale(2 * sigmoid(value) - 16384, top, 14)
    if name == "step":
        return top if value > 0 else 0
    return max(0 if name == "relu" else -top, min(top, value))


def sigmoid(value):
    """Return 2**14 * sigmoid(value / 64)."""
    above = SIGMOIDS[min(abs(value), SIGMOID_SPAN)]
    return above if value >= 0 else 16384 - above


def softmax(sums, layer, best, confidences):
    """Write 0..255 for each label: the share of exp(logit), with logits in sixteenths.

    Monotone in the sums, and sums[best] is the greatest: it never gets less than another.
    """
    total = 0
    for at in range(layer.outputs):
        total += _weight(sums[best] - sums[at], layer)
    for at in range(layer.outputs):
        share = _weight(sums[best] - sums[at], layer) * 255
        confidences[at] = (share + (total >> 1)) // total


def _weight(below, layer):
    """Return the exponential for a sum that is `below` under the best, both < 2**25 apart."""
    logit = scale(min(below, 1 << 24), layer.multiplier, layer.shift)
    return EXPONENTIALS[logit] if logit <= SPAN else 0


class Network:
    """The layers of a Model with buffers made once; run() allocates nothing."""

    def __init__(self, model):
        self._model = model
        widest = max(len(model.centers), max(layer.outputs for layer in model.layers))
        self._inputs = array.array("b", bytes(widest))
        self._outputs = array.array("b", bytes(widest))
        self.sums = array.array("i", bytes(4 * max(layer.outputs for layer in model.layers)))
        self.confidences = bytearray(len(model.labels))

    def run(self, features):
        """Return the number of the best label for a feature vector; fill confidences and sums."""
        inputs, outputs = self._inputs, self._outputs
        normalize(features, self._model, inputs)
        for layer in self._model.layers[:-1]:
            dense(inputs, layer, self.sums)
            activate(self.sums, layer, outputs)
            inputs, outputs = outputs, inputs
        last = self._model.layers[-1]
        dense(inputs, last, self.sums)
        best = 0
        for at in range(1, last.outputs):
            if self.sums[at] > self.sums[best]:
                best = at
        if last.activation == "softmax":
            softmax(self.sums, last, best, self.confidences)
        else:
            levels(self.sums, last, self.confidences)
        return best
