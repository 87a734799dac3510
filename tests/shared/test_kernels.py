"""The kernels of this interpreter give the numbers of the readable ones; under MicroPython those
are viper's. At random, and at the extremes that a valid model and any sensor can reach."""

import sys
from array import array

from random_models import Random, counts, imu, proximity
from runs import plain_scales, ran

from gesturekit import inference, kernels, plain
from gesturekit.model_format import (
    ACTIVATIONS,
    MAX_BIAS,
    MAX_INPUTS,
    MAX_LABELS,
    MAX_MULTIPLIER,
    MAX_SHIFT,
    NO_LIMIT,
    Layer,
)
from gesturekit.plain_features import STATISTICS, STEPS, log
from gesturekit.plain_network import EXPONENTIALS, MOST, ZERO, padded
from gesturekit.stream import Stream

SPREADS = (0, 1, 50, 10000, 32767)


def test_this_interpreter_has_its_fast_kernels():
    fast = sys.implementation.name == "micropython"
    assert (kernels.run is not plain.run) == fast
    assert (kernels.advance is not plain.advance) == fast


def test_streams():
    random = Random(1)
    for round in range(40):
        average = random.between(1, 6)
        lag = average * random.between(1, 3)
        hop = average * random.between(1, 5)
        width, sensor = ((6, "imu"), (7, "imu+proximity"))[round % 3 == 0]
        model = imu(
            sensor=sensor,
            average=average,
            lag=lag,
            quiet=lag + average * random.between(1, 4),
            hop=hop,
            window=max(hop, average * random.between(3, 20)),
            gate=random.between(1, 60000),
        )
        columns = ((0, 1, 2, 3, 4, 5), (0, 1, 2), (5,), (1, 4))[round % 4]
        if width == 7:
            columns += (6,)
        fast, plainly = Stream(model, columns), Stream(model, columns)
        samples = counts(random, width * 60, SPREADS[round % 5])
        for turn in range(8):
            at = 0
            while at < 60:
                some = min(random.between(1, 12), 60 - at)
                expected = plain.advance(samples, width * at, some, *arguments(plainly))
                assert kernels.advance(samples, width * at, some, *arguments(fast)) == expected
                assert fast.state == plainly.state and fast.data == plainly.data
                at += expected
            if turn == 5:
                fast.reset()
                plainly.reset()


def arguments(made):
    return made._sums, made._memory


