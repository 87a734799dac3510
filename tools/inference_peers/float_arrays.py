"""A network with all weights of a layer in one array of floats; plain, and compiled natively."""

from array import array

import micropython
from textbook import softmax


def dense(inputs, weights, biases, hidden, out):
    size = len(inputs)
    at = 0
    for neuron in range(len(biases)):
        total = biases[neuron]
        for index in range(size):
            total += weights[at] * inputs[index]
            at += 1
        out[neuron] = 0.0 if hidden and total < 0.0 else total


@micropython.native
def native_dense(inputs, weights, biases, hidden, out):
    size = len(inputs)
    at = 0
    for neuron in range(len(biases)):
        total = biases[neuron]
        for index in range(size):
            total += weights[at] * inputs[index]
            at += 1
        out[neuron] = 0.0 if hidden and total < 0.0 else total


def make(case):
    return _make(case, dense)


def make_native(case):
    return _make(case, native_dense)


def _make(case, kernel):
    layers = []
    for rows, biases in case.layers:
        weights = array("f", [weight for row in rows for weight in row])
        layers.append((weights, array("f", biases), array("f", [0.0] * len(biases))))

    def run(inputs):
        values = inputs
        for weights, biases, out in layers:
            kernel(values, weights, biases, out is not layers[-1][2], out)
            values = out
        return softmax(values)

    return run, [array("f", inputs) for inputs in case.inputs]
