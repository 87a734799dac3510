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
        self._unknown = model.unknown
        self._prototypes = prototypes(model)
        self._places = places(model)
        self._inputs = model.layers[0].inputs
        self._shares = model.layers[-1].activation == "softmax"

    def run(self, features):
        """Return the number of the best label for a feature vector; fill confidences and sums."""
        best = self.code.run(self._values, self._plan, self._count, features, self._sums)
        if self._shares:
            return best
        return self.code.greatest(self.sums, 0, len(self.confidences))

    def answer(self, features):
        """Return what run() does, but the label of the unknown for what is too far from its best.

        Then this label has all the confidence. MicroPython keeps the variables of a function on
        the stack only if they are few, so there are few here, and no call of run().
        """
        best = self.code.run(self._values, self._plan, self._count, features, self._sums)
        if not self._shares:
            best = self.code.greatest(self.sums, 0, len(self.confidences))
        at = self._places[best]
        if (
            at < 0
            or self._distance(self._values, self._prototypes, at, self._inputs)
            <= (self._limits[best])
        ):
            return best
        self._say_unknown()
        return self._unknown

    def _say_unknown(self):
        for label in range(len(self.confidences)):
            self.confidences[label] = LEVEL if label == self._unknown else 0

    def distances(self, code=kernels):
        """Return how far the last run's inputs were from each prototype; code: what computes."""
        values, inputs = self._values, self._inputs
        places = [at for at in self._places if at >= 0]
        return [code.distance(values, self._prototypes, at, inputs) for at in places]

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


def places(model):
    """Return where in the prototypes that distance() wants that of each label begins, or -1."""
    found = array.array("h")
    at = 0
    for limit in model.limits:
        if limit == NO_LIMIT:
            found.append(-1)
        else:
            found.append(at)
            at += padded(model.layers[0].inputs)
    return found


def prototypes(model):
    """Return the prototypes that distance() wants: padded, 64 less each value."""
    inputs = model.layers[0].inputs
    found = bytearray()
    for at in range(0, len(model.prototypes), inputs):
        found.extend(bytes([64 - value for value in model.prototypes[at : at + inputs]]))
        found.extend(b"@" * (padded(inputs) - inputs))  # 64
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
