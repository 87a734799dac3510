"""What every interpreter does with the cases of prove_parity.py: windows and streams -> results.

Runs on CPython and MicroPython, on gesturekit alone. The files it reads and writes are described
in cases.py; words: windows or streams, the folder of the cases, the file for the results, and
the code (fast or readable). Prints of how many windows or samples that very code ran the network;
the fast one declines networks whose sums might overflow.
"""

import array
import io
import struct
import sys

from gesturekit import features, kernels, model_format, plain
from gesturekit.classifier import Classifier
from gesturekit.decision import Decision
from gesturekit.inference import Network
from gesturekit.model_format import Model

CODES = {"fast": kernels, "readable": plain}
BLOCK = "<HHI"
NEWS = "<IIHBBbb"  # pushed, end, duration, active, confidence, best, detection


class Windows:
    """One model asked about windows."""

    def __init__(self, model: Model, code: object) -> None:
        self.network = Network(model, code)
        self._features = features.of(model, code)
        self._answer = bytearray(2)
        self._axes = len(model.axes)
        self._button = model.trigger == "button"
        self._classifier = sound(Classifier(model, code))
        self._decision = Decision(model)

    def run(
        self, cases: io.BufferedReader, out: io.BufferedWriter, length: int, count: int
    ) -> None:
        """Read `count` windows of `length` values of each axis, write a result for each."""
        window = array.array("h", bytes(2 * self._axes * length))
        network = self.network
        for _ in range(count):
            cases.readinto(window)
            self._features.compute(window, 0, length, length)
            best = network.answer(self._features.vector)
            self._answer[0] = best
            self._answer[1] = self._detected(window, best) & 255
            for part in (self._features.vector, network.sums, network.confidences, self._answer):
                out.write(part)

    def _detected(self, window: array.array, best: int) -> int:
        """Return what is detected in a take, or in a movement that has just ended."""
        if self._button:
            self._classifier.classify(window)
            return self._classifier.detection
        self._decision.reset()
        return self._decision.ended(best, self.network.confidences[best], 0)


class Streams:
    """One model at work on streams, each from the start."""

    def __init__(self, model: Model, code: object) -> None:
        self.network = Network(model, code)
        self._made = model, code

    def run(
        self, cases: io.BufferedReader, out: io.BufferedWriter, length: int, count: int
    ) -> None:
        """Read a stream of `count` samples, push `length` at once, write all news."""
        classifier = sound(Classifier(*self._made))
        samples = array.array("h", bytes(12 * length))
        news = bytearray()
        while count:
            some = min(length, count)
            cases.readinto(memoryview(samples)[: 6 * some])
            count -= some
            at = 0
            while at < some:
                at += classifier.push(samples, 6 * at, some - at)
                if classifier.news:
                    news.extend(_news(classifier))
        out.write(struct.pack("<I", len(news)))
        out.write(news)


def _news(classifier: Classifier) -> bytes:
    head = struct.pack(
        NEWS,
        classifier.pushed,
        classifier.end,
        classifier.duration,
        classifier.active,
        classifier.confidence,
        classifier.best,
        classifier.detection,
    )
    return head + bytes(classifier.confidences)


def sound(classifier: Classifier) -> Classifier:
    """Return the classifier; end the program if its golden window came out wrong."""
    if classifier.warning:
        sys.exit(classifier.warning)
    return classifier


def main(what: str, folder: str, results: str, name: str) -> None:
    """Go through all cases of a file."""
    kind = Windows if what == "windows" else Streams
    code = CODES[name]
    if code is kernels and kernels.advance is plain.advance:
        sys.exit("no fast code on this interpreter")
    made: dict[int, Windows | Streams] = {}
    own = 0
    with open(f"{folder}/{what}", "rb") as cases, open(results, "wb") as out:
        head = cases.read(struct.calcsize(BLOCK))
        while head:
            number, length, count = struct.unpack(BLOCK, head)
            if number not in made:
                with open(f"{folder}/{number}.tsm", "rb") as file:
                    made[number] = kind(model_format.load(file.read()), code)
            made[number].run(cases, out, length, count)
            own += count * (made[number].network.code is code)
            head = cases.read(struct.calcsize(BLOCK))
    print(own)
