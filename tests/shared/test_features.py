"""Features: golden vectors, and what a feature set promises."""

import binascii
from array import array

from random_models import Random, motion

from gesturekit import features
from gesturekit.features import GESTURE, RAW, Gesture, Raw
from gesturekit.plain_features import log
from gesturekit.sample import AXES

SIX = AXES["imu"]


def by_axis(samples, width):
    """Axis after axis, from samples that follow each other."""
    return array(
        "h", [samples[at] for axis in range(width) for at in range(axis, len(samples), width)]
    )


def gesture(samples, axes=SIX):
    """The feature vector of interleaved samples."""
    count = len(samples) // len(axes)
    extractor = Gesture(axes)
    out = array("h", [0] * extractor.size)
    extractor.compute(by_axis(samples, len(axes)), 0, count, count, out)
    return out


def test_sizes():
    assert features.size(RAW, ("proximity",), 3) == 3
    assert features.size(GESTURE, SIX, 0) == 141 == Gesture(SIX).size
    assert features.size(GESTURE, SIX[:3], 0) == 71
    assert features.groups(SIX) == [(0, 3), (3, 6)]
    assert features.groups(("ax", "gy", "gz")) == [(0, 1), (1, 3)]


def test_raw_takes_axis_after_axis():
    raw = Raw(("a", "b"), 3)
    out = array("h", [0] * 6)
    raw.compute(array("h", [0, 0, 1, 2, 3, 0, 0, 4, 5, 6]), 2, 5, 3, out)
    assert list(out) == [1, 2, 3, 4, 5, 6]


def test_a_straight_line():
    out = gesture(array("h", range(0, 320, 10)), ("ax",))
    assert list(out[:16]) == [(20 * step - 150) * 64 // 80 for step in range(16)]
    mean, deviation, height, depth, jerk, crossed, rate = out[16:23]
    assert mean == 155
    assert deviation == log(4 * 80) and height == depth == log(4 * 155)
    assert jerk == log(4 * 310 // 32)
    assert crossed == 16 and rate == 32
    assert out[24] == log(32)


def test_shape_does_not_depend_on_strength_or_offset():
    wave = [0, 300, 700, 900, 700, 300, 0, -300, -700, -900, -700, -300] * 8
    weak = gesture(array("h", [value + 500 for value in wave]), ("ax",))
    strong = gesture(array("h", [value * 16 - 3000 for value in wave]), ("ax",))
    for one, other in zip(weak[:16], strong[:16]):
        assert abs(one - other) <= 2


def test_shapes_at_their_limits():
    """A peak is 8 times its scale; one of 32 counts has a scale of 3, and 4 is the least."""
    for peak, held in ((256, 511), (-256, -511), (32, 30 * 64 // 4)):
        assert gesture(array("h", [0] * 5 + [peak] + [0] * 10), ("ax",))[5] == held


def test_log_is_monotone_and_exact_at_powers_of_two():
    assert [log((1 << power) - 1) for power in range(20)] == list(range(0, 320, 16))
    values = [log(value) for value in range(5000)]
    assert values == sorted(values)


def test_any_length_gives_a_vector():
    random = Random(3)
    for count in (1, 2, 15, 16, 17, 100, 313, features.MAX_SAMPLES):
        gesture(motion(random, 0, count))


def test_extremes_fit():
    for pattern in ([-32768], [32767], [-32768, 32767], [32767] * 100 + [-32768]):
        samples = array("h", [value for value in (pattern * 1024)[:1024] for _ in range(6)])
        assert len(gesture(samples)) == 141


def test_golden_vectors():
    random = Random(11)
    crc = 0
    for _ in range(40):
        still, moving = random.below(40), 30 + random.below(250)
        samples = motion(random, still, moving, random.between(5, 20000))
        crc = binascii.crc32(bytes(memoryview(gesture(samples))), crc)
    assert crc == GOLDEN, crc


GOLDEN = 3818304431
