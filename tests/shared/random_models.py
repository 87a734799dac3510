"""Models with random weights and made-up motion, the same on every interpreter."""

from array import array

from gesturekit import features
from gesturekit.model_format import HEADER, NO_LABEL, NO_LIMIT, Layer, Model
from gesturekit.sample import AXES


class Random:
    """A small generator of repeatable numbers (the modules named random differ)."""

    def __init__(self, seed):
        self._state = seed

    def below(self, limit):
        self._state = (self._state * 1103515245 + 12345) & 0x7FFFFFFF
        return (self._state >> 8) % limit

    def between(self, least, greatest):
        return least + self.below(greatest - least + 1)

    def choice(self, items):
        return items[self.below(len(items))]


def layer(inputs, outputs, activation, random):
    weights = array("b", [random.between(-127, 127) for _ in range(inputs * outputs)])
    biases = array("i", [random.between(-5000, 5000) for _ in range(outputs)])
    return Layer(inputs, outputs, activation, 40, 13, weights, biases)


def light(heavy):
    """The layer with weights small enough for the fast code."""
    weights = array("b", [weight // 4 for weight in heavy.weights])
    return Layer(*(tuple(heavy)[:5] + (weights, heavy.biases)))


def imu(seed=1, axes=AXES["imu"], hidden=6, **changes):
    """A model for the IMU with three labels; changes replace fields."""
    random = Random(seed)
    number = features.NAMES.index(changes.get("feature_set", "gesture"))
    size = features.size(number, axes, 0)
    values = dict(
        _COMMON,
        sensor="imu",
        axes=axes,
        rate=104,
        accel_range=8,
        gyro_range=2000,
        trigger="stream",
        take=0,
        average=4,
        window=152,
        hop=24,
        lag=8,
        quiet=20,
        least=20,
        gate=1000,
        peak=2000,
        feature_set="gesture",
        feature_version=3,
        zero=32,
        centers=array("h", [random.between(-50, 50) for _ in range(size)]),
        multipliers=array("B", [random.between(1, 255) for _ in range(size)]),
        shifts=array("B", [8] * size),
        layers=[layer(size, hidden, "relu", random), layer(hidden, 3, "softmax", random)],
        labels=("circle", "wave", "grün"),
    )
    return model(values, changes)


def proximity(seed=1, **changes):
    """A model for a proximity take of three samples, with two labels and the course's layers."""
    random = Random(seed)
    values = dict(
        _COMMON,
        sensor="proximity",
        axes=AXES["proximity"],
        rate=4,
        accel_range=8,
        gyro_range=2000,
        trigger="button",
        take=3,
        average=1,
        window=0,
        hop=0,
        lag=0,
        quiet=0,
        least=0,
        gate=0,
        peak=0,
        feature_set="raw",
        zero=0,
        centers=array("h", [0] * 3),
        multipliers=array("B", [1] * 3),
        shifts=array("B", [4] * 3),
        layers=[layer(3, 2, "linear", random), layer(2, 2, "softmax", random)],
        labels=("closer", "away"),
    )
    return model(values, changes)


def buttons(activations=("relu", "linear"), seed=1, outputs=1, **changes):
    """A model for the buttons with a layer for each activation: 3-4-...-outputs."""
    random = Random(seed)
    sizes = [3] + [4] * (len(activations) - 1) + [outputs]
    layers = [
        layer(sizes[at], sizes[at + 1], activation, random)
        for at, activation in enumerate(activations)
    ]
    values = {
        "sensor": "buttons",
        "axes": AXES["buttons"],
        "rate": 0,
        "take": 1,
        "multipliers": array("B", [63] * 3),
        "shifts": array("B", [0] * 3),
        "layers": layers,
        "labels": tuple("on %d" % output for output in range(outputs)),
    }
    values.update(changes)
    return proximity(**values)


def model(values, changes):
    """Return the Model; threshold, if among the changes, is that of all labels."""
    values.update(changes)
    labels = len(values["labels"])
    threshold = values.pop("threshold", 100)
    values.setdefault("thresholds", array("B", [threshold] * labels))
    values.setdefault("limits", array("H", [NO_LIMIT] * labels))
    return Model(**values)


def gated(plain, limit, unknown=0, seed=5):
    """The model with a gate for every label but the one that stands for what is unknown."""
    random = Random(seed)
    labels = len(plain.labels)
    limits = array("H", [limit] * labels)
    limits[unknown] = NO_LIMIT
    size = (labels - 1) * len(plain.centers)
    prototypes = array("B", [random.below(64) for _ in range(size)])
    return replaced(plain, unknown=unknown, limits=limits, prototypes=prototypes)


def replaced(plain, **changes):
    """The model with other values of some fields (MicroPython's tuples have no _replace)."""
    return Model(*[changes.get(name, getattr(plain, name)) for name in FIELDS])


FIELDS = tuple(name for name, _, _, _ in HEADER) + (
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
)
_COMMON = {
    "repeats": 2,
    "holdoff": 30,
    "idle": NO_LABEL,
    "unknown": NO_LABEL,
    "prototypes": array("B"),
    "feature_version": 1,
    "seed": 7,
    "score": 9912,
    "dataset": bytes(range(32)),
    "golden": None,
}


def counts(random, number, spread):
    """Values around 0, or, for the greatest spread, only the two extremes."""
    if spread == 32767:
        return array("h", [32767 if random.below(2) else -32768 for _ in range(number)])
    return array("h", [random.between(-spread, spread) for _ in range(number)])


def motion(random, still, moving, size=6000):
    """Six-axis counts: `still` samples of sensor noise, then `moving` samples of large ones."""
    samples = array("h")
    level = [random.between(-4000, 4000) for _ in range(6)]
    for at in range(still + moving):
        for axis in range(6):
            spread = 3 if at < still else size
            samples.append(level[axis] + random.between(-spread, spread))
    return samples
