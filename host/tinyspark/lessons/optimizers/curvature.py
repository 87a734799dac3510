"""BFGS and L-BFGS in the race: they need SciPy, and say so when it is not there."""

import numpy as np

from tinyspark.lessons import staircase
from tinyspark.lessons.optimizers.race import EPOCHS, GOAL, HIDDEN, Result, seeds
from tinyspark.nn.layers import Layer
from tinyspark.nn.loss import SquaredError
from tinyspark.nn.network import Network
from tinyspark.nn.quasi_newton import METHODS, minimize


class Meter(Layer):
    """Changes nothing; counts how often a network looked at the examples until it knew them."""

    def __init__(self) -> None:
        super().__init__()
        self.needed = np.inf
        self._looks = 0

    def compute(self, inputs: np.ndarray) -> np.ndarray:
        self._looks += 1
        if np.isinf(self.needed) and staircase.error(inputs) < GOAL:
            self.needed = self._looks
        return inputs


def run() -> list[Result]:
    """Train from all starts with both methods; raises TrainingError without SciPy."""
    return [_measure(method) for method in METHODS]


def _measure(method: str) -> Result:
    needed, errors = [], []
    for seed in seeds():
        meter = Meter()
        network = Network([*staircase.network(HIDDEN, seed).layers, meter])
        minimize(network, staircase.EXAMPLES, SquaredError(mean=False), method, EPOCHS)
        needed.append(meter.needed)
        errors.append(float(staircase.error(network.forward(staircase.EXAMPLES.inputs))))
    return Result(method, np.array(needed), float(np.median(errors)))
