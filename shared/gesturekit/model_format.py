"""Model bytes <-> Model: everything a board needs, and where it came from, in one small file.

Little-endian: magic, the header of HEADER, normalization, layers, labels, what each of them takes
to be detected, the golden window and CRC-32 over all before it. Every size is checked against a
limit and against the length of the file before anything is made from it; the limits also prove
that inference stays within 31-bit integers. Knows no files.
"""

import array
import binascii
import struct
from collections import namedtuple

from gesturekit import features
from gesturekit.errors import KitError
from gesturekit.plain_network import MOST, ZERO
from gesturekit.sample import (
    AXES,
    CONTINUOUS,
    IMU_RATES,
    SENSORS,
    UDPS_PER_COUNT,
    UG_PER_COUNT,
)

VERSION = 5  # of this format
MAGIC = b"TSM" + bytes((VERSION,))
STREAM, BUTTON = 0, 1
TRIGGERS = ("stream", "button")  # asked all the time; asked about a take that a button starts
# Of the last layer, softmax makes confidences that share one whole among the labels; with any
# other each output is a level of its own, 0..1.
ACTIVATIONS = ("linear", "relu", "sigmoid", "tanh", "step", "softmax")
NO_LABEL = 255  # in place of the number of a label
NO_LIMIT = 65535  # of a label that has no prototype

MAX_BYTES = 49152
MAX_LABELS = 32
MAX_LABEL_BYTES = 64
MAX_LAYERS = 4
MAX_INPUTS = 512  # of a layer
MAX_OUTPUTS = 256
MAX_BIAS = 1 << 23
MAX_MULTIPLIER = 63  # 2**24 * 63 < 2**30, see plain_network.py
MAX_SHIFT = 24
MAX_TAKE = 64
MAX_AVERAGE = 16
MAX_TIME = MAX_AVERAGE * features.MAX_SAMPLES
MAX_GATE = 7 * 65535

# name, struct code, least, greatest
HEADER = (
    ("sensor", "B", 0, len(SENSORS) - 1),
    ("axes", "B", 1, 127),  # a bit for each axis of the sensor
    ("rate", "H", 0, 416),  # samples per second; 0 for a button take
    ("accel_range", "B", 0, 16),  # g
    ("gyro_range", "H", 0, 2000),  # dps
    ("trigger", "B", STREAM, BUTTON),
    ("take", "H", 0, MAX_TAKE),  # samples of a button take
    ("average", "B", 1, MAX_AVERAGE),  # samples that are looked at as one, their mean
    ("window", "H", 0, MAX_TIME),  # longest movement looked at in one piece, samples
    ("hop", "H", 0, MAX_TIME),
    ("lag", "B", 0, 64),  # samples between which movement is measured
    ("quiet", "H", 0, MAX_TIME),  # samples without movement that end a gesture
    ("least", "H", 0, MAX_TIME),  # shorter movements are ignored
    ("gate", "I", 0, MAX_GATE),  # movement (plain_features.put) that counts as moving
    ("peak", "I", 0, MAX_GATE),  # a gesture reaches at least this movement
    ("repeats", "B", 1, 16),  # equal results in a row, while a movement lasts
    ("holdoff", "H", 0, 65535),  # samples after a detection without another
    ("idle", "B", 0, NO_LABEL),  # the label that stands for stillness, or NO_LABEL
    ("unknown", "B", 0, NO_LABEL),  # the label for movement that is none of the gestures
    ("feature_set", "B", 0, len(features.NAMES) - 1),
    ("feature_version", "B", 1, 255),
    ("zero", "B", 0, ZERO),  # the input of the first layer that stands for 0
    ("seed", "I", 0, 0xFFFFFFFF),
    ("score", "H", 0, 10000),  # cross-validated accuracy in 1/100 percent
)
# The header's fields in order (sensor, trigger, feature_set as names, axes as a tuple of names),
# then dataset: SHA-256 (bytes); centers, multipliers, shifts: normalization of each feature;
# layers: list of Layer; labels: tuple of texts; for each label: thresholds: array("B"), the least
# confidence of a detection; limits: array("H"), the greatest distance of the first layer's inputs
# from the label's prototype, beyond which they are unknown, or NO_LIMIT; prototypes: array("B"),
# such inputs for each label that has a limit, one after the other; golden: Golden or None.
Model = namedtuple(
    "Model",
    (
        "sensor",
        "axes",
        "rate",
        "accel_range",
        "gyro_range",
        "trigger",
        "take",
        "average",
        "window",
        "hop",
        "lag",
        "quiet",
        "least",
        "gate",
        "peak",
        "repeats",
        "holdoff",
        "idle",
        "unknown",
        "feature_set",
        "feature_version",
        "zero",
        "seed",
        "score",
        "dataset",
        "centers",
        "multipliers",
        "shifts",
        "layers",
        "labels",
        "thresholds",
        "limits",
        "prototypes",
        "golden",
    ),
)
# weights: array("b"), output after output; biases: array("i"); activation: a name
Layer = namedtuple(
    "Layer", ("inputs", "outputs", "activation", "multiplier", "shift", "weights", "biases")
)
# The golden window: what a gesture looks like and what must come out, to be tried on every board.
# data: array("h"), axis after axis `count` means (of a take: counts); sums: array("i"), of the
# last layer; confidences: bytes; both one for each label
Golden = namedtuple("Golden", ("count", "data", "sums", "confidences"))
COUNTS = "<HBB"  # of features, layers, labels
LAYER_HEAD = "<HHBBB"  # the first fields of a Layer


