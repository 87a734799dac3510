"""Models with wrong numbers in the right places, at work: what the checks let through is harmless.

Fast and readable code answer the same, and neither writes where it must not: in MicroPython a
slip of the fast code ends the process. Runs on both interpreters.
"""

import binascii
import struct
from array import array

from random_models import Random, gated, imu, motion

from gesturekit import model_format, plain
from gesturekit.classifier import Classifier
from gesturekit.model_format import HEADER, MAGIC, ModelError
from gesturekit.sample import AXES

_HEADER_END = len(MAGIC) + sum([struct.calcsize("<" + code) for _, code, _, _ in HEADER])
SAMPLES = 260
_FEW = {"window": 32, "hop": 8, "lag": 4, "quiet": 8, "least": 4, "average": 1}
BODIES = [
    model_format.dump(model)[:-4]
    for model in (
        imu(axes=("gz",), feature_set="statistics", feature_version=1, hidden=2, **_FEW),
        imu(axes=("ax", "ay", "gy"), feature_set="shape", feature_version=1, hidden=3, **_FEW),
        gated(imu(axes=("ax", "gz"), idle=2, hidden=3, **_FEW), 900),
        imu(sensor="imu+proximity", axes=("gz", "proximity"), hidden=2, **_FEW),
    )
]


class Tweaks:
    """Inputs: a good model with one to three bytes changed, most of them in its header."""

    def __init__(self, seed):
        self.random = Random(seed)

    def input(self):
        random = self.random
        body = bytearray(random.choice(BODIES))
        for _ in range(random.between(1, 3)):
            end = _HEADER_END if random.below(3) else len(body)
            at = random.between(len(MAGIC), end - 1)
            body[at] = random.below(256) if random.below(2) else body[at] ^ 1 << random.below(8)
        return bytes(body)


class Running:
    """A target; `ran` counts the inputs that were models."""

    def __init__(self):
        self.ran = 0
        random = Random(7)
        six = motion(random, 60, SAMPLES - 60)
        self._samples = {6: six, 7: array("h")}
        for at in range(0, len(six), 6):
            self._samples[7].extend(six[at : at + 6])
            self._samples[7].append(random.below(1024))

    def __call__(self, body):
        try:
            model = model_format.load(body + struct.pack("<I", binascii.crc32(body)))
        except ModelError:
            return
        self.ran += 1
        width = len(AXES[model.sensor])
        if width not in self._samples:
            return
        samples = self._samples[width]
        fast, readable = Classifier(model), Classifier(model, plain)
        at = 0
        while at < SAMPLES:
            taken = fast.push(samples, width * at, SAMPLES - at)
            assert taken == readable.push(samples, width * at, SAMPLES - at) and taken > 0
            assert told(fast) == told(readable)
            at += taken


def told(classifier):
    """All that a classifier says."""
    numbers = (classifier.news, classifier.active, classifier.detection, classifier.best)
    times = (classifier.end, classifier.duration, classifier.pushed)
    return numbers, times, bytes(classifier.confidences), list(classifier.sums)
