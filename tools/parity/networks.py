"""Models with networks of every activation, depth and strength of weights, drawn at random."""

import array
from collections.abc import Iterator

import numpy as np
from random_models import buttons, imu, proximity  # type: ignore[import-not-found]

from gesturekit import features
from gesturekit.model_format import ACTIVATIONS, MAX_MULTIPLIER, NO_LABEL, NO_LIMIT, Layer, Model
from gesturekit.plain_network import MOST, ZERO
from gesturekit.sample import AXES
from tinyspark.learning.quantize import ratio

SIX = AXES["imu"]
AXES_SETS = (SIX, SIX, SIX[:3], SIX[:3], SIX[3:], ("ax",), ("ay", "gz"))
SETS = (features.GESTURE, features.GESTURE, features.SHAPE, features.STATISTICAL)
HIDDEN = ACTIVATIONS[:-1]  # softmax comes last
STRENGTHS = (60, 25, 3)  # of weights
HEAVY = 127  # where a sum might overflow, the fast code declines: of some models, to see that too
HEAVY_ONES = 12  # one model in so many
WANTED = {"softmax": 40, "sigmoid": 150, "tanh": 80}  # deviation of a scaled sum
INPUT = 18  # deviation of an input of 6 bits
USUAL = 0.4  # of their range, what inputs are from random prototypes
FREE = 0.2  # share of labels without a gate, in models that have some
DEEPEST, WIDEST, MOST_LABELS = 4, 40, 9


def motion(generator: np.random.Generator, count: int) -> Iterator[Model]:
    """Yield models for the IMU; the last activation of each is another than of the one before."""
    for number in range(count):
        axes = AXES_SETS[number % len(AXES_SETS)]
        kind = SETS[number % len(SETS)]
        size = features.size(kind, axes, 0)
        names = [*generator.choice(HIDDEN, generator.integers(0, DEEPEST))]
        names += [ACTIVATIONS[number % len(ACTIVATIONS)]]
        layers = _layers(generator, size, names, _strengths(number))
        yield imu(
            seed=number + 1,
            axes=axes,
            feature_set=features.NAMES[kind],
            feature_version=features.VERSIONS[kind],
            layers=layers,
            shifts=array.array("B", [int(generator.integers(4, 12))] * size),
            zero=int(generator.choice((0, 1, ZERO))),
            **_decision(generator, layers[-1].outputs, size),
        )


def takes(generator: np.random.Generator, count: int) -> Iterator[Model]:
    """Yield models for takes of the proximity sensor and of the buttons."""
    for number in range(count):
        make, size = ((proximity, 3), (buttons, 3))[number % 2]
        names = [*generator.choice(HIDDEN, generator.integers(0, DEEPEST))]
        names += [ACTIVATIONS[number // 2 % len(ACTIVATIONS)]]
        layers = _layers(generator, size, names, _strengths(number))
        decision = _decision(generator, layers[-1].outputs, size)
        yield make(seed=number + 1, **{**decision, "layers": layers, "idle": NO_LABEL})


def _decision(generator: np.random.Generator, labels: int, inputs: int) -> dict[str, object]:
    return {
        "labels": tuple(f"label {number}" for number in range(labels)),
        "thresholds": array.array("B", generator.integers(0, 256, labels).astype("u1").tobytes()),
        "idle": int(generator.choice((0, NO_LABEL))),
        **_gates(generator, labels, inputs),
    }


def _gates(generator: np.random.Generator, labels: int, inputs: int) -> dict[str, object]:
    """Return what is unknown: in one model of three nothing, else the last label, with gates."""
    if labels < 2 or generator.integers(0, 3) == 0:
        return {}
    usual = USUAL * inputs * MOST
    limits = generator.normal(usual, usual / 5, labels).astype(np.uint16)
    limits[generator.random(labels) < FREE] = NO_LIMIT
    prototypes = generator.integers(0, MOST + 1, (int((limits != NO_LIMIT).sum()), inputs))
    return {
        "unknown": labels - 1,
        "limits": array.array("H", limits.tobytes()),
        "prototypes": array.array("B", prototypes.astype(np.uint8).tobytes()),
    }


def _strengths(number: int) -> tuple[int, ...]:
    return (HEAVY,) if number % HEAVY_ONES == HEAVY_ONES - 1 else STRENGTHS


def _layers(
    generator: np.random.Generator, inputs: int, names: list[str], strengths: tuple[int, ...]
) -> list[Layer]:
    made = []
    for number, name in enumerate(names):
        last = number == len(names) - 1
        outputs = int(generator.integers(1, MOST_LABELS if last else WIDEST))
        strength = int(generator.choice(strengths))
        weights = generator.integers(-strength, strength + 1, (outputs, inputs))
        made.append(_layer(generator, weights.astype(np.int8), str(name), strength))
        inputs = outputs
    return made


def _layer(generator: np.random.Generator, weights: np.ndarray, name: str, strength: int) -> Layer:
    """Return a layer whose activations are neither all the same nor all held at their limits."""
    outputs, inputs = weights.shape
    deviation = INPUT * strength * float(np.sqrt(inputs / 3))  # of a sum
    biases = generator.normal(0, deviation, (outputs,)).astype(np.int32)
    multiplier, shift = ratio(WANTED.get(name, INPUT) / deviation, MAX_MULTIPLIER)
    return Layer(
        inputs,
        outputs,
        name,
        multiplier,
        shift,
        array.array("b", weights.tobytes()),
        array.array("i", biases.tobytes()),
    )
