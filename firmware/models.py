"""The model of this board: chosen among two slots, checked against the board's own settings.

Knows what the board can do; where the files lie is the loader's (Slots), the format gesturekit's.
A file that cannot be used is a KitError whose text says why.
"""

import hashlib
import os

from gesturekit import model_format
from gesturekit.classifier import Classifier
from gesturekit.errors import KitError
from gesturekit.sample import CONTINUOUS, SENSORS

MODEL = "model"  # what Slots calls it
NO_HASH = bytes(32)


class Loaded:
    """A model at work.

    sensor: its number; hash: SHA-256 of the file.
    """

    def __init__(self, data):
        self.model = model_format.load(data)
        self.sensor = SENSORS.index(self.model.sensor)
        self.classifier = Classifier(self.model)
        self.hash = hashlib.sha256(data).digest()


def choose(slots, imu):
    """Return the Loaded model that is in use; None if there is none of use here.

    When it is of no use and the one in the other slot is, which has not failed itself, that is in
    use from now on; slots.trouble then says so.
    """
    if not slots.model:
        return None
    try:
        return load(slots.place(MODEL, slots.model), imu)
    except KitError as error:
        why = str(error)
    loaded = None
    spare = slots.spare(MODEL)
    if spare:
        try:
            loaded = load(slots.place(MODEL, spare), imu)
        except KitError:
            pass  # why the first is of no use is what counts
    if loaded or slots.trial == MODEL:
        slots.give_up(MODEL, why)
    else:
        slots.tell(why)
    return loaded


def load(place, imu):
    """Return the Loaded model of a file; KitError if it is of no use here."""
    try:
        if os.stat(place)[6] > model_format.MAX_BYTES:
            raise KitError("it is too long for a model")
        with open(place, "rb") as file:
            loaded = Loaded(file.read())
    except (OSError, MemoryError) as error:
        raise KitError("it cannot be loaded: %r" % error) from None
    _check_settings(loaded.model, imu)
    return loaded


def hash_of_other(slots):
    """Return the SHA-256 of the model file that is not in use; zeros if there is none."""
    slot = slots.other(MODEL)
    if not slot:
        return NO_HASH
    total = hashlib.sha256()
    block = bytearray(512)
    try:
        with open(slots.place(MODEL, slot), "rb") as file:
            while True:
                count = file.readinto(block)
                if not count:
                    return total.digest()
                total.update(memoryview(block)[:count])
    except OSError:  # what cannot be read is of no use
        return NO_HASH


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
