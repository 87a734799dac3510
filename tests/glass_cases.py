"""Cases for tests of the glass box: random models of every kind, with takes they look at."""

import numpy as np

from gesturekit import model_format
from shared.random_models import Random, buttons, gated, imu, layer, light, motion, proximity
from tinyspark.learning.glass_box.case import Case, of_counts


def moving(seed: int = 1, **changes: object) -> Case:
    """A take of the motion sensor with one movement in it, and a model with two layers."""
    samples = motion(Random(seed), 20, 90)
    data = model_format.dump(imu(seed, **changes))
    return Case(data, np.array(samples).reshape(-1, 6), 104, "a made-up take", "wave")


def deep() -> Case:
    """The same with three layers, whose weights are small enough for a board's fast kernel."""
    random = Random(5)
    sizes = (141, 5, 4, 3)
    kinds = ("relu", "tanh", "softmax")
    layers = [light(layer(sizes[at], sizes[at + 1], kinds[at], random)) for at in range(3)]
    return moving(5, layers=layers)


def hand() -> Case:
    """A proximity take of the course's length."""
    return of_counts(model_format.dump(proximity(2)), [152, 451, 1023])


def pressed() -> Case:
    """Button 1 down, for a network with a single output."""
    return of_counts(model_format.dump(buttons(("sigmoid", "linear"))), [1, 0, 1])


def part(feature_set: str, **changes: object) -> Case:
    """The same as moving(), with a part of the features."""
    return moving(feature_set=feature_set, feature_version=1, **changes)


def far() -> Case:
    """A take that is too far from every gesture."""
    samples = np.array(motion(Random(1), 20, 90)).reshape(-1, 6)
    data = model_format.dump(gated(imu(threshold=0), 10, unknown=2))
    return Case(data, samples, 104, "a made-up take", "wave")


CASES = {"imu": moving, "deep": deep, "proximity": hand, "buttons": pressed}
PARTS = {"shape": lambda: part("shape"), "statistics": lambda: part("statistics"), "far": far}
