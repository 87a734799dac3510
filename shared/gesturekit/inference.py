"""Model + features -> sums, best label, confidences; in integers, the same on every interpreter.

The arithmetic is in plain_network.py, which says why it never leaves the 31-bit small integers of
a board. All buffers are made once.
"""

import array

from gesturekit import kernels, plain
from gesturekit.model_format import NO_LIMIT
from gesturekit.plain_network import LEVEL, padded, paired, top, zero

HALF = 128  # a level of at least one half


class Network:
    """The layers of a Model; run() allocates nothing.

    code: kernels or plain, what computes. sums: of the last layer; confidences: 0..255 for each
    label; both keep the numbers of the last run.
    """

    def __init__(self, model, code=kernels):
        self._distance = code.distance
        parts = scales(model), model.zero, steps(model)
        plan = code.pack(*parts)
        if plan is None:  # weights too large for the fast one
            code, plan = plain, plain.pack(*parts)
        self.code = code
        self._layers = model.layers
        self._plan = plan
        self._count = len(model.layers)
        self._values, self._sums = buffers(model.layers)
        self.sums = self.sums_of(self._count - 1)
        self.confidences = self._values_of(self._count, len(model.labels))
        self._limits = model.limits
        self._prototypes = model.prototypes
        self._inputs = model.layers[0].inputs
        self._places = _places(model)
        self._shares = model.layers[-1].activation == "softmax"

    def run(self, features):
        """Return the number of the best label for a feature vector; fill confidences and sums."""
        best = self.code.run(self._values, self._plan, self._count, features, self._sums)
        if self._shares:
            return best
        return self.code.greatest(self.sums, 0, len(self.confidences))

    def strange(self, label):
        """Were the last run's inputs farther from the label's prototype than its limit?"""
        limit = self._limits[label]
        return limit != NO_LIMIT and self.distance(label) > limit

    def distance(self, label):
        """Return how far the last run's inputs were from the prototype of a label that has one."""
        at = self._places[label]
        return self._distance(self._values, self._prototypes, at, self._inputs)

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


def _places(model):
    """Return where in the prototypes that of each label begins, if it has one."""
    found = array.array("H")
    at = 0
    for limit in model.limits:
        found.append(at)
        if limit != NO_LIMIT:
            at += model.layers[0].inputs
    return found


def steps(model):
    """Return the steps that pack() wants: for each layer (layer, zero, next_zero, most)."""
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


def scales(model):
    """Return the scales that pack() wants: four numbers for each feature."""
    found = array.array("i")
    for at in range(len(model.centers)):
        shift = model.shifts[at]
        for value in (model.centers[at] + 32768, model.multipliers[at], 1 << shift >> 1, shift):
            found.append(value)
    return found
