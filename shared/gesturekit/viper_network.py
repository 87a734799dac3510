"""The network for MicroPython's viper compiler: the numbers of plain_network.py, fast.

See viper_features.py for what such code has to mind.
"""

import array

import micropython

from gesturekit.plain_network import EXPONENTIALS, SIGMOIDS, padded, paired

_HEAD = 9  # numbers of a layer in a plan, before its neurons
_CLAMP, _STEP, _SIGMOID, _TANH = range(4)  # what forward() does to the sums of a layer
_KINDS = {"step": _STEP, "sigmoid": _SIGMOID, "tanh": _TANH}


@micropython.viper
def normalize(feature: ptr16, scale: ptr32, value: int, out):
    zero = value  # the arguments are features, scales, zero and out
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


def pack(steps):
    """Return all layers as one row of numbers, or None if a sum might overflow.

    For each layer: _HEAD numbers, then its neurons, two by two: what both sums begin with, less
    what the zero point adds, and the weights. Two weights share a word, that of the second neuron
    in its upper half: one multiplication adds to both sums, as long as no half overflows; the
    inputs are taken in chunks that are too short for it.
    """
    chunks = [_chunk(step[0]) for step in steps]
    if not all(chunks):
        return None
    plan = memoryview(array.array("i", bytes(4 * sum(_size(step[0]) for step in steps))))
    at = 0
    for chunk, (layer, zero, next_zero, most) in zip(chunks, steps):
        outputs = layer.outputs if layer.activation != "softmax" else 0
        sizes = padded(layer.inputs), chunk, paired(layer.outputs) // 2, outputs
        scale = layer.multiplier, layer.shift, _KINDS.get(layer.activation, _CLAMP)
        plan[at : at + _HEAD] = array.array("i", sizes + scale + (next_zero, most))
        sizes = array.array("i", (layer.inputs, sizes[0], layer.outputs, zero))
        end = at + _size(layer)
        _fill(layer.weights, sizes, plan[at + _HEAD : end], layer.biases)
        at = end
    return plan


def _size(layer):
    """Return how many numbers of a plan a layer takes."""
    return _HEAD + paired(layer.outputs) // 2 * (2 + padded(layer.inputs))


@micropython.viper
def _fill(weights: ptr8, sizes: ptr32, words: ptr32, biases: ptr32):
    """Write the neurons of a layer to words, which are 0. sizes: inputs, padded, outputs, zero."""
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
        words[half] = biases[neuron] - sizes[3] * total
        weights = ptr8(int(weights) + inputs)
        if half:
            words = ptr32(int(words) + 4 * (2 + sizes[1]))
        neuron += 1


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


@micropython.viper
def forward(value: ptr8, word: ptr32, both: int, sums: ptr32):
    layers = both  # the arguments are values, plan, count and sums
    while layers:
        head = word
        word = ptr32(int(word) + 36)
        inputs = value
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
                both = 0  # the sums of two neurons, in the halves of 32 bits
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
                first = ((both & 0xFFFF) ^ 0x8000) - 0x8000
                low += first
                high += (((both - first >> 16) & 0xFFFF) ^ 0x8000) - 0x8000
            out[0] = low
            out[1] = high
            out = ptr32(int(out) + 8)
            pairs -= 1
        # activations
        value = ptr8(stop)
        end = stop + head[3]
        half = 1 << head[5] >> 1
        most = head[8]
        while int(value) < end:
            both = (sums[0] & 0x7FFFFFF ^ 0x4000000) - 0x4000000
            both = both * head[4] + half >> head[5]
            if head[6] > 1:  # sigmoid, and of it tanh
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
                both = below * most + 8192 >> 14
            elif head[6] and both > 0:
                both = most
            both += head[7]
            if both < 0:
                both = 0
            elif both > most + head[7]:
                both = most + head[7]
            value[0] = both
            value = ptr8(int(value) + 1)
            sums = ptr32(int(sums) + 4)
        value = ptr8(stop)
        sums = out
        layers -= 1


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
def softmax(term: ptr32, value: int, shift: int, confidences) -> int:
    multiplier = value  # the arguments are sums, multiplier, shift and confidences
    count = int(len(confidences))
    sums = term
    end = int(sums) + 4 * count
    most = 0 - 0x4000000
    best = 0
    while int(term) < end:
        value = (term[0] & 0x7FFFFFF ^ 0x4000000) - 0x4000000
        if value > most:
            most = value
            best = int(term)
        term = ptr32(int(term) + 4)
    best = best - int(sums) >> 2
    table = ptr16(EXPONENTIALS)
    power = ptr32(_POWERS)
    half = 1 << shift >> 1
    total = 0
    term = sums
    while int(term) < end:
        value = most - term[0] & 0x3FFFFFF
        if value > 0x1000000:
            value = 0x1000000
        value = value * multiplier + half >> shift
        if value <= 128:
            value = table[value]
        else:
            value = 0
        power[0] = value
        total += value
        power = ptr32(int(power) + 4)
        term = ptr32(int(term) + 4)
    power = ptr32(_POWERS)
    share = ptr8(confidences)
    end = int(share) + count
    half = total >> 1
    while int(share) < end:
        share[0] = (power[0] * 255 + half) // total
        power = ptr32(int(power) + 4)
        share = ptr8(int(share) + 1)
    return best
