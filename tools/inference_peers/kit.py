"""Our own network, as the kit runs it: from features, through the classifier, and in parts."""

from array import array

from gesturekit import inference, kernels, model_format
from gesturekit.classifier import Classifier
from gesturekit.inference import Network


def make_network(case):
    """From a feature vector to confidences."""
    network = Network(model_format.load(case.model))

    def run(features):
        network.run(features)
        return network.confidences

    return run, case.features


def make_classifier(case):
    """From the samples of a take to its detection."""
    model = model_format.load(case.model)
    classifier = Classifier(model)

    def run(samples):
        classifier.classify(samples)
        return classifier.confidences

    return run, [_samples(model, features) for features in case.features]


def make_normalize(case):
    """Only from the features to the inputs of the first layer: a run of no layer."""
    model = model_format.load(case.model)
    plan = kernels.pack(inference.scales(model), model.zero, inference.steps(model))
    values, sums = inference.buffers(model.layers)

    def run(features):
        kernels.run(values, plan, 0, features, sums)
        return values

    return run, case.features


def make_empty(case):
    """Nothing but the call."""

    def run(features):
        return None

    return run, case.features


def _samples(model, features):
    """Return samples of all axes of the sensor whose raw features are these."""
    width = 6 if model.sensor == "imu" else 1
    samples = array("h", bytes(2 * width * model.take))
    for at in range(len(features)):
        axis, time = at // model.take, at % model.take
        samples[time * width + axis] = features[at]
    return samples
