"""A network as objects: neurons that know their connections, which know their neurons."""

from textbook import softmax


class Connection:
    def __init__(self, source, weight):
        self.source = source
        self.weight = weight

    def signal(self):
        return self.source.output * self.weight


class Neuron:
    def __init__(self, sources, weights, bias, activation):
        self.connections = [Connection(*pair) for pair in zip(sources, weights)]
        self.bias = bias
        self.activation = activation
        self.output = 0.0

    def compute(self):
        total = self.bias
        for connection in self.connections:
            total += connection.signal()
        self.output = self.activation(total)


class Layer:
    def __init__(self, neurons):
        self.neurons = neurons

    def compute(self):
        for neuron in self.neurons:
            neuron.compute()

    def outputs(self):
        return [neuron.output for neuron in self.neurons]


def relu(value):
    return value if value > 0.0 else 0.0


def linear(value):
    return value


def make(case):
    first = Layer([Neuron((), (), 0.0, linear) for _ in case.inputs[0]])
    layers = [first]
    for number, (rows, biases) in enumerate(case.layers):
        activation = linear if number == len(case.layers) - 1 else relu
        sources = layers[-1].neurons
        layers.append(Layer([Neuron(sources, *pair, activation) for pair in zip(rows, biases)]))

    def run(inputs):
        for neuron, value in zip(first.neurons, inputs):
            neuron.output = value
        for layer in layers[1:]:
            layer.compute()
        return softmax(layers[-1].outputs())

    return run, case.inputs
