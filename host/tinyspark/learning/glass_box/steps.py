"""One classification, slowly: every integer on the way from the counts to the decision.

This file runs here and, sent as a script, on a board: each time with the gesturekit that lies
there, whose own functions do all the arithmetic, one by one. Knows no numpy, names and words.
"""

from array import array

from gesturekit import inference
from gesturekit.classifier import Classifier
from gesturekit.model_format import Layer, Model
from gesturekit.sample import AXES
from gesturekit.window import Window


def follow(model: Model, samples: array, look: int) -> dict[str, list[int]]:
    """Return the integers of every step, by its name, in the order of the arithmetic.

    samples: int16, all axes of the sensor in a row; look: which of the results, 0 for the first.
    movement: of every sample so far; cut: number of the first sample and of one past the last;
    features; inputs: the features normalized; of layer n (0 is the first): `totals n`: the sum of
    every neuron after the first input, then of every neuron after the second, ...; `sums n` and,
    but for the last layer, `outputs n`; logits; confidences: of the labels;
    decision: best label, its confidence, label detected or -1.
    """
    classifier = Classifier(model)
    numbers = {"movement": look_at(classifier, samples, look)}
    numbers["cut"] = [classifier.end - classifier.duration, classifier.end]
    numbers["features"] = list(classifier.features)
    numbers.update(network(model, classifier.features))
    numbers["confidences"] = list(classifier.confidences)
    numbers["decision"] = [classifier.best, classifier.confidence, classifier.detection]
    return numbers


def look_at(classifier: Classifier, samples: array, look: int) -> list[int]:
    """Push samples until the classifier looks for the time look; return the movement so far."""
    model = classifier.model
    names = AXES[model.sensor]
    if model.trigger == "button":
        classifier.classify(samples)
        return []
    columns = [names.index(axis) for axis in model.axes]
    window = Window(len(columns), model.lag + 1)
    movement = []
    for at in range(0, len(samples), len(names)):
        window.put(samples, at, columns)
        movement.append(window.movement(model.lag) if window.count > model.lag else 0)
        if classifier.push(samples, at) and classifier.best >= 0:
            if look == 0:
                return movement
            look -= 1
    raise ValueError("fewer looks than that")


def network(model: Model, features: array) -> dict[str, list[int]]:
    """Return the integers of the steps from the features to the logits."""
    values = array("b", bytes(len(model.centers)))
    inference.normalize(features, model, values)
    numbers = {"inputs": list(values)}
    for place, layer in enumerate(model.layers):
        numbers[f"totals {place}"] = totals(values, layer)
        sums = array("i", bytes(4 * layer.outputs))
        inference.dense(values, layer, sums)
        numbers[f"sums {place}"] = list(sums)
        if place < len(model.layers) - 1:
            values = array("b", bytes(layer.outputs))
            inference.activate(sums, layer, values)
            numbers[f"outputs {place}"] = list(values)
    numbers["logits"] = [inference.scale(total, layer.multiplier, layer.shift) for total in sums]
    return numbers


def totals(inputs: array, layer: Layer) -> list[int]:
    """Return the sums of all neurons after every input: those of a layer with just that one."""
    running = layer.biases
    found: list[int] = []
    for index in range(layer.inputs):
        weights = array("b", [])
        for neuron in range(layer.outputs):
            weights.append(layer.weights[neuron * layer.inputs + index])
        one = Layer(1, layer.outputs, "linear", 0, 0, weights, running)
        running = array("i", bytes(4 * layer.outputs))
        inference.dense(inputs[index : index + 1], one, running)
        found.extend(running)
    return found
