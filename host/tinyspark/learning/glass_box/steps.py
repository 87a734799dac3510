"""One classification, slowly: every integer on the way from the counts to the decision.

This file runs here and, sent as a script, on a board: each time with the gesturekit that lies
there. The kernels of that interpreter do what they do for every gesture; the readable ones of
plain_network.py give what the fast ones never tell, the sums in between. Knows no numpy, no names
and no words.
"""

from array import array

from gesturekit import plain_network
from gesturekit.classifier import Classifier
from gesturekit.inference import Network
from gesturekit.model_format import NO_LIMIT, Layer, Model
from gesturekit.plain_features import CAPACITY, GATE, PEAK, PLACE
from gesturekit.sample import AXES
from gesturekit.stream import Stream


def follow(model: Model, samples: array, look: int) -> dict[str, list[int]]:
    """Return the integers of every step, by its name, in the order of the arithmetic.

    samples: int16, all axes of the sensor in a row; look: which of the results, 0 for the first.
    means: of the model's axes, one mean of every axis, then the next of every axis, ...;
    movement: of every mean so far (both empty for a take that a button starts);
    cut: number of the first sample and of one past the last; features;
    inputs: the features normalized; of layer n (0 is the first): `totals n`: the sum of every
    neuron after the first input, then of every neuron after the second, ...; `sums n` and, but
    for the last layer, `outputs n`; logits; below and powers: how far each sum of the last layer
    is below the greatest, in sixteenths, and what softmax looks up for that (both empty for other
    activations); confidences: of the labels; distance: of the inputs from the best label's
    prototype, and its limit (empty for a label without one);
    decision: best label, its confidence, label detected or -1.
    inputs and outputs are less their zero point, so that 0 stands for 0.
    """
    classifier = Classifier(model)
    look_at(classifier, samples, look)
    numbers: dict[str, list[int]] = {"means": [], "movement": []}
    if model.trigger == "stream":
        watch(model, samples, classifier.pushed, numbers)
    numbers["cut"] = [classifier.end - classifier.duration, classifier.end]
    numbers["features"] = list(classifier.features)
    numbers.update(network(model, classifier.features))
    numbers["decision"].append(classifier.detection)
    return numbers


def look_at(classifier: Classifier, samples: array, look: int) -> None:
    """Push samples until the classifier has looked for the time look."""
    if classifier.model.trigger == "button":
        classifier.classify(samples)
        return
    width = len(AXES[classifier.model.sensor])
    count = len(samples) // width
    while classifier.pushed < count:
        classifier.push(samples, width * classifier.pushed, count - classifier.pushed)
        if classifier.news and classifier.best >= 0:
            if look == 0:
                return
            look -= 1
    raise ValueError("fewer looks than that")


def watch(model: Model, samples: array, count: int, numbers: dict[str, list[int]]) -> None:
    """Append means and movement of the first `count` samples to numbers, mean by mean.

    A stream whose gate is 0 is always moving; its greatest movement, put back to 0 before each
    mean, is that of this mean alone.
    """
    names = AXES[model.sensor]
    stream = Stream(model, [names.index(axis) for axis in model.axes])
    state = stream.state
    state[GATE] = 0
    for at in range(0, count, model.average):
        state[PEAK] = 0
        stream.push(samples, at * len(names), model.average)
        place = (state[PLACE] or state[CAPACITY]) - 1
        for axis in range(len(model.axes)):
            numbers["means"].append(stream.data[place + axis * stream.stride])
        numbers["movement"].append(state[PEAK])


def network(model: Model, features: array) -> dict[str, list[int]]:
    """Return the integers of the steps from the features to the best label's confidence."""
    used = Network(model)
    best = used.run(features)
    numbers: dict[str, list[int]] = {}
    zero = model.zero
    for place, layer in enumerate(model.layers):
        inputs = used.inputs_of(place)
        if place == 0:
            numbers["inputs"] = [value - zero for value in inputs]
        numbers[f"totals {place}"] = totals(inputs, layer, zero)
        results = list(used.sums_of(place))
        numbers[f"sums {place}"] = results
        zero = plain_network.zero(layer.activation)
        if place < len(model.layers) - 1:
            numbers[f"outputs {place}"] = [value - zero for value in used.inputs_of(place + 1)]
    numbers["logits"] = [
        plain_network.scale(total, layer.multiplier, layer.shift) for total in results
    ]
    numbers["below"] = below(results, layer) if layer.activation == "softmax" else []
    numbers["powers"] = [power(logit) for logit in numbers["below"]]
    numbers["confidences"] = list(used.confidences)
    numbers["distance"] = distance(model, used, best)
    numbers["decision"] = [best, used.confidences[best]]
    return numbers


def distance(model: Model, used: Network, best: int) -> list[int]:
    """Return the distance of the last inputs from the best label's prototype, and its limit."""
    if model.limits[best] == NO_LIMIT:
        return []
    before = sum([limit != NO_LIMIT for limit in model.limits[:best]])
    return [used.distances()[before], model.limits[best]]


def below(results: list[int], layer: Layer) -> list[int]:
    """Return how far each sum is under the greatest, scaled as softmax does it."""
    most = max(results)
    return [
        plain_network.scale(min(most - total, 1 << 24), layer.multiplier, layer.shift)
        for total in results
    ]


def power(logit: int) -> int:
    """Return 2**14 * exp(-logit / 16), by the table that softmax looks it up in."""
    return plain_network.EXPONENTIALS[logit] if logit <= plain_network.SPAN else 0


def totals(inputs: memoryview, layer: Layer, zero: int) -> list[int]:
    """Return the sums of all neurons after every input: those of a layer with just that one."""
    running = layer.biases
    found: list[int] = []
    for index in range(layer.inputs):
        weights = array("b", [])
        for neuron in range(layer.outputs):
            weights.append(layer.weights[neuron * layer.inputs + index])
        single = Layer(1, layer.outputs, "", 0, 0, weights, running)
        running = array("i", bytes(4 * layer.outputs))
        plain_network.dense(inputs, index, single, zero, running, 0)
        found.extend(running)
    return found
