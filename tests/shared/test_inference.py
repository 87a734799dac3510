"""Inference: rounding, layers and softmax by hand, golden scores, promises at the limits."""

import binascii
import math
from array import array

from random_models import Random, buttons, imu, proximity

from gesturekit import inference, kernels
from gesturekit.inference import Network
from gesturekit.model_format import Layer
from gesturekit.plain import ZERO, scale


def single(weights, biases, activation="linear", multiplier=16, shift=4):
    outputs = len(biases)
    return Layer(len(weights) // outputs, outputs, activation, multiplier, shift, weights, biases)


def test_scale_rounds_half_up():
    assert [scale(value, 1, 1) for value in (-3, -2, -1, 0, 1, 2, 3)] == [-1, -1, 0, 0, 1, 1, 2]
    assert scale(5, 7, 0) == 35


def test_a_layer_by_hand():
    layer = single(array("b", [1, 2, 3, -4, 5, -6]), array("i", [10, -20]))
    sums = array("i", [0, 0])
    values = bytearray((ZERO + 7, ZERO - 8, ZERO + 9, 0, 0, 0, 0, 0))
    kernels.dense(values, kernels.pack(layer.weights, 3, layer.biases, ZERO), sums)
    assert list(sums) == [10 + 7 - 16 + 27, -20 - 28 - 40 - 54]
    out = bytearray(2)
    inference.activate(sums, layer, out)
    assert list(out) == [ZERO + 28, 0]
    inference.activate(sums, single(layer.weights, layer.biases, "relu"), out)
    assert list(out) == [28, 0]


def normalized(zero):
    model = proximity(centers=array("h", [100, -32768, 0]), zero=zero)
    network = Network(model)
    network.run(array("h", [500, 32767, -32768]))
    return list(network._first)


def test_normalization_is_held():
    assert normalized(0) == [25, 63, 0]
    assert normalized(ZERO) == [57, 63, 0]


def confidences(sums):
    best = sums.index(max(sums))
    shares = bytearray(len(sums))
    kernels.softmax(array("i", sums), best, 16, 4, shares)
    return list(shares)


def test_softmax():
    assert confidences([0, 0]) == [128, 128]
    assert confidences([16, 0]) == [186, 69]  # 1 / (1 + exp(-1)) = 0.731
    assert confidences([160, 0, -160]) == [255, 0, 0]
    assert confidences([-(1 << 24), 1 << 24]) == [0, 255]


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
    assert inference.sigmoid(0) == 8192
    for value in range(-700, 701):
        exact = 16384 / (1 + math.exp(-value / inference.SIGMOID_UNIT))
        assert abs(inference.sigmoid(value) - exact) < (2 if abs(value) <= 512 else 7)
        assert inference.sigmoid(value) + inference.sigmoid(-value) == 16384
        assert inference.sigmoid(value) >= inference.sigmoid(value - 1)


def activated(name, values, top=127):
    """Activations of scaled sums."""
    layer = single(array("b", [0]), array("i", [0]), name, 1, 0)
    return [inference.activation(value, layer, top) for value in values]


def test_activations_by_hand():
    far = 1 << 24
    values = (-far, -300, -128, -64, -1, 0, 1, 64, 128, 300, far)
    assert activated("linear", values) == [-127, -127, -127, -64, -1, 0, 1, 64, 127, 127, 127]
    assert activated("relu", values) == [0, 0, 0, 0, 0, 0, 1, 64, 127, 127, 127]
    assert activated("step", values) == [0, 0, 0, 0, 0, 0, 127, 127, 127, 127, 127]
    assert activated("sigmoid", values) == [0, 1, 15, 34, 63, 64, 64, 93, 112, 126, 127]
    assert activated("tanh", values) == [-127, -125, -97, -59, -1, 0, 1, 59, 97, 125, 127]


def test_levels_are_0_to_255_for_0_to_1():
    sums = array("i", [-(1 << 24), -64, 0, 64, 1 << 24])
    for name, expected in (
        ("linear", [0, 0, 0, 64, 255]),
        ("relu", [0, 0, 0, 64, 255]),
        ("step", [0, 0, 0, 255, 255]),
        ("sigmoid", [0, 69, inference.HALF, 186, 255]),
        ("tanh", [0, 0, 0, 118, 255]),
    ):
        layer = single(array("b", [0] * 5), array("i", [0] * 5), name, 1, 0)
        confidences = bytearray(5)
        inference.levels(sums, layer, confidences)
        assert list(confidences) == expected, name


def test_the_published_course_weights_at_work():
    """3-2-2 by hand: the weights of the course's printed example, as integers in 1/100."""
    hidden = single(array("b", [-50, 22, -91, 61, 14, -48]), array("i", [0, 0]), "linear", 1, 7)
    output = single(array("b", [73, 29, -29, -24]), array("i", [0, 0]))
    sums = array("i", [0, 0])
    kernels.dense(
        bytearray((3, 24, 61, 0, 0, 0, 0, 0)),  # 5.1, 46.7 and 120.5, in halves
        kernels.pack(hidden.weights, 3, hidden.biases, 0),
        sums,
    )
    assert list(sums) == [-5173, -2409]  # printed, in 1/5000: -1.0193 and -0.4819
    values = bytearray(8)
    inference.activate(sums, hidden, memoryview(values)[:2])
    kernels.dense(values, kernels.pack(output.weights, 2, output.biases, ZERO), sums)
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
            assert network.sums[best] == max(network.sums[:3])
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
