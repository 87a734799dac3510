"""Inference: rounding, layers and softmax by hand, golden scores, promises at the limits."""

import binascii
import math
from array import array

from random_models import Random, buttons, imu, proximity
from runs import plain_scales, ran

from gesturekit import kernels
from gesturekit.inference import HALF, Network
from gesturekit.model_format import MAX_INPUTS, Layer
from gesturekit.plain_network import (
    LEVEL,
    MOST,
    SIGMOID_UNIT,
    ZERO,
    padded,
    paired,
    scale,
    sigmoid,
    top,
    zero,
)


def single(weights, biases, activation="linear", multiplier=16, shift=4):
    outputs = len(biases)
    return Layer(len(weights) // outputs, outputs, activation, multiplier, shift, weights, biases)


FAR = 1 << 23  # the greatest bias


def test_scale_rounds_half_up():
    assert [scale(value, 1, 1) for value in (-3, -2, -1, 0, 1, 2, 3)] == [-1, -1, 0, 0, 1, 1, 2]
    assert scale(5, 7, 0) == 35


def forward(layers, inputs, zeros, most):
    """Run layers; return the sums and the outputs of the last one.

    inputs: of the first, 0..63; zeros: of the inputs of each layer and of the last outputs.
    """
    steps = [(layer, zeros[at], zeros[at + 1], most) for at, layer in enumerate(layers)]
    features = array("h", [value - zeros[0] for value in inputs])
    values, sums, _ = ran(kernels, plain_scales(len(features)), zeros[0], steps, features)
    last = layers[-1].outputs
    return list(sums[-paired(last) :])[:last], list(values[-padded(last) :])[:last]


def test_a_layer_by_hand():
    layer = single(array("b", [1, 2, 3, -4, 5, -6]), array("i", [10, -20]))
    inputs = bytes((ZERO + 7, ZERO - 8, ZERO + 9))
    expected = [10 + 7 - 16 + 27, -20 - 28 - 40 - 54]
    sums, outputs = forward([layer], inputs, (ZERO, ZERO), top("linear"))
    assert sums == expected and outputs == [ZERO + 28, 0]
    relu = single(layer.weights, layer.biases, "relu")
    sums, outputs = forward([relu], inputs, (ZERO, 0), top("relu"))
    assert sums == expected and outputs == [28, 0]


def normalized(zero):
    model = proximity(centers=array("h", [100, -32768, 0]), zero=zero)
    network = Network(model)
    network.run(array("h", [500, 32767, -32768]))
    return list(network.inputs_of(0))


def test_normalization_is_held():
    assert normalized(0) == [25, 63, 0]
    assert normalized(ZERO) == [57, 63, 0]


def confidences(sums):
    layer = single(array("b", bytes(len(sums))), array("i", sums), "softmax", 16, 4)
    values, _, best = ran(kernels, plain_scales(1), 0, [(layer, 0, 0, LEVEL)], array("h", (0,)))
    assert best == sums.index(max(sums))
    return list(values[padded(1) :])[: len(sums)]


def test_softmax():
    assert confidences([0, 0]) == [128, 128]
    assert confidences([16, 0]) == [186, 69]  # 1 / (1 + exp(-1)) = 0.731
    assert confidences([160, 0, -160]) == [255, 0, 0]
    assert confidences([-FAR, FAR]) == [0, 255]


def test_softmax_ends_8_units_below_the_best():
    assert confidences([129] + [0] * 31)[0] == 255
    assert confidences([128] + [0] * 31)[0] == 251  # each of the others has a little


def test_softmax_takes_no_sums_to_be_further_apart_than_it_can_scale():
    weights = array("b", [-32] * MAX_INPUTS + [32] * MAX_INPUTS)
    layer = single(weights, array("i", [-FAR, FAR]), "softmax", 63, 24)
    sums, shares = forward([layer], bytes([MOST] * MAX_INPUTS), (0, 0), LEVEL)
    assert sums[1] - sums[0] > 1 << 24
    assert shares == [5, 250]  # 63 sixteenths apart, where the sums tell 71


def test_softmax_is_monotone_and_sums_to_one():
    random = Random(5)
    for _ in range(300):
        sums = [random.between(-200, 200) for _ in range(random.between(1, 12))]
        shares = confidences(sums)
        assert abs(sum(shares) - 255) <= len(sums) // 2 + 1
        ordered = [share for _, share in sorted(zip(sums, shares))]
        assert ordered == sorted(ordered)
        assert shares[sums.index(max(sums))] == max(shares)


def test_sigmoid_and_tanh_are_near_the_real_ones():
    assert sigmoid(0) == 8192
    for value in range(-700, 701):
        exact = 16384 / (1 + math.exp(-value / SIGMOID_UNIT))
        assert abs(sigmoid(value) - exact) < (2 if abs(value) <= 512 else 7)
        assert sigmoid(value) + sigmoid(-value) == 16384
        assert sigmoid(value) >= sigmoid(value - 1)


def activated(name, values, most, before=0):
    """What a layer of activation `name` makes of scaled sums."""
    layer = single(array("b", [0] * len(values)), array("i", values), name, 1, 0)
    return forward([layer], b"\0", (0, before), most)[1]


def test_activations_by_hand():
    values = (-FAR, -300, -128, -64, -1, 0, 1, 64, 128, 300, FAR)
    for name, expected in (
        ("linear", [0, 0, 0, 0, 31, 32, 33, 63, 63, 63, 63]),
        ("relu", [0, 0, 0, 0, 0, 0, 1, 63, 63, 63, 63]),
        ("step", [0, 0, 0, 0, 0, 0, 63, 63, 63, 63, 63]),
        ("sigmoid", [0, 1, 8, 17, 31, 32, 32, 46, 55, 62, 63]),
        ("tanh", [1, 2, 8, 18, 32, 32, 32, 46, 56, 62, 63]),
    ):
        assert activated(name, values, top(name), zero(name)) == expected, name


def test_levels_are_0_to_255_for_0_to_1():
    sums = (-FAR, -64, 0, 64, FAR)
    for name, expected in (
        ("linear", [0, 0, 0, 64, 255]),
        ("relu", [0, 0, 0, 64, 255]),
        ("step", [0, 0, 0, 255, 255]),
        ("sigmoid", [0, 69, HALF, 186, 255]),
        ("tanh", [0, 0, 0, 118, 255]),
    ):
        assert activated(name, sums, LEVEL) == expected, name


def test_the_published_course_weights_at_work():
    """3-2-2 by hand: the weights of the course's printed example, as integers in 1/100."""
    hidden = single(array("b", [-50, 22, -91, 61, 14, -48]), array("i", [0, 0]), "linear", 1, 7)
    output = single(array("b", [73, 29, -29, -24]), array("i", [0, 0]))
    inputs = bytes((3, 24, 61))  # 5.1, 46.7 and 120.5, in halves
    sums, _ = forward([hidden], inputs, (0, ZERO), top("linear"))
    assert sums == [-5173, -2409]  # printed, in 1/5000: -1.0193 and -0.4819
    sums, _ = forward([hidden, output], inputs, (0, ZERO, ZERO), top("linear"))
    assert sums[0] < 0 < sums[1]  # printed: -0.8839 and 0.4112


def test_golden_scores():
    crc = 0
    for seed in range(1, 6):
        model = imu(seed)
        network = Network(model)
        random = Random(seed)
        for _ in range(60):
            vector = array("h", [random.between(-600, 600) for _ in range(len(model.centers))])
            best = network.run(vector)
            assert network.sums[best] == max(network.sums)
            crc = binascii.crc32(bytes(network.confidences) + bytes((best,)), crc)
    assert crc == GOLDEN, crc


GOLDEN = 224414250


def test_golden_levels():
    crc = 0
    names = ("linear", "relu", "sigmoid", "tanh", "step")
    for seed, last in enumerate(names):
        for hidden in names:
            network = Network(buttons((hidden, hidden, last), seed + 1, 3))
            for pressed in range(4):
                best = network.run(array("h", [pressed & 1, pressed >> 1, 1]))
                assert network.confidences[best] == max(network.confidences)
                crc = binascii.crc32(bytes(network.confidences) + bytes((best,)), crc)
    assert crc == GOLDEN_LEVELS, crc


GOLDEN_LEVELS = 78105185
