"""The stages of the live step, each to be run alone and over and over, to see what it costs.

This file runs here and, sent as a script, on a board: with the gesturekit that lies there. Knows
how a classifier is fed, but no clock and no heap.
"""

from array import array

from gesturekit import features
from gesturekit.classifier import Classifier
from gesturekit.inference import Network
from gesturekit.model_format import Model
from gesturekit.sample import AXES

STEADY = 8  # samples that stay the same, so that no averaging smooths the movement away


class Stages:
    """A classifier in the middle of its work: every hop() is like the one before.

    moving: movement without end, so that every hop asks the network; else stillness.
    hop(): all that one hop takes (of a button model: one take). features(), network(): the
    stages of it that make the vector and the confidences. What is left is the decision:
    averaging, finding where a movement begins and ends, and judging the confidences.
    """

    def __init__(self, model: Model, moving: bool = True) -> None:
        self._classifier = Classifier(model)
        self._network = Network(model)
        self._width = len(AXES[model.sensor])
        self._features = features.of(model)
        self._is_take = model.trigger == "button"
        if self._is_take:
            self._count = self._length = model.take
        else:
            self._count = model.hop // model.average * model.average
            self._length = model.window // model.average
        self._samples = _noise(self._count, self._width, moving)
        if self._is_take:
            self.hop()
        else:
            self._settle(model.window // self._count + 3, moving)
        self._seen = self._classifier.features  # what the network was asked about last
        self._values = self._window(model)

    def hop(self) -> None:
        """Push the samples of one hop, or ask about a take."""
        if self._is_take:
            self._classifier.classify(self._samples)
            return
        at = 0
        while at < self._count:
            at += self._classifier.push(self._samples, self._width * at, self._count - at)

    def features(self) -> None:
        """Compute the feature vector of such a hop, whose movement fills the window."""
        length = self._length
        self._features.compute(self._values, 0, length, length)

    def network(self) -> None:
        """Ask the network about the vector of such a hop."""
        self._network.run(self._seen)

    def nothing(self) -> None:
        """What is measured beside the work itself."""

    def _window(self, model: Model) -> array:
        """Return what the window holds after many hops: means, axis after axis."""
        names = AXES[model.sensor]
        values = array("h", [])
        for axis in model.axes:
            for at in range(self._length):
                total = 0
                for sample in range(at * model.average, (at + 1) * model.average):
                    place = sample % self._count * self._width + names.index(axis)
                    total += self._samples[place]
                values.append(total // model.average)
        return values

    def _settle(self, hops: int, moving: bool) -> None:
        """Push until the window is full and every hop is alike."""
        asked = False
        for _ in range(hops):
            at = 0
            while at < self._count:
                at += self._classifier.push(self._samples, self._width * at, self._count - at)
                asked |= self._classifier.best >= 0
        if moving and not asked:
            raise ValueError("the model never looks at movement")


def _noise(count: int, width: int, moving: bool) -> array:
    """Return `count` samples of `width` values: repeatable noise of the whole range, or zeros."""
    values = array("h", bytes(2 * count * width))
    state = 1
    for at in range(count * width if moving else 0):
        if at % (STEADY * width) < width:
            state = (state * 16807) % 65521  # stays within the 31 bits of a board
            values[at] = state - 32768
        else:
            values[at] = values[at - width]
    return values
