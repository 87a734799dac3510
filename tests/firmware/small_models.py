"""Small models in the kit's own format: for a proximity take, for the IMU, for the buttons."""

import binascii
import os
from array import array

from gesturekit import features, model_format
from gesturekit.model_format import NO_LABEL, NO_LIMIT, Layer, Model
from main import MODEL, Slots

FOLDER = os.getenv("TMPDIR") or os.getenv("TEMP") or "/tmp"
ROOT = FOLDER + "/" + str(binascii.hexlify(os.urandom(8)), "ascii") + "_"
LABELS = ("closer", "away")
_NONE = {
    "rate": 0,
    "accel_range": 0,
    "gyro_range": 0,
    "take": 0,
    "average": 1,
    "window": 0,
    "hop": 0,
    "lag": 0,
    "quiet": 0,
    "least": 0,
    "gate": 0,
    "peak": 0,
    "repeats": 1,
    "holdoff": 0,
    "idle": NO_LABEL,
    "unknown": NO_LABEL,
    "prototypes": array("B"),
    "feature_version": 1,
    "zero": 0,
    "seed": 0,
    "score": 0,
    "dataset": bytes(32),
    "golden": None,
}
_IMU = {
    "rate": 104,
    "accel_range": 8,
    "gyro_range": 2000,
    "average": 4,
    "window": 152,
    "hop": 24,
    "lag": 4,
    "quiet": 20,
    "least": 10,
    "gate": 500,
    "feature_version": 3,
    "zero": 32,
}


def proximity(**changes):
    """Label 0 when the last reading is above the first one, label 1 when it is below."""
    weights = array("b", (-100, 0, 100, 100, 0, -100))
    layer = Layer(3, 2, "softmax", 63, 12, weights, array("i", (0, 0)))
    return _model(("proximity",), features.RAW, layer, dict(take=3, **changes))


def imu(**changes):
    """Any movement is label 1."""
    return moving(("ax", "ay", "az", "gx", "gy", "gz"), changes)


def swipe(**changes):
    """The same for both sensors together, of which it uses proximity alone."""
    return moving(("proximity",), dict({"sensor": "imu+proximity", "gate": 50}, **changes))


def moving(axes, changes):
    """Any movement of these axes is label 1."""
    inputs = features.size(features.GESTURE, axes, 0)
    weights = array("b", bytes(2 * inputs))
    layer = Layer(inputs, 2, "softmax", 32, 12, weights, array("i", (0, 100000)))
    settings = dict(_IMU)
    settings.update(changes)
    return _model(axes, features.GESTURE, layer, settings)


def buttons(**changes):
    """One output: on when exactly one button is down; hidden: one and not the other, each way."""
    hidden = Layer(
        3, 2, "relu", 1, 7, array("b", (127, -127, 0, -127, 127, 0)), array("i", (0, 0))
    )
    output = Layer(2, 1, "linear", 4, 7, array("b", (127, 127)), array("i", (0,)))
    settings = {
        "sensor": "buttons",
        "take": 1,
        "multipliers": array("B", [63] * 3),
        "shifts": array("B", [0] * 3),
        "layers": [hidden, output],
        "labels": ("light",),
    }
    settings.update(changes)
    return _model(("button1", "button2", "one"), features.RAW, hidden, settings)


def put(model, slot="a"):
    """Write a Model, or any bytes, into a slot; return the Slots that have it."""
    data = model if isinstance(model, bytes) else model_format.dump(model)
    slots = Slots(ROOT)
    with open(slots.place(MODEL, slot), "wb") as file:
        file.write(data)
    return Slots(ROOT)


def remove():
    """Remove whatever lies in the slots, and their record."""
    slots = Slots(ROOT)
    for place in (slots.place(MODEL, "a"), slots.place(MODEL, "b"), ROOT + "active"):
        try:
            os.remove(place)
        except OSError:
            pass


def _model(axes, feature_set, layer, settings):
    values = dict(_NONE)
    values.update(
        sensor="imu" if feature_set == features.GESTURE else "proximity",
        axes=axes,
        trigger="stream" if feature_set == features.GESTURE else "button",
        feature_set=features.NAMES[feature_set],
        labels=LABELS,
        layers=[layer],
        centers=array("h", bytes(2 * layer.inputs)),
        multipliers=array("B", [1] * layer.inputs),
        shifts=array("B", [4] * layer.inputs),
    )
    values.update(settings)
    labels = len(values["labels"])
    threshold = values.pop("threshold", 128)
    values.setdefault("thresholds", array("B", [threshold] * labels))
    values.setdefault("limits", array("H", [NO_LIMIT] * labels))
    return Model(**values)
