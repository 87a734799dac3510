"""Under MicroPython: a classifier at work while the heap is locked and any allocation is an error.

words: stream or button, the code (fast or readable), how many hops or takes. Prints hops, news
while moving, results, detections, and how many bytes the heap has more in the end than before.
"""

import gc
import sys
from array import array

import micropython
from random_models import Random, gated, imu, motion, proximity

from gesturekit import kernels, plain
from gesturekit.classifier import Classifier
from gesturekit.inference import Network
from gesturekit.model_format import Layer

CODES = {"fast": kernels, "readable": plain}
AT_ONCE = 26  # samples pushed at once
ROUNDS = 24  # of stillness and motion, which are then pushed again and again


class Hops:
    """A stream of stillness, short and lasting motion, as a board's loop pushes it."""

    def __init__(self, code):
        random = Random(1)
        free = imu(threshold=90, layers=light_layers(random))
        model = gated(free, 3800)
        assert Network(model, code).code is code
        self._classifier = Classifier(model, code)
        self._samples = array("h")
        for number in range(ROUNDS):
            moving = 400 if number % 6 == 5 else 40 + random.below(80)
            self._samples.extend(motion(random, 30 + random.below(40), moving, 2000))
        self.hops = self.detections = self.results = self.moving = 0

    def run(self, hops):
        """Push until so many hops have passed."""
        classifier, samples = self._classifier, self._samples
        hop, end = classifier.model.hop, len(samples) // 6
        begun = classifier.pushed
        at = 0
        while classifier.pushed - begun < hops * hop:
            at += classifier.push(samples, 6 * at, min(AT_ONCE, end - at))
            if at == end:  # as after a gap
                at = 0
                classifier.reset()
            if classifier.news:
                self.moving += classifier.active
                self.results += classifier.best >= 0
                self.detections += classifier.detection >= 0
        self.hops += hops


class Takes:
    """Takes that a button starts."""

    def __init__(self, code):
        self._classifier = Classifier(gated(proximity(threshold=150), 70, unknown=1), code)
        random = Random(1)
        self._takes = [array("h", [random.below(1024) for _ in range(3)]) for _ in range(64)]
        self.hops = self.detections = self.results = self.moving = 0

    def run(self, takes):
        """Ask about so many takes."""
        for number in range(takes):
            self._classifier.classify(self._takes[number & 63])
            self.results += self._classifier.best >= 0
            self.detections += self._classifier.detection >= 0
        self.hops += takes


def light_layers(random):
    """Return the layers of a network of the usual size that the fast code can pack."""
    made = []
    for inputs, outputs, activation in ((141, 32, "relu"), (32, 3, "softmax")):
        weights = array("b", [random.between(-24, 24) for _ in range(inputs * outputs)])
        biases = array("i", [random.between(-5000, 5000) for _ in range(outputs)])
        made.append(Layer(inputs, outputs, activation, 40, 13, weights, biases))
    return made


def main(kind, name, count):
    """Work with the heap locked, and tell what happened."""
    work = {"stream": Hops, "button": Takes}[kind](CODES[name])
    work.run(100)
    gc.collect()
    gc.disable()
    before = gc.mem_alloc()
    micropython.heap_lock()
    work.run(count)
    micropython.heap_unlock()
    after = gc.mem_alloc()
    print(work.hops, work.moving, work.results, work.detections, after - before)


main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
