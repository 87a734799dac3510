"""A network of a lesson -> a model file: on the board its inputs are the buttons, or a hand.

Everything the whole numbers of a board need is measured on all combinations of the inputs, and
the answers to all of them are compared before the model is handed out. Knows no lesson, no board.
"""

import array
import itertools
from collections.abc import Sequence

import numpy as np

from gesturekit import features, model_format
from gesturekit.inference import HALF
from gesturekit.model_format import MAX_LAYERS, MAX_OUTPUTS, NO_LABEL, NO_LIMIT, Model, ModelError
from gesturekit.plain_network import LEVEL, MOST
from gesturekit.sample import (
    AXES,
    DEFAULT_ACCEL_RANGE,
    DEFAULT_GYRO_RANGE,
    PROXIMITY_MAX,
    PROXIMITY_SPACING_MS,
    PROXIMITY_TAKE,
)
from tinyspark.errors import UserError
from tinyspark.learning import golden_window, inference_twin, quantize
from tinyspark.learning.quantize import Normalization
from tinyspark.nn.network import Network

COURSE_TAKE = AXES["proximity"] * PROXIMITY_TAKE
TOLERANCE = 0.1  # between the outputs of the float and the integer network, held to 0..1


def make(network: Network, inputs: Sequence[str], labels: Sequence[str]) -> bytes:
    """Return the model file of a float network; its outputs, one for each label, are levels 0..1.

    inputs: some of button1, button2, one (always 1), in this order; or proximity three times, as
    the course's take of counts / 8 / 100. One output stands for its label from one half on; of
    several outputs the greatest is the answer. UserError for a network that no model can hold.
    """
    inputs, labels = tuple(inputs), tuple(labels)
    _check(network, inputs, labels)
    vectors = _combinations(inputs)
    normalization = _normalization(inputs)
    values = normalization.inputs(vectors)
    layers = quantize.layers(network, values, normalization.unit, outputs="linear")
    model = _model(inputs, labels)._replace(
        centers=array.array("h", normalization.centers.tobytes()),
        multipliers=array.array("B", normalization.multipliers.tobytes()),
        shifts=array.array("B", normalization.shifts.tobytes()),
        layers=layers,
    )
    window = vectors[-1].reshape(len(model.axes), model.take).T
    try:
        data = model_format.dump(golden_window.add(model, window))
    except ModelError as error:
        raise UserError(f"No model can hold this network: {error}.\nChange it.") from error
    _compare(network.forward(values), inference_twin.confidences(model, vectors) / LEVEL, vectors)
    return data


def _check(network: Network, inputs: tuple[str, ...], labels: tuple[str, ...]) -> None:
    """Raise UserError where network, inputs and labels do not go together or onto no board."""
    if network.count is not None:
        raise UserError("A board runs one network, these are several.\nChoose one of them.")
    if not network.finite():
        raise UserError(
            "The network's weights are no numbers: its training has diverged.\n"
            "Train it with a smaller step."
        )
    in_order = tuple(axis for axis in AXES["buttons"] if axis in inputs)
    if inputs not in (COURSE_TAKE, in_order):
        raise UserError(
            f"The board has no inputs {' '.join(inputs)}.\n"
            f"It has {' '.join(AXES['buttons'])} (some of them, in this order),"
            f" or {' '.join(COURSE_TAKE)}."
        )
    shape = [network.dense[0].weights.shape[0], network.dense[-1].weights.shape[1]]
    for what, named, there in zip(("inputs", "outputs"), (inputs, labels), shape, strict=True):
        if len(named) != there:
            raise UserError(
                f"The network has {there} {what}, but {len(named)} are named: {' '.join(named)}.\n"
                "Name each of them once."
            )
    widest = max(dense.weights.shape[1] for dense in network.dense)
    if len(network.dense) > MAX_LAYERS or widest > MAX_OUTPUTS:
        raise UserError(
            f"The network has {len(network.dense)} layers of up to {widest} neurons.\n"
            f"A model for the board holds {MAX_LAYERS} layers of up to {MAX_OUTPUTS} neurons."
        )


def _combinations(inputs: tuple[str, ...]) -> np.ndarray:
    """Return all combinations [n, inputs] of the least and greatest counts of the inputs."""
    counts = {"one": (1,), "proximity": (0, PROXIMITY_MAX)}
    return np.array(list(itertools.product(*(counts.get(axis, (0, 1)) for axis in inputs))))


def _normalization(inputs: tuple[str, ...]) -> Normalization:
    if inputs == COURSE_TAKE:
        return quantize.course(len(inputs))
    size = len(inputs)
    most = np.full(size, MOST, np.uint8)
    return Normalization(np.zeros(size, np.int16), most, np.zeros(size, np.uint8), 1 / MOST, 0)


def _model(inputs: tuple[str, ...], labels: tuple[str, ...]) -> Model:
    """Return all of the model but its network."""
    buttons = inputs != COURSE_TAKE
    unused = ("window", "hop", "lag", "quiet", "least", "gate", "peak", "holdoff")
    return Model(
        sensor="buttons" if buttons else "proximity",
        axes=inputs if buttons else AXES["proximity"],
        rate=0 if buttons else 1000 // PROXIMITY_SPACING_MS,
        accel_range=DEFAULT_ACCEL_RANGE,
        gyro_range=DEFAULT_GYRO_RANGE,
        trigger="button",
        take=1 if buttons else PROXIMITY_TAKE,
        average=1,
        **dict.fromkeys(unused, 0),
        repeats=1,
        idle=NO_LABEL,
        unknown=NO_LABEL,
        feature_set=features.NAMES[features.RAW],
        feature_version=features.VERSIONS[features.RAW],
        zero=0,
        seed=0,
        score=0,
        dataset=bytes(32),
        centers=None,
        multipliers=None,
        shifts=None,
        layers=None,
        labels=labels,
        thresholds=array.array("B", [HALF if len(labels) == 1 else 0] * len(labels)),
        limits=array.array("H", [NO_LIMIT] * len(labels)),
        prototypes=array.array("B"),
        golden=None,
    )


def _compare(floats: np.ndarray, integers: np.ndarray, vectors: np.ndarray) -> None:
    """Raise UserError where the outputs [n, labels] are further apart than TOLERANCE."""
    wanted = np.clip(floats, 0, 1)
    worst = np.abs(wanted - integers).max(axis=1).argmax()
    if np.abs(wanted - integers).max() > TOLERANCE:
        raise UserError(
            f"The board's whole numbers are too coarse for this network: for the inputs"
            f" {vectors[worst].tolist()} it would answer {integers[worst].round(2).tolist()}"
            f" instead of {wanted[worst].round(2).tolist()}.\n"
            "Train it again; smaller weights and clearer answers help."
        )
