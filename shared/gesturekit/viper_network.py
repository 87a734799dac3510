"""The network of plain.py for MicroPython's viper compiler: the same numbers, fast.

See viper_features.py for what such code has to mind.
"""

import array

import micropython

from gesturekit.plain import EXPONENTIALS


@micropython.viper
def normalize(feature: ptr16, scale: ptr32, zero: int, out):
    to = ptr8(out)
    end = int(to) + int(len(out))
    while int(to) < end:
        value = (feature[0] ^ 0x8000) - scale[0]
        value = (value * scale[1] + scale[2] >> scale[3]) + zero
        if value > 63:
            value = 63
        elif value < 0:
            value = 0
        to[0] = value
        to = ptr8(int(to) + 1)
        feature = ptr16(int(feature) + 2)
        scale = ptr32(int(scale) + 16)


def pack(weights, inputs, biases, zero):
    """Two neurons share a word: the weight of the second in its upper half.

    One multiplication then adds to the sums of both, as long as no half overflows: the inputs are
    taken in chunks that are too short for it. Returns (words, settings, biases less what the zero
    point adds), or None if even the shortest chunk might overflow.
    """
    outputs = len(biases)
    padded = inputs + 7 & ~7
    pairs = outputs + 1 >> 1
    chunk = padded
    while chunk and not _fits(weights, inputs, outputs, chunk):
        chunk -= 8
    if not chunk:
        return None
    words = array.array("i", bytes(4 * padded * pairs))
    starts = array.array("i", bytes(8 * pairs))
    starts[:outputs] = biases
    _fill(weights, array.array("i", (inputs, padded, outputs, zero)), words, starts)
    return words, array.array("i", (padded, chunk, pairs)), starts


@micropython.viper
def _fits(weights: ptr8, inputs: int, outputs: int, chunk: int) -> bool:
    """Can no half overflow within a chunk, whatever inputs of 0..63 come?"""
    while outputs:
        at = 0
        while at < inputs:
            end = at + chunk
            if end > inputs:
                end = inputs
            above = 0
            below = 0
            while at < end:
                weight = (weights[at] ^ 0x80) - 0x80
                if weight > 0:
                    above += weight
                else:
                    below -= weight
                at += 1
            if above > 520 or below > 520:  # 520 * 63 is below 2**15
                return False
        weights = ptr8(int(weights) + inputs)
        outputs -= 1
    return True


@micropython.viper
def _fill(weights: ptr8, sizes: ptr32, words: ptr32, starts: ptr32):
    """Write weights to words, pair after pair, and take zero * weight off the starts."""
    inputs = sizes[0]
    neuron = 0
    while neuron < sizes[2]:
        word = ptr32(int(words) + 4 * (neuron >> 1) * sizes[1])
        total = 0
        at = 0
        while at < inputs:
            weight = (weights[at] ^ 0x80) - 0x80
            total += weight
            if neuron & 1:
                weight = weight << 16
            word[at] = word[at] + weight
            at += 1
        starts[neuron] = starts[neuron] - sizes[3] * total
        weights = ptr8(int(weights) + inputs)
        neuron += 1


def dense(inputs, packed, sums):
    _lanes(0, packed[0], inputs, inputs, packed, sums)


@micropython.viper
def _lanes(both: int, word: ptr32, value: ptr8, inputs: ptr8, packed, out: ptr32):
    """both: the sums of two neurons, in the halves of 32 bits; see pack()."""
    settings = ptr32(packed[1])
    start = ptr32(packed[2])
    stop = int(inputs) + settings[0]
    pairs = settings[2]
    while pairs:
        value = inputs
        low = start[0]
        high = start[1]
        while int(value) < stop:
            end = int(value) + settings[1]
            if end > stop:
                end = stop
            both = 0
            while int(value) < end:
                both = word[0] * value[0] + both
                both = word[1] * value[1] + both
                both = word[2] * value[2] + both
                both = word[3] * value[3] + both
                both = word[4] * value[4] + both
                both = word[5] * value[5] + both
                both = word[6] * value[6] + both
                both = word[7] * value[7] + both
                word = ptr32(int(word) + 32)
                value = ptr8(int(value) + 8)
            first = ((both & 0xFFFF) ^ 0x8000) - 0x8000
            low += first
            high += (((both - first >> 16) & 0xFFFF) ^ 0x8000) - 0x8000
        out[0] = low
        out[1] = high
        out = ptr32(int(out) + 8)
        start = ptr32(int(start) + 8)
        pairs -= 1


@micropython.viper
def activate(sums: ptr32, multiplier: int, shift: int, zero: int, out):
    count = int(len(out))
    values = ptr8(out)
    half = 1 << shift >> 1
    at = 0
    while at < count:
        value = (sums[at] & 0x7FFFFFF ^ 0x4000000) - 0x4000000
        value = (value * multiplier + half >> shift) + zero
        if value > 63:
            value = 63
        elif value < 0:
            value = 0
        values[at] = value
        at += 1


@micropython.viper
def greatest(sums: ptr32, count: int) -> int:
    best = 0
    most = (sums[0] & 0x7FFFFFF ^ 0x4000000) - 0x4000000
    at = 1
    while at < count:
        value = (sums[at] & 0x7FFFFFF ^ 0x4000000) - 0x4000000
        if value > most:
            most = value
            best = at
        at += 1
    return best


_POWERS = array.array("i", bytes(4 * 32))  # as many as a model has labels


@micropython.viper
def softmax(sums: ptr32, best: int, multiplier: int, shift: int, confidences):
    count = int(len(confidences))
    shares = ptr8(confidences)
    table = ptr16(EXPONENTIALS)
    powers = ptr32(_POWERS)
    half = 1 << shift >> 1
    most = sums[best]
    total = 0
    at = 0
    while at < count:
        below = most - sums[at] & 0x3FFFFFF
        if below > 0x1000000:
            below = 0x1000000
        below = below * multiplier + half >> shift
        power = 0
        if below <= 128:
            power = table[below]
        powers[at] = power
        total += power
        at += 1
    at = 0
    half = total >> 1
    while at < count:
        shares[at] = (powers[at] * 255 + half) // total
        at += 1
