"""The golden window of a model: tried before the model is used, for code that computes otherwise.

A compiler or chip may have a fault that no test here has seen; then the readable code takes over.
"""

import array

from gesturekit import features, plain
from gesturekit.inference import Network
from gesturekit.model_format import Golden, ModelError
from gesturekit.sample import AXES
from gesturekit.stream import Stream


def of(model, count, data):
    """Return the Golden of `count` values of each axis; data: array of int16, axis after axis."""
    network = Network(model, plain)
    network.run(_vector(model, count, data, plain))
    return Golden(count, data, array.array("i", network.sums), bytes(network.confidences))


def working(model, code):
    """Return code if it gives what it must for a model, else plain; ModelError if neither does."""
    for tried in (code, plain):
        if _holds(model, tried):
            return tried
    raise ModelError("model check failed: the golden window gives other numbers")


def _holds(model, code):
    golden = model.golden
    if golden is None:
        return True
    if model.trigger == "stream" and not _streams(model, code):
        return False
    vectors = [_vector(model, golden.count, golden.data, tried) for tried in (code, plain)]
    network = Network(model, code)
    network.run(vectors[0])
    return (
        vectors[0] == vectors[1]
        and array.array("i", network.sums) == golden.sums
        and bytes(network.confidences) == golden.confidences
        and network.distances(code) == network.distances(plain)
    )


def _vector(model, count, data, code):
    """Return the features of a window."""
    computed = features.of(model, code)
    computed.compute(data, 0, count, count)
    return array.array("h", computed.vector)


def _streams(model, code):
    """Does a stream of the golden window become the same means and movement as in plain Python?"""
    golden, average = model.golden, model.average
    names = AXES[model.sensor]
    columns = [names.index(axis) for axis in model.axes]
    streams = Stream(model, columns, code), Stream(model, columns, plain)
    samples = array.array("h", bytes(2 * len(names) * average))
    for at in range(golden.count):
        for axis, column in enumerate(columns):
            for sample in range(average):
                samples[sample * len(names) + column] = golden.data[axis * golden.count + at]
        for stream in streams:
            stream.push(samples, 0, average)
        if streams[0].state != streams[1].state:
            return False
    return streams[0].data == streams[1].data