class ModelError(KitError):
    """Bytes that are no model for this kit; str() names the check that failed."""


def dump(model):
    """Return the bytes of a Model; ModelError if it is not one that load() accepts."""
    parts = [MAGIC]
    raw = _numbers(model)
    for name, code, _, _ in HEADER:
        parts.append(struct.pack("<" + code, raw[name]))
    parts.append(model.dataset)
    parts.append(struct.pack(COUNTS, len(model.centers), len(model.layers), len(model.labels)))
    for values in (model.centers, model.multipliers, model.shifts):
        parts.append(bytes(memoryview(values)))
    for layer in model.layers:
        number = ACTIVATIONS.index(layer.activation)
        parts.append(struct.pack(LAYER_HEAD, *layer[:2], number, *layer[3:5]))
        parts.append(bytes(memoryview(layer.weights)))
        parts.append(bytes(memoryview(layer.biases)))
    for label in model.labels:
        text = label.encode()
        parts.append(bytes((len(text),)) + text)
    for values in (model.thresholds, model.limits, model.prototypes):
        parts.append(bytes(memoryview(values)))
    golden = model.golden or Golden(0, b"", b"", b"")
    parts.append(struct.pack("<H", golden.count))
    for values in golden[1:]:
        parts.append(bytes(memoryview(values)))
    body = b"".join(parts)
    data = body + struct.pack("<I", binascii.crc32(body))
    load(data)
    return data


def _numbers(model):
    """Return the header of a Model as a dict of the numbers that the file holds."""
    raw = {name: getattr(model, name) for name, _, _, _ in HEADER}
    names = AXES[model.sensor]
    raw["sensor"] = SENSORS.index(model.sensor)
    raw["axes"] = sum(1 << names.index(axis) for axis in model.axes)
    raw["trigger"] = TRIGGERS.index(model.trigger)
    raw["feature_set"] = features.NAMES.index(model.feature_set)
    return raw


def load(data):
    """Return the Model in data (bytes); ModelError names the check that failed."""
    _need(len(data) <= MAX_BYTES, "the file is too long")
    _need(len(data) >= len(MAGIC) + 4 and data[:3] == MAGIC[:3], "the file is no model")
    _need(data[3] == MAGIC[3], "the file's format version is not known here")
    end = len(data) - 4
    _need(struct.unpack_from("<I", data, end)[0] == binascii.crc32(data[:end]), "checksum")
    reader = _Reader(data, len(MAGIC), end)
    raw = {}
    for name, code, least, greatest in HEADER:
        raw[name] = reader.number("<" + code)
        _need(least <= raw[name] <= greatest, name)
    dataset = reader.take(32)
    size, layer_count, label_count = reader.numbers(COUNTS)
    _name(raw)
    _need(size == _feature_count(raw), "number of features")
    _need(1 <= layer_count <= MAX_LAYERS, "number of layers")
    _need(1 <= label_count <= MAX_LABELS, "number of labels")
    normalization = _normalization(reader, size)
    layers = []
    inputs = size
    for _ in range(layer_count):
        layers.append(_layer(reader, inputs))
        inputs = layers[-1].outputs
        last = len(layers) == layer_count
        _need(last or layers[-1].activation != "softmax", "softmax before the last layer")
    _need(inputs == label_count, "outputs of the last layer")
    labels = _labels(reader, label_count)
    for name in ("idle", "unknown"):
        _need(raw[name] == NO_LABEL or raw[name] < label_count, name)
    _need(raw["idle"] == NO_LABEL or raw["idle"] != raw["unknown"], "unknown")
    gates = _gates(reader, raw["unknown"], label_count, size)
    golden = _golden(reader, raw, label_count)
    _need(reader.at == end, "bytes left over")
    values = [raw[name] for name, _, _, _ in HEADER]
    return Model(*values, dataset, *normalization, layers, labels, *gates, golden)


