"""Model + features -> sums, best label, confidences; in integers, the same on every interpreter.

The arithmetic is in plain_network.py, which says why it never leaves the 31-bit small integers of
a board. All buffers are made once.
"""

import array

from gesturekit import kernels, plain
from gesturekit.plain_network import LEVEL, padded, paired, top, zero

HALF = 128  # a level of at least one half


class Network:
    """The layers of a Model; run() allocates nothing.

    code: kernels or plain, what computes. sums: of the last layer; confidences: 0..255 for each
    label; both keep the numbers of the last run.
    """

    def __init__(self, model, code=kernels):
        layers = steps(model)
        plan = code.pack(layers)
        if plan is None:  # weights too large for the fast one
            code, plan = plain, layers
        self.code = code
        self._layers = model.layers
        self._zero = model.zero
        self._scales = _scales(model)
        self._plan = plan
        self._values, self._sums = buffers(model.layers)
        self._first = self._values_of(0, len(model.centers))
        last = len(model.layers) - 1
        self.sums = self.sums_of(last)
        self.confidences = self._values_of(last + 1, len(model.labels))
        self._scale = model.layers[last].multiplier, model.layers[last].shift
        self._shares = model.layers[last].activation == "softmax"

    def run(self, features):
        """Return the number of the best label for a feature vector; fill confidences and sums."""
        code = self.code
        code.normalize(features, self._scales, self._zero, self._first)
        code.forward(self._values, self._plan, len(self._layers), self._sums)
        if self._shares:
            multiplier, shift = self._scale
            return code.softmax(self.sums, multiplier, shift, self.confidences)
        return code.greatest(self.sums, len(self.confidences))

    def inputs_of(self, number):
        """Return what layer `number` was given by the last run: 0..63 (a view)."""
        return self._values_of(number, self._layers[number].inputs)

    def sums_of(self, number):
        """Return the sums of layer `number` (a view)."""
        at = sum(paired(layer.outputs) for layer in self._layers[:number])
        return memoryview(self._sums)[at : at + self._layers[number].outputs]

    def _values_of(self, number, count):
        at = sum(padded(layer.inputs) for layer in self._layers[:number])
        return memoryview(self._values)[at : at + count]


def steps(model):
    """Return what pack() wants: for each layer (layer, zero, next_zero, most)."""
    found = []
    before = model.zero
    for number, layer in enumerate(model.layers):
        after, most = zero(layer.activation), top(layer.activation)
        if number == len(model.layers) - 1:
            after, most = 0, LEVEL
        found.append((layer, before, after, most))
        before = after
    return found


def buffers(layers):
    """Return places for the inputs and outputs of all layers, and for their sums."""
    values = sum(padded(layer.inputs) for layer in layers) + padded(layers[-1].outputs)
    sums = sum(paired(layer.outputs) for layer in layers)
    return bytearray(values), array.array("i", bytes(4 * sums))


def _scales(model):
    """Return what normalize() wants: four numbers for each feature."""
    scales = array.array("i")
    for at in range(len(model.centers)):
        shift = model.shifts[at]
        for value in (model.centers[at] + 32768, model.multipliers[at], 1 << shift >> 1, shift):
            scales.append(value)
    return scales
