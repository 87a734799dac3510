"""A case run on this computer: which look it is about, and every integer of it.

The arithmetic is steps.follow()'s; here are its numbers as arrays, ready to be told and drawn.
"""

from dataclasses import dataclass

import numpy as np

from gesturekit.classifier import Classifier
from gesturekit.model_format import Model
from gesturekit.plain_network import MOST, zero
from gesturekit.sample import AXES
from tinyspark.errors import UserError
from tinyspark.learning import evaluate
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

    def span(self) -> tuple[int, int]:
        """Return first and one past the last mean looked at."""
        begin, end = self.numbers["cut"]
        return begin // self.model.average, end // self.model.average

    def counts(self) -> np.ndarray:
        """Return all that is pushed, int64 [samples, axes of the model]."""
        names = AXES[self.model.sensor]
        rows = np.array(self.case.pushed, dtype=np.int64).reshape(-1, len(names))
        return rows[:, [names.index(axis) for axis in self.model.axes]]

    def means(self) -> np.ndarray:
        """Return the means of all axes so far, int64 [means, axes of the model]."""
        return np.array(self.numbers["means"], dtype=np.int64).reshape(-1, len(self.model.axes))

    def samples(self, mean: int) -> tuple[int, int]:
        """Return first and last sample of a mean, counted from the recording's first."""
        first = mean * self.model.average - self.lead
        return first, first + self.model.average - 1

    def piece(self) -> np.ndarray:
        """Return the means looked at, int64 [means, axes of the model]."""
        return self.means()[slice(*self.span())]

    def zero(self, place: int) -> int:
        """Return the zero point of what goes into layer `place`: what the board holds for 0."""
        if place == 0:
            return int(self.model.zero)
        return int(zero(self.model.layers[place - 1].activation))

    def reach(self, place: int) -> int:
        """Return how far from 0 that which goes into layer `place` can be."""
        return max(self.zero(place), MOST - self.zero(place))

    def inputs(self, place: int) -> np.ndarray:
        """Return what goes into layer `place` (0 is the first), less its zero point, int64."""
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
    news = evaluate.news(classifier, case.pushed)
    return [classifier.duration for _ in news if classifier.best >= 0]


def path(trace: Trace) -> list[int]:
    """Return one neuron of each layer: of the last the best label, before it what adds most."""
    layers = len(trace.model.layers)
    chosen = [trace.best]
    for place in range(layers - 1, 0, -1):
        chosen.insert(0, int(np.argmax(trace.terms(place)[chosen[0]])))
    return chosen
