"""The network for MicroPython's viper compiler: the numbers of plain_network.py, fast.

See viper_features.py for what such code has to mind.
"""

import array

import micropython

from gesturekit.plain_network import EXPONENTIALS, SIGMOIDS, padded, paired

_HEAD = 9  # numbers of a layer in a plan, before its neurons
_BIAS = -0x7FFF8000  # 0x8000 in both halves: sums of a chunk begin with it and stay above 0
_KINDS = {"linear": 0, "relu": 0, "step": 1, "sigmoid": 2, "tanh": 3, "softmax": 4}


def pack(scales, zero, steps):
    """Return everything as one row of numbers, or None if a sum might overflow.

    First how many features, zero and _BIAS; then the scales. For each layer _HEAD numbers, then
    its neurons, two by two: what both sums begin with, less what zero point and bias add, and the
    weights. Two weights share a word, that of the second neuron in its upper half: one
    multiplication adds to both sums, as long as no half overflows; the inputs are taken in chunks
    too short for it.
    """
    chunks = [_chunk(step[0]) for step in steps]
    if not all(chunks):
        return None
    at = 3 + len(scales)
    plan = memoryview(array.array("i", bytes(4 * (at + sum(_size(step[0]) for step in steps)))))
    plan[:at] = array.array("i", (len(scales) // 4, zero, _BIAS)) + scales
    for chunk, (layer, zero, next_zero, most) in zip(chunks, steps):
        kind = _KINDS[layer.activation]
        sizes = padded(layer.inputs), chunk, paired(layer.outputs) // 2, layer.outputs
        parts = sizes + (layer.multiplier, layer.shift, kind, next_zero, most)
        plan[at : at + _HEAD] = array.array("i", parts)
        chunked = -(-sizes[0] // chunk) << 15  # what _BIAS adds to each sum
        sizes = array.array("i", (layer.inputs, sizes[0], layer.outputs, zero, chunked))
        end = at + _size(layer)
        _fill(layer.weights, sizes, plan[at + _HEAD : end], layer.biases)
        at = end
    return plan


def _size(layer):
    """Return how many numbers of a plan a layer takes."""
    return _HEAD + paired(layer.outputs) // 2 * (2 + padded(layer.inputs))


@micropython.viper
def _fill(weights: ptr8, sizes: ptr32, words: ptr32, biases: ptr32):
    """Write the neurons of a layer to words, which are 0.

    sizes: inputs, the same padded, outputs, zero point, what is too much in every sum.
    """
    inputs = sizes[0]
    neuron = 0
    while neuron < sizes[2]:
        half = neuron & 1
        total = 0
        at = 0
        while at < inputs:
            weight = (weights[at] ^ 0x80) - 0x80
            total += weight
            if half:
                weight = weight << 16
            words[2 + at] = words[2 + at] + weight
            at += 1
        words[half] = biases[neuron] - sizes[3] * total - sizes[4]
        weights = ptr8(int(weights) + inputs)
        if half:
            words = ptr32(int(words) + 4 * (2 + sizes[1]))
        neuron += 1
    if neuron & 1:  # of the last pair only the first neuron is there
        words[1] = 0 - sizes[4]


def _chunk(layer):
    """Return how many inputs at once cannot overflow half a word, or 0."""
    chunk = padded(layer.inputs)
    while chunk and not _fits(layer.weights, layer.inputs, layer.outputs, chunk):
        chunk -= 16
    return chunk


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


_POWERS = array.array("i", bytes(4 * 32))  # of softmax; as many as a model has labels


@micropython.viper
def run(value: ptr8, word: ptr32, both: int, features: ptr16, sums: ptr32) -> int:
    layers = both  # the first arguments are values, plan and count
    inputs = value
    # the features, normalized
    zero = word[1]
    bias = word[2]
    stop = int(value) + word[0]
    word = ptr32(int(word) + 12)
    while int(value) < stop:
        both = (features[0] ^ 0x8000) - word[0]
        both = (both * word[1] + word[2] >> word[3]) + zero
        if both & -64:  # not 0..63
            both = 63 if both > 0 else 0
        value[0] = both
        value = ptr8(int(value) + 1)
        features = ptr16(int(features) + 2)
        word = ptr32(int(word) + 16)
    best = 0
    while layers:
        # the sums of a layer, from two neurons at once
        head = word
        word = ptr32(int(word) + 36)
        stop = int(inputs) + head[0]
        pairs = head[2]
        out = sums
        while pairs:
            value = inputs
            low = word[0]
            high = word[1]
            word = ptr32(int(word) + 8)
            while int(value) < stop:
                end = int(value) + head[1]
                if end > stop:
                    end = stop
                both = bias  # of the sums of two neurons, in the halves of 32 bits
                while int(value) < end:
                    both = word[0] * value[0] + both
                    both = word[1] * value[1] + both
                    both = word[2] * value[2] + both
                    both = word[3] * value[3] + both
                    both = word[4] * value[4] + both
                    both = word[5] * value[5] + both
                    both = word[6] * value[6] + both
                    both = word[7] * value[7] + both
                    both = word[8] * value[8] + both
                    both = word[9] * value[9] + both
                    both = word[10] * value[10] + both
                    both = word[11] * value[11] + both
                    both = word[12] * value[12] + both
                    both = word[13] * value[13] + both
                    both = word[14] * value[14] + both
                    both = word[15] * value[15] + both
                    word = ptr32(int(word) + 64)
                    value = ptr8(int(value) + 16)
                low += both & 0xFFFF
                high += both >> 16 & 0xFFFF
            out[0] = low
            out[1] = high
            out = ptr32(int(out) + 8)
            pairs -= 1
        value = ptr8(stop)
        inputs = value
        end = stop + head[3]
        half = 1 << head[5] >> 1
        if head[6] == 4:  # softmax
            word = sums
            most = 0 - 0x4000000
            while int(value) < end:
                both = (word[0] & 0x7FFFFFF ^ 0x4000000) - 0x4000000
                if both > most:
                    most = both
                    best = int(value) - stop
                word = ptr32(int(word) + 4)
                value = ptr8(int(value) + 1)
            total = 0
            power = ptr32(_POWERS)
            table = ptr16(EXPONENTIALS)
            value = inputs
            while int(value) < end:
                both = most - sums[0] & 0x3FFFFFF
                if both > 0x1000000:
                    both = 0x1000000
                both = both * head[4] + half >> head[5]
                if both <= 128:
                    both = table[both]
                else:
                    both = 0
                power[0] = both
                total += both
                power = ptr32(int(power) + 4)
                sums = ptr32(int(sums) + 4)
                value = ptr8(int(value) + 1)
            word = ptr32(_POWERS)
            half = total >> 1
            value = inputs
            while int(value) < end:
                value[0] = (word[0] * 255 + half) // total
                word = ptr32(int(word) + 4)
                value = ptr8(int(value) + 1)
            return best
        # other activations
        most = head[7] + head[8]
        while int(value) < end:
            both = (sums[0] & 0x7FFFFFF ^ 0x4000000) - 0x4000000
            both = both * head[4] + half >> head[5]
            if head[6]:
                if head[6] == 1:  # step
                    if both > 0:
                        both = head[8]
                else:  # sigmoid, and of it tanh
                    below = both
                    if below < 0:
                        below = 0 - below
                    if below > 512:
                        below = 512
                    below = ptr16(SIGMOIDS)[below]
                    if both < 0:
                        below = 16384 - below
                    if head[6] == 3:
                        below = 2 * below - 16384
                    both = below * head[8] + 8192 >> 14
            both += head[7]
            if both < 0:
                both = 0
            elif both > most:
                both = most
            value[0] = both
            value = ptr8(int(value) + 1)
            sums = ptr32(int(sums) + 4)
        sums = out
        layers -= 1
    return best


@micropython.viper
def greatest(sums: ptr32, at: int, count: int) -> int:
    sums = ptr32(int(sums) + 4 * at)
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


@micropython.viper
def distance(value: ptr32, prototype: ptr32, at: int, count: int) -> int:
    """Four differences in the bytes of a word: 64 + value - prototype, so bit 6 tells the sign.

    Where it is set, bits 0 to 5 are the absolute difference; else their complement is, plus 1.
    """
    prototype = ptr32(int(prototype) + at)
    end = int(value) + count
    total = 0
    while int(value) < end:
        word = value[0] + prototype[0]
        at = word >> 6 & 0x1010101
        both = 0x4040404 - at + (word ^ 0x3F3F3F3F ^ (at << 7) - at)
        word = value[1] + prototype[1]
        at = word >> 6 & 0x1010101
        both += (word ^ 0x3F3F3F3F ^ (at << 7) - at) - at
        word = value[2] + prototype[2]
        at = word >> 6 & 0x1010101
        both += (word ^ 0x3F3F3F3F ^ (at << 7) - at) - at
        word = value[3] + prototype[3]
        at = word >> 6 & 0x1010101
        both += (word ^ 0x3F3F3F3F ^ (at << 7) - at) - at
        total += (both & 0xFF00FF) + (both >> 8 & 0xFF00FF)  # in halves of a word
        value = ptr32(int(value) + 16)
        prototype = ptr32(int(prototype) + 16)
    return (total & 0xFFFF) + (total >> 16)
