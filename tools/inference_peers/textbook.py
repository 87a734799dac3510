"""A network as a textbook first writes it: nested lists of floats and loops over their places."""

import math


def make(case):
    layers = case.layers

    def run(inputs):
        values = inputs
        for number in range(len(layers)):
            weights, biases = layers[number]
            outputs = []
            for neuron in range(len(weights)):
                total = biases[neuron]
                for index in range(len(values)):
                    total += weights[neuron][index] * values[index]
                outputs.append(total if number == len(layers) - 1 else max(0.0, total))
            values = outputs
        return softmax(values)

    return run, case.inputs


def softmax(values):
    greatest = max(values)
    powers = [math.exp(value - greatest) for value in values]
    total = sum(powers)
    return [power / total for power in powers]