def _name(raw):
    """Turn numbers into names, and check what depends on more than one field."""
    sensor = raw["sensor"] = SENSORS[raw["sensor"]]
    names = AXES[sensor]
    _need(raw["axes"] < 1 << len(names), "axes")
    raw["axes"] = tuple(names[at] for at in range(len(names)) if raw["axes"] >> at & 1)
    raw["trigger"] = TRIGGERS[raw["trigger"]]
    version = features.VERSIONS[raw["feature_set"]]
    _need(raw["feature_version"] == version, "feature version (made by another release)")
    if sensor in CONTINUOUS:
        _need(raw["rate"] in IMU_RATES, "rate")
        _need(raw["accel_range"] in UG_PER_COUNT, "accel_range")
        _need(raw["gyro_range"] in UDPS_PER_COUNT, "gyro_range")
    if raw["trigger"] == "button":
        _need(raw["feature_set"] == features.RAW and raw["take"] > 0, "take")
        _need(sensor != "buttons" or raw["take"] == 1, "take")  # they are asked about as they are
    else:
        _need(raw["feature_set"] != features.RAW and sensor in CONTINUOUS, "feature set")
        window, hop, lag, quiet = _means(raw)
        _need(0 < hop <= window <= features.MAX_SAMPLES, "window")
        _need(0 < lag < quiet and raw["least"] <= raw["window"], "times")
        _need(window + quiet <= 2 * features.MAX_SAMPLES and raw["gate"] > 0, "gate")


def _means(raw):
    """Return window, hop, lag and quiet as numbers of means."""
    return [raw[name] // raw["average"] for name in ("window", "hop", "lag", "quiet")]


def _feature_count(raw):
    number = raw["feature_set"]
    raw["feature_set"] = features.NAMES[number]
    count = features.size(number, raw["axes"], raw["take"])
    _need(count <= MAX_INPUTS, "number of features")
    return count


def _normalization(reader, count):
    centers = reader.array("h", count)
    multipliers = reader.array("B", count)
    shifts = reader.array("B", count)
    _need(max(shifts) <= MAX_SHIFT, "normalization")
    return centers, multipliers, shifts


def _layer(reader, inputs):
    head = reader.numbers(LAYER_HEAD)
    outputs, activation, multiplier, shift = head[1:]
    _need(head[0] == inputs and inputs <= MAX_INPUTS, "inputs of a layer")
    _need(1 <= outputs <= MAX_OUTPUTS, "outputs of a layer")
    _need(activation < len(ACTIVATIONS), "activation of a layer")
    _need(multiplier <= MAX_MULTIPLIER and shift <= MAX_SHIFT, "scale of a layer")
    weights = reader.array("b", inputs * outputs)
    biases = reader.array("i", outputs)
    _need(min(biases) >= -MAX_BIAS and max(biases) <= MAX_BIAS, "bias of a layer")
    return Layer(inputs, outputs, ACTIVATIONS[activation], multiplier, shift, weights, biases)


def _labels(reader, count):
    labels = []
    for _ in range(count):
        text = reader.take(min(reader.number("<B"), MAX_LABEL_BYTES + 1))
        _need(0 < len(text) <= MAX_LABEL_BYTES, "length of a label")
        try:
            label = str(text, "utf-8")
        except (ValueError, UnicodeError):
            raise ModelError("model check failed: a label is not UTF-8") from None
        control = [letter for letter in label if letter < " " or "\x7f" <= letter <= "\x9f"]
        _need(not control, "a control character in a label")  # terminals obey them
        _need(label not in labels, "a label twice")
        labels.append(label)
    return tuple(labels)


def _gates(reader, unknown, label_count, inputs):
    """Return thresholds, limits and prototypes."""
    thresholds = reader.array("B", label_count)
    limits = reader.array("H", label_count)
    gated = sum(limit != NO_LIMIT for limit in limits)
    _need(not gated or unknown != NO_LABEL, "limits without a label for what is unknown")
    prototypes = reader.array("B", gated * inputs)
    _need(not gated or max(prototypes) <= MOST, "prototypes")
    return thresholds, limits, prototypes


def _golden(reader, raw, label_count):
    count = reader.number("<H")
    if not count:
        return None
    longest = raw["take"] or raw["window"] // raw["average"]
    _need(count <= longest and count >= raw["take"], "length of the golden window")
    data = reader.array("h", len(raw["axes"]) * count)
    sums = reader.array("i", label_count)
    return Golden(count, data, sums, reader.take(label_count))


class _Reader:
    """Takes piece after piece; no piece is made before it is known to be there."""

    def __init__(self, data, at, end):
        self._data = data
        self._end = end
        self.at = at

    def take(self, size):
        _need(size <= self._end - self.at, "the file is cut off")
        self.at += size
        return bytes(self._data[self.at - size : self.at])

    def numbers(self, code):
        return struct.unpack(code, self.take(struct.calcsize(code)))

    def number(self, code):
        return self.numbers(code)[0]

    def array(self, code, count):
        return array.array(code, self.take(count * struct.calcsize("<" + code)))


def _need(condition, what):
    if not condition:
        raise ModelError("model check failed: " + what)
