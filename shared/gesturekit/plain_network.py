"""The network in plain Python: what each inner loop computes; viper_network.py is fast.

Inputs of a layer are 6 bits, 0..63 with a zero point (see zero()), weights int8. Arrays are made
by the caller. Every function states what keeps its numbers within 31 bits, the small integers of
a 32-bit board.

What a scaled sum counts depends on the activation: 64ths for sigmoid, 128ths for tanh, 16ths for
softmax, and for linear and ReLU the unit of the activations themselves.
"""

import array

MOST = 63  # the greatest input of a neuron
ZERO = 32  # the zero point of signed inputs: 0..63 stand for -32..31
LEVEL = 255  # a confidence or level of 1
LOGIT_UNIT = 16  # logits count sixteenths
SPAN = 128  # logits this far below the best (8 units) get no confidence
SIGMOID_UNIT = 64  # the argument of sigmoid counts 64ths
SIGMOID_SPAN = 512  # beyond this argument (8 units) sigmoid is as good as 0 or 1
SIGNED = ("linear", "tanh")  # activations that are negative, too


def _exponentials():
    """Return 2**14 * exp(-n / 16) for n = 0..SPAN, by repeated multiplication: no floats."""
    table = array.array("H", [16384])
    for _ in range(SPAN):
        table.append(table[-1] * 30783 + 16384 >> 15)  # 30783 / 2**15 = exp(-1 / 16)
    return table


def _sigmoids():
    """Return 2**14 / (1 + exp(-n / 64)) for n = 0..SIGMOID_SPAN; no number exceeds 2**28."""
    table = array.array("H")
    power = 1 << 28  # 2**28 * exp(-n / 64)
    for _ in range(SIGMOID_SPAN + 1):
        table.append((1 << 28) // ((1 << 14) + (power >> 14)))
        power += (power >> 13) - (power >> 6)  # exp(-x) = 1 - x + x**2 / 2, with x = 1 / 64
    return table


EXPONENTIALS = _exponentials()
SIGMOIDS = _sigmoids()


def zero(name):
    """Return the zero point of an activation: the input of the next layer that stands for 0."""
    return ZERO if name in SIGNED else 0


def top(name):
    """Return the greatest activation above the zero point: the 1 of sigmoid, tanh and step."""
    return MOST - zero(name)


def scale(value, multiplier, shift):
    """Return value * multiplier / 2**shift, rounded; half goes up."""
    return value * multiplier + (1 << shift >> 1) >> shift


def padded(count):
    """Return how many places `count` inputs take: kernels look at 16 of them at once."""
    return count + 15 & ~15


def paired(count):
    """Return how many places the sums of `count` neurons take: kernels make two at once."""
    return count + 1 & ~1


def pack(scales, zero, steps):
    """Return what run() wants: here, these three as they are.

    scales: for each feature center + 2**15 (not below 0), multiplier, half of 2**shift, and shift;
    zero: the zero point of the first inputs; steps: for each layer (layer, zero, next_zero, most),
    with the zero points of its inputs and outputs, and how far above the latter an output can be,
    which is the 1 of sigmoid, tanh and step.
    """
    return scales, zero, steps


def run(values, plan, count, features, sums):
    """Normalize features and run `count` layers; return the best label, if that was softmax.

    values: the inputs of the first layer, then what each layer makes of them, all padded();
    sums: those of every layer, paired().
    """
    scales, zero, steps = plan
    normalize(features, scales, zero, values)
    at = to = best = 0
    for number in range(count):
        layer, zero, next_zero, most = steps[number]
        dense(values, at, layer, zero, sums, to)
        at += padded(layer.inputs)
        if layer.activation == "softmax":
            best = softmax(sums, to, layer, values, at)
        else:
            for neuron in range(layer.outputs):
                value = next_zero + activation(sums[to + neuron], layer, most)
                values[at + neuron] = max(0, min(next_zero + most, value))
        to += paired(layer.outputs)
    return best


def normalize(features, scales, zero, out):
    """Write zero + (feature - center) * multiplier / 2**shift to out, rounded, held to 0..63.

    2**16 * 255 is below 2**24.
    """
    for at in range(len(scales) // 4):
        value = (features[at] + 32768 - scales[4 * at]) * scales[4 * at + 1] + scales[4 * at + 2]
        out[at] = max(0, min(MOST, zero + (value >> scales[4 * at + 3])))


def dense(values, at, layer, zero, sums, to):
    """Write bias + the sum of weight * (input - zero) to sums, for every neuron of a layer.

    512 products of 128 * 63 and a bias of 2**23 stay below 2**24.
    """
    weight = 0
    for neuron in range(layer.outputs):
        total = layer.biases[neuron]
        for index in range(layer.inputs):
            total += layer.weights[weight] * (values[at + index] - zero)
            weight += 1
        sums[to + neuron] = total


def activation(total, layer, most):
    """Return the activation of a sum; most is the 1 of sigmoid, tanh and step.

    Sums are below 2**24 and multipliers at most 63: below 2**30. ReLU is linear here: it cuts off
    what is below 0, which the limits of an input do.
    """
    value = scale(total, layer.multiplier, layer.shift)
    name = layer.activation
    if name == "sigmoid":
        return scale(sigmoid(value), most, 14)
    if name == "tanh":  # tanh(x) = 2 * sigmoid(2 * x) - 1
        return scale(2 * sigmoid(value) - 16384, most, 14)
    if name == "step":
        return most if value > 0 else 0
    return value


def sigmoid(value):
    """Return 2**14 * sigmoid(value / 64)."""
    above = SIGMOIDS[min(abs(value), SIGMOID_SPAN)]
    return above if value >= 0 else 16384 - above


def distance(values, prototypes, at, count):
    """Return how far `count` values, padded(), are from the prototype that begins at `at`.

    prototypes: 64 less each of their values of 0..63, so that bytes can be added without a carry;
    padding counts nothing. The sum of all differences is less than 2**15 for 512 inputs.
    """
    total = 0
    for index in range(padded(count)):
        total += abs(values[index] + prototypes[at + index] - 64)
    return total


def greatest(sums, at, count):
    """Return which of `count` sums from sums[at] on is the greatest, the first of equal ones."""
    best = 0
    for number in range(1, count):
        if sums[at + number] > sums[at + best]:
            best = number
    return best


def softmax(sums, to, layer, values, at):
    """Write 0..255 for each label to values: the share of exp(logit), with logits in sixteenths.

    Returns the number of the greatest sum, which never gets less than another. Sums are less than
    2**25 apart, and held to 2**24: times 63 below 2**30.
    """
    best = greatest(sums, to, layer.outputs)
    most = sums[to + best]
    total = 0
    for label in range(layer.outputs):
        total += _power(most - sums[to + label], layer)
    for label in range(layer.outputs):
        power = _power(most - sums[to + label], layer)
        values[at + label] = (power * 255 + (total >> 1)) // total
    return best


def _power(below, layer):
    """Return the exponential for a sum that is `below` under the greatest."""
    logit = scale(min(below, 1 << 24), layer.multiplier, layer.shift)
    return EXPONENTIALS[logit] if logit <= SPAN else 0
