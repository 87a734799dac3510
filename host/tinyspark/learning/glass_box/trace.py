"""A case run on this computer: which look it is about, and every integer of it.

The arithmetic is steps.follow()'s; here are its numbers as arrays, ready to be told and drawn.
"""

import array
from dataclasses import dataclass

import numpy as np

from gesturekit.classifier import Classifier
from gesturekit.model_format import Model
from gesturekit.sample import AXES
from tinyspark.errors import UserError
from tinyspark.learning.glass_box import names, steps
from tinyspark.learning.glass_box.case import Case
from tinyspark.learning.glass_box.names import Feature

Numbers = dict[str, list[int]]


@dataclass(frozen=True)
class Trace:
    """One look of a model at a case; numbers are those of steps.follow().

    look: which one it is; looks: how many the model took at the whole recording.
    """

    case: Case
    model: Model
    look: int
    looks: int
    numbers: Numbers

    @property
    def features(self) -> list[Feature]:
        return names.of(self.model)

    @property
    def lead(self) -> int:
        """Samples of stillness before the recording, which the numbers in `cut` count."""
        return int(self.model.lag)

    @property
    def best(self) -> int:
        """The number of the label with the greatest confidence."""
        return self.numbers["decision"][0]

    def cut(self) -> tuple[int, int]:
        """Return first and one past the last sample looked at, counted from the recording's."""
        begin, end = self.numbers["cut"]
        return begin - self.lead, end - self.lead

    def piece(self) -> np.ndarray:
        """Return the counts looked at, int64 [samples, axes of the model]."""
        begin, end = self.numbers["cut"]
        width = len(AXES[self.model.sensor])
        columns = [AXES[self.model.sensor].index(axis) for axis in self.model.axes]
        rows = np.array(self.case.pushed, dtype=np.int64).reshape(-1, width)
        return rows[begin:end, columns]

    def inputs(self, place: int) -> np.ndarray:
        """Return what goes into layer `place` (0 is the first), int64 [inputs]."""
        return np.array(self.numbers[f"outputs {place - 1}" if place else "inputs"])

    def sums(self, place: int) -> np.ndarray:
        """Return the sums of layer `place`, int64 [neurons]."""
        return np.array(self.numbers[f"sums {place}"])

    def totals(self, place: int) -> np.ndarray:
        """Return the sums after the bias, the first input, ...: int64 [neurons, 1 + inputs]."""
        layer = self.model.layers[place]
        after = np.array(self.numbers[f"totals {place}"]).reshape(layer.inputs, layer.outputs)
        return np.concatenate([[layer.biases], after]).T.astype(np.int64)

    def terms(self, place: int) -> np.ndarray:
        """Return what each input adds to each neuron, int64 [neurons, inputs]."""
        return np.diff(self.totals(place), axis=1)

    def weights(self, place: int) -> np.ndarray:
        """Return the weights of layer `place`, int64 [neurons, inputs]."""
        layer = self.model.layers[place]
        return np.array(layer.weights, dtype=np.int64).reshape(layer.outputs, layer.inputs)

    @property
    def multiply_adds(self) -> int:
        return sum(layer.inputs * layer.outputs for layer in self.model.layers)


def run(case: Case) -> Trace:
    """Follow the longest movement of a case; UserError when there is none to look at."""
    lengths = looks(case)
    if not lengths:
        raise UserError(
            f"The model never looks at {case.name}: it holds no movement as long and strong as"
            " those it was trained on.\nChoose another recording."
        )
    look = int(np.argmax(lengths))
    numbers = steps.follow(case.model, case.pushed, look)
    return Trace(case, case.model, look, len(lengths), numbers)


def looks(case: Case) -> list[int]:
    """Return the length in samples of every look that the model takes at the recording."""
    if case.model.trigger == "button":
        return [case.model.take]
    classifier = Classifier(case.model)
    pushed: array.array = case.pushed
    found = []
    for at in range(0, len(pushed), len(AXES[case.model.sensor])):
        if classifier.push(pushed, at) and classifier.best >= 0:
            found.append(classifier.duration)
    return found


def path(trace: Trace) -> list[int]:
    """Return one neuron of each layer: of the last the best label, before it what adds most."""
    layers = len(trace.model.layers)
    chosen = [trace.best]
    for place in range(layers - 1, 0, -1):
        chosen.insert(0, int(np.argmax(trace.terms(place)[chosen[0]])))
    return chosen
