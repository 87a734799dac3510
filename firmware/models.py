"""The model file of this board: read, checked against the board's own settings, ready to use.

Knows where the file lies and what the board can do; the format is gesturekit's. A file that
cannot be used is a KitError whose text says why.
"""

import hashlib
import os

from gesturekit import model_format
from gesturekit.classifier import Classifier
from gesturekit.errors import KitError
from gesturekit.sample import CONTINUOUS, SENSORS

PLACE = "/model.tsm"


class Loaded:
    """A model at work.

    sensor: its number; hash: SHA-256 of the file.
    """

    def __init__(self, data):
        self.model = model_format.load(data)
        self.sensor = SENSORS.index(self.model.sensor)
        self.classifier = Classifier(self.model)
        self.hash = hashlib.sha256(data).digest()


def load(place, imu):
    """Return the Loaded model, None if there is no file; KitError if it is of no use here."""
    try:
        size = os.stat(place)[6]
    except OSError:
        return None
    if size > model_format.MAX_BYTES:
        raise KitError("%s is too long for a model: %d bytes" % (place, size))
    try:
        with open(place, "rb") as file:
            loaded = Loaded(file.read())
    except (OSError, MemoryError) as error:
        raise KitError("%s cannot be loaded: %r" % (place, error)) from None
    _check_settings(loaded.model, imu)
    return loaded


def _check_settings(model, imu):
    """A model is only right for samples like those it was trained with."""
    streams = model.sensor in CONTINUOUS
    if model.trigger != ("stream" if streams else "button"):
        raise KitError("no %s model with trigger %s here" % (model.sensor, model.trigger))
    if streams:
        for name in ("rate", "accel_range", "gyro_range"):
            wanted = getattr(model, name)
            if wanted != getattr(imu, name):
                text = "the model needs %s %d, this board has %d"
                raise KitError(text % (name, wanted, getattr(imu, name)))
