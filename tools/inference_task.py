"""What the peers of measure_inference.py are asked: one network, in every form they understand.

The network is trained on synthetic gestures, so that its weights and its margins are of the usual
kind; all forms come from the same weights.
"""

import array
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from gesturekit import model_format
from gesturekit.model_format import NO_LABEL, NO_LIMIT, Model
from gesturekit.plain_network import ZERO
from gesturekit.sample import AXES, DEFAULT_ACCEL_RANGE, DEFAULT_GYRO_RANGE, DEFAULT_RATE
from tinyspark.learning import quantize
from tinyspark.nn.network import Network, build
from tinyspark.nn.train import Examples, Plan, train
from training_task import gestures

UNIT = 4 / ZERO  # what 1 of an integer input is for the float network
EXAMPLES = 200
MOST_TAKE = 64


@dataclass(frozen=True)
class Case:
    """A trained network, its model file, and integer inputs [examples, inputs], -32..31."""

    network: Network
    model: bytes
    inputs: np.ndarray

    @property
    def name(self) -> str:
        dense = self.network.dense
        return "-".join(
            str(size) for size in [len(self.inputs[0]), *(d.weights.shape[1] for d in dense)]
        )

    @property
    def macs(self) -> int:
        return sum(dense.weights.size for dense in self.network.dense)

    def expected(self) -> np.ndarray:
        """Return the probabilities that the float network gives, [examples, labels]."""
        logits = self.network.forward((self.inputs * UNIT).astype(np.float32)).astype(float)
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)

    def write(self, folder: Path) -> None:
        """Write what the peers read: case.json, model.tsm; for those in C case.txt, floats.txt."""
        layers = [
            (dense.weights.T.tolist(), dense.bias[0].tolist())
            for dense in self.network.dense
            if dense.bias is not None
        ]
        inputs = (self.inputs * UNIT).tolist()
        said = {"layers": layers, "inputs": inputs, "features": self.inputs.tolist()}
        (folder / "case.json").write_text(json.dumps(said))
        (folder / "model.tsm").write_bytes(self.model)
        (folder / "case.txt").write_text(self._integers())
        (folder / "floats.txt").write_text(self._floats())

    def _integers(self) -> str:
        """Return what reference.c reads."""
        layers = model_format.load(self.model).layers
        numbers: list[int] = [len(layers)]
        for layer in layers:
            numbers += [layer.inputs, layer.outputs, layer.multiplier, layer.shift]
            numbers += [*layer.weights, *layer.biases]
        numbers += [len(self.inputs), *self.inputs.flat]
        return " ".join(str(number) for number in numbers)

    def _floats(self) -> str:
        """Return what emlearn_net.c reads."""
        numbers: list[float] = [len(self.network.dense)]
        for dense in self.network.dense:
            numbers += [*dense.weights.shape, *dense.table.flat]
        numbers += [len(self.inputs), *(self.inputs * UNIT).flat]
        return " ".join(f"{number:.9g}" for number in numbers)


def make(sizes: tuple[int, ...]) -> Case:
    """Return a network of these sizes that has learned to tell gestures apart."""
    task = gestures(sizes[0], sizes[-1], 500, EXAMPLES)
    network = build(sizes, "relu", np.random.default_rng(1))
    values = _integers(task.inputs)
    examples = Examples((values * UNIT).astype(np.float32), task.targets)
    train(network, examples, Plan(epochs=30), np.random.default_rng(1))
    layers = quantize.layers(network, examples.inputs, UNIT)
    model = model_format.dump(_model(sizes[0], sizes[-1])._replace(layers=layers))
    return Case(network, model, _integers(task.validation_inputs))


def _integers(inputs: np.ndarray) -> np.ndarray:
    return np.clip(np.round(inputs / UNIT), -ZERO, ZERO - 1).astype(int)


def _model(inputs: int, labels: int) -> Model:
    """Return a model without layers whose features are the inputs: counts of a take."""
    axes = -(-inputs // MOST_TAKE)
    fields: dict[str, Any] = dict.fromkeys(Model._fields, 0)
    fields |= {
        "sensor": "proximity" if axes == 1 else "imu",
        "axes": AXES["proximity" if axes == 1 else "imu"][:axes],
        "rate": DEFAULT_RATE,
        "accel_range": DEFAULT_ACCEL_RANGE,
        "gyro_range": DEFAULT_GYRO_RANGE,
        "trigger": "button",
        "take": inputs // axes,
        "average": 1,
        "repeats": 1,
        "idle": NO_LABEL,
        "unknown": NO_LABEL,
        "feature_set": "raw",
        "feature_version": 1,
        "dataset": bytes(32),
        "centers": array.array("h", bytes(2 * inputs)),
        "multipliers": array.array("B", [1] * inputs),
        "shifts": array.array("B", bytes(inputs)),
        "zero": ZERO,
        "golden": None,
        "labels": tuple(f"gesture {number}" for number in range(labels)),
        "thresholds": array.array("B", bytes(labels)),
        "limits": array.array("H", [NO_LIMIT] * labels),
        "prototypes": array.array("B"),
    }
    return Model(**fields)