def test_features():
    random = Random(2)
    for round in range(120):
        count = (1, 2, 3, 15, 16, 17, 35, 156, 1024)[round % 9]
        axes = (1, 3, 2)[round % 3]
        data = counts(random, 5 + axes * (count + 2), SPREADS[round % 5])
        shapes = axes * STEPS
        where = array("i", (5, count + 2, count, axes, shapes + 3, round % 4 // 2))
        groups = array("i", (shapes, 2, 0, STEPS, 0, shapes))
        out = [array("h", bytes(2 * (shapes + 3 + axes * STATISTICS))) for _ in range(2)]
        for made, into in zip((plain, kernels), out):
            made.shapes(data, where, into)
        assert out[0] == out[1]
        for made, into in zip((plain, kernels), out):
            made.statistics(data, where, into)
        assert out[0] == out[1]
        for made, into in zip((plain, kernels), out):
            made.rescale(into, groups, count)
        assert out[0] == out[1] and out[0][shapes + 2] == log(count)


def random_scales(random, count):
    """Scales with centers and shifts at the limits, too."""
    scales = array("i")
    for _ in range(count):
        shift = random.between(0, MAX_SHIFT)
        center = (0, 65535, random.between(0, 65535))[random.below(3)]
        for value in (center, random.between(0, 255), 1 << shift >> 1, shift):
            scales.append(value)
    return scales


def random_layer(random, inputs, outputs, activation, spread):
    """A layer whose sums are large for its scale, or small."""
    weights = array("b", [random.between(-spread, spread) for _ in range(inputs * outputs)])
    most = (MAX_BIAS, 1000)[random.below(2)]
    biases = array("i", [random.between(-most, most) for _ in range(outputs)])
    scale = random.between(1, MAX_MULTIPLIER), random.between(0, MAX_SHIFT)
    return Layer(inputs, outputs, activation, *scale, weights, biases)


def test_networks():
    random = Random(4)
    packed = 0
    for round in range(120):
        inputs, hidden, outputs = (random.between(1, most) for most in (150, 40, MAX_LABELS))
        kind, last = ACTIVATIONS[round % 5], ACTIVATIONS[round % 6]
        spread = (127, 20, 1, 60)[round % 4]
        layers = [random_layer(random, inputs, hidden, kind, spread)]
        layers.append(random_layer(random, hidden, outputs, last, spread // 2 + 1))
        steps = inference.steps(proximity(layers=layers, zero=(0, ZERO)[round % 2]))
        scales, features = plain_scales(inputs), counts(random, inputs, SPREADS[round % 3])
        if round % 2:
            scales, features = random_scales(random, inputs), counts(random, inputs, 32767)
        arguments = scales, (0, ZERO)[round % 2], steps, features
        fast = ran(kernels, *arguments)
        if fast is None:
            assert max(abs(weight) for layer in layers for weight in layer.weights) > 32
            continue
        packed += 1
        values, _, best = fast
        assert fast == ran(plain, *arguments), round
        if last == "softmax":
            shares = values[-padded(outputs) :][:outputs]
            assert shares[best] == max(shares) > 0
    assert packed > 80


def test_weights_that_might_overflow_are_not_packed_into_pairs():
    heavy = kernels.pack is plain.pack  # only the readable code takes them
    for inputs, weight, fits in (
        (16, 127, heavy),
        (16, -128, heavy),
        (16, 32, True),
        (8, 65, True),  # what lies behind a short row does not count
        (8, -65, True),
        (8, -66, heavy),
    ):
        row = array("b", [weight] * inputs)
        layer = Layer(inputs, 2, "relu", 1, 0, row + row, array("i", [0, 0]))
        assert (kernels.pack(plain_scales(inputs), 0, [(layer, 0, 0, MOST)]) is not None) == fits


def test_the_longest_rows_fill_half_a_word_and_no_more():
    full = array("h", [32767] * MAX_INPUTS)  # held to MOST
    for weight, fits in ((65, True), (66, kernels.pack is plain.pack)):  # 8 * 65 * 63 < 2**15
        up = ([weight] * 8 + [0] * 8) * (MAX_INPUTS // 16)
        down = [-each for each in up]
        total = sum(up) * MOST
        for row, signs in ((up + down + up, (1, -1, 1)), (down + up + down, (-1, 1, -1))):
            biases = array("i", [sign * MAX_BIAS for sign in signs])
            layer = Layer(MAX_INPUTS, 3, "linear", 1, 0, array("b", row), biases)
            made = ran(kernels, plain_scales(MAX_INPUTS), 0, [(layer, 0, 0, MOST)], full)
            assert (made is not None) == fits
            if fits:
                assert list(made[1])[:3] == [sign * (MAX_BIAS + total) for sign in signs]


def test_distances():
    random = Random(7)
    for round in range(60):
        inputs = random.between(1, MAX_INPUTS)
        values = bytearray(padded(inputs))
        wanted = [0] * inputs if round % 6 == 0 else [random.below(64) for _ in range(inputs)]
        values[:inputs] = bytes(wanted)
        rows = [[MOST] * inputs] + [[random.below(64) for _ in range(inputs)] for _ in range(2)]
        model = proximity(
            layers=[Layer(inputs, 3, "softmax", 1, 1, b"", b"")],
            limits=array("H", [9, NO_LIMIT, 9, 9]),
            prototypes=array("B", rows[0] + rows[1] + rows[2]),
        )
        prototypes, places = inference.prototypes(model), inference.places(model)
        for label, row in ((0, rows[0]), (2, rows[1]), (3, rows[2])):
            expected = sum([abs(value - other) for value, other in zip(wanted, row)])
            for code in (plain, kernels):
                assert code.distance(values, prototypes, places[label], inputs) == expected


def test_the_greatest():
    random = Random(6)
    for round in range(60):
        sums = array("i", [random.between(-(1 << 24), 1 << 24) for _ in range(1 + round)])
        if round % 3 == 0:
            sums = array("i", [random.between(-2, 2) for _ in range(1 + round)])
        begin = round // 2
        best = kernels.greatest(sums, begin, len(sums) - begin)
        assert best == list(sums)[begin:].index(max(list(sums)[begin:]))


def test_the_exponentials_are_near_the_real_ones():
    assert EXPONENTIALS[0] == 16384
    assert abs(EXPONENTIALS[16] - 6027) <= 2  # exp(-1)
    assert abs(EXPONENTIALS[80] - 110) <= 2  # exp(-5)
