"""The kernels of this interpreter give the numbers of the readable ones; under MicroPython those
are viper's. At random, and at the extremes that a valid model and any sensor can reach."""

import sys
from array import array

from random_models import Random, imu

from gesturekit import kernels, plain
from gesturekit.model_format import MAX_BIAS, MAX_LABELS, MAX_MULTIPLIER, MAX_SHIFT
from gesturekit.plain import EXPONENTIALS, MOST, ZERO
from gesturekit.stream import Stream

SPREADS = (0, 1, 50, 10000, 32767)


def counts(random, number, spread):
    """Values around a level, or, for the greatest spread, only the two extremes."""
    if spread == 32767:
        return array("h", [32767 if random.below(2) else -32768 for _ in range(number)])
    return array("h", [random.between(-spread, spread) for _ in range(number)])


def test_this_interpreter_has_its_fast_kernels():
    fast = sys.implementation.name == "micropython"
    assert (kernels.dense is not plain.dense) == fast
    assert (kernels.advance is not plain.advance) == fast


def test_streams():
    random = Random(1)
    for round in range(40):
        average = random.between(1, 6)
        lag = average * random.between(1, 3)
        hop = average * random.between(1, 5)
        model = imu(
            average=average,
            lag=lag,
            quiet=lag + average * random.between(1, 4),
            hop=hop,
            window=max(hop, average * random.between(3, 20)),
            gate=random.between(1, 60000),
        )
        columns = ((0, 1, 2, 3, 4, 5), (0, 1, 2), (5,), (1, 4))[round % 4]
        fast, plainly = Stream(model, columns), Stream(model, columns)
        samples = counts(random, 6 * 60, SPREADS[round % 5])
        for turn in range(8):
            at = 0
            while at < 60:
                some = min(random.between(1, 12), 60 - at)
                expected = plain.advance(samples, 6 * at, some, *arguments(plainly))
                assert kernels.advance(samples, 6 * at, some, *arguments(fast)) == expected
                assert fast.state == plainly.state and fast.data == plainly.data
                at += expected
            if turn == 5:
                fast.reset()
                plainly.reset()


def arguments(made):
    return made._sums, made._columns, made._memory


def test_features():
    random = Random(2)
    for round in range(120):
        count = (1, 2, 3, 15, 16, 17, 35, 156, 1024)[round % 9]
        data = counts(random, count + 5, SPREADS[round % 5])
        out = [array("h", bytes(80)) for _ in range(2)]
        for made, into in zip((plain, kernels), out):
            made.describe(data, 5, count, into, 3, 30)
        assert out[0] == out[1]
        assert plain.rescale(out[0], 3, 19) == kernels.rescale(out[1], 3, 19)
        assert out[0] == out[1]


def test_logarithms():
    for power in range(26):
        for value in ((1 << power) - 1, (1 << power), (1 << power) + 1, (1 << power) * 3 // 2):
            if value <= 1 << 25:
                assert plain.log(value) == kernels.log(value)


def test_normalization():
    random = Random(3)
    for zero in (0, ZERO):
        features = counts(random, 60, 32767)[:30] + counts(random, 30, 10000)
        scales = array("i")
        for _ in range(60):
            shift = random.between(0, MAX_SHIFT)
            center = (0, 65535, random.between(0, 65535))[random.below(3)]
            for value in (center, random.between(0, 255), 1 << shift >> 1, shift):
                scales.append(value)
        out = [bytearray(60) for _ in range(2)]
        for made, into in zip((plain, kernels), out):
            made.normalize(features, scales, zero, into)
        assert out[0] == out[1] and max(out[0]) <= MOST


def test_layers():
    random = Random(4)
    packed = 0
    for round in range(60):
        inputs, outputs = random.between(1, 150), random.between(1, 40)
        spread = (127, 20, 1)[round % 3]
        weights = array("b", [random.between(-spread, spread) for _ in range(inputs * outputs)])
        if round % 7 == 0:
            weights = array("b", [127] * (inputs * outputs))
        biases = array("i", [random.between(-MAX_BIAS, MAX_BIAS) for _ in range(outputs)])
        values = bytearray([random.between(0, MOST) for _ in range(inputs)] + [99] * 8)
        if round % 5 == 0:
            values[:inputs] = bytes([MOST] * inputs)
        for zero in (0, ZERO):
            expected = array("i", bytes(4 * outputs))
            plain.dense(values, plain.pack(weights, inputs, biases, zero), expected)
            ready = kernels.pack(weights, inputs, biases, zero)
            if ready is None:
                assert max(weights) > 60
                continue
            packed += 1
            sums = array("i", bytes(8 * ((outputs + 1) // 2)))
            kernels.dense(values, ready, sums)
            assert list(sums)[:outputs] == list(expected)
            after(random, expected, zero)
    assert packed > 60


def after(random, sums, zero):
    """Activation, greatest and softmax of sums."""
    multiplier, shift = random.between(1, MAX_MULTIPLIER), random.between(0, MAX_SHIFT)
    out = [bytearray(len(sums)) for _ in range(2)]
    for made, into in zip((plain, kernels), out):
        made.activate(sums, multiplier, shift, zero, into)
    assert out[0] == out[1] and max(out[0]) <= MOST
    best = plain.greatest(sums, len(sums))
    assert best == kernels.greatest(sums, len(sums))
    labels = min(len(sums), MAX_LABELS)
    best = plain.greatest(sums, labels)
    out = [bytearray(labels) for _ in range(2)]
    for made, into in zip((plain, kernels), out):
        made.softmax(sums, best, multiplier, shift, into)
    assert out[0] == out[1] and out[0][best] == max(out[0])


def test_weights_that_might_overflow_are_not_packed_into_pairs():
    heavy = array("b", [127] * 8)
    assert (kernels.pack(heavy, 8, array("i", [0]), 0) is None) == (kernels.pack != plain.pack)
    light = array("b", [65] * 8)
    assert kernels.pack(light, 8, array("i", [0]), 0) is not None


def test_the_exponentials_are_near_the_real_ones():
    assert EXPONENTIALS[0] == 16384
    assert abs(EXPONENTIALS[16] - 6027) <= 2  # exp(-1)
    assert abs(EXPONENTIALS[80] - 110) <= 2  # exp(-5)
