"""Features: golden vectors, and what a feature set promises."""

import binascii
from array import array

from random_models import Random, motion

from gesturekit import features, kernels
from gesturekit.features import GESTURE, RAW, SHAPE, STATISTICAL, Gesture, Raw
from gesturekit.plain_features import log
from gesturekit.sample import AXES

SIX = AXES["imu"]


def by_axis(samples, width):
    """Axis after axis, from samples that follow each other."""
    return array(
        "h", [samples[at] for axis in range(width) for at in range(axis, len(samples), width)]
    )


def gesture(samples, axes=SIX, number=GESTURE):
    """The feature vector of interleaved samples."""
    count = len(samples) // len(axes)
    extractor = Gesture(axes, kernels, number)
    extractor.compute(by_axis(samples, len(axes)), 0, count, count)
    return array("h", extractor.vector)


def test_sizes():
    assert features.size(RAW, ("proximity",), 3) == 3
    assert features.size(GESTURE, SIX, 0) == 141 == len(Gesture(SIX).vector)
    assert features.size(GESTURE, SIX[:3], 0) == 71
    assert features.size(SHAPE, SIX, 0) == 99 and features.size(STATISTICAL, SIX, 0) == 45
    assert features.groups(SIX) == [(0, 3), (3, 6)]
    assert features.groups(("ax", "gy", "gz")) == [(0, 1), (1, 3)]


def test_raw_takes_axis_after_axis():
    raw = Raw(("a", "b"), 3)
    raw.compute(array("h", [0, 0, 1, 2, 3, 0, 0, 4, 5, 6]), 2, 5, 3)
    assert list(raw.vector) == [1, 2, 3, 4, 5, 6]


def test_a_straight_line():
    out = gesture(array("h", range(0, 320, 10)), ("ax",))
    assert list(out[:16]) == [(20 * step - 150) * 64 // 80 for step in range(16)]
    assert out[17] == log(32)
    mean, deviation, height, depth, jerk, crossed, rate = out[18:]
    assert mean == 155
    assert deviation == log(4 * 80) and height == depth == log(4 * 155)
    assert jerk == log(4 * 310 // 32)
    assert crossed == 16 and rate == 32


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


def test_sets_are_parts_of_one_vector():
    random = Random(5)
    for axes in (SIX, SIX[:3], ("gz",)):
        samples = array("h", [random.between(-9000, 9000) for _ in range(40 * len(axes))])
        whole = gesture(samples, axes)
        for number in (SHAPE, STATISTICAL):
            first, end = features.part(number, axes)
            found = gesture(samples, axes, number)
            assert found == whole[first:end] and len(found) == features.size(number, axes, 0)


def test_the_level_of_the_proximity_sensor_counts_from_its_first_value():
    near = [300, 500, 1000, 900, 200, 0]
    for offset in (0, 23, -400):
        samples = array("h", [value for at in near for value in (at, at + offset)])
        out = gesture(samples, ("gz", "proximity"), STATISTICAL)
        assert out[3] == 2900 // 6 and out[10] == 2900 // 6 - 300
        assert out[4:10] == out[11:]
    for first, mean in ((32767, -32768), (-32768, 32767)):
        samples = array("h", [first] + [-1 - first] * 1023)
        assert gesture(samples, ("proximity",), STATISTICAL)[2] == mean


def test_golden_vectors():
    random = Random(11)
    crc = 0
    for _ in range(40):
        still, moving = random.below(40), 30 + random.below(250)
        samples = motion(random, still, moving, random.between(5, 20000))
        crc = binascii.crc32(bytes(memoryview(gesture(samples))), crc)
    assert crc == GOLDEN, crc


GOLDEN = 4276626285
