"""The inner loops of plain.py for MicroPython's viper compiler: the same numbers, much faster.

ptr16 and ptr8 read unsigned numbers, so (x ^ 0x8000) - 0x8000 gives a signed one its sign back.
The first three variables of a function, arguments first, are the fast ones. Files like this must
not hold many constants, and none of 2**30 or more.
"""

import array

import micropython

from gesturekit.plain import EXPONENTIALS


@micropython.viper
def advance(x: ptr16, left: int, taken: int, sums: ptr32, columns, memory) -> int:
    x = ptr16(int(x) + 2 * left)  # the arguments are samples, at and count
    count = taken
    state = ptr32(memory[0])
    data = ptr16(memory[1])
    column = ptr8(columns)
    axes = int(len(columns))
    state[17] = 0
    state[18] = 0
    left = state[7]
    taken = 0
    while taken < count:
        sums[0] = sums[0] + (x[0] ^ 0x8000)
        sums[1] = sums[1] + (x[1] ^ 0x8000)
        sums[2] = sums[2] + (x[2] ^ 0x8000)
        sums[3] = sums[3] + (x[3] ^ 0x8000)
        sums[4] = sums[4] + (x[4] ^ 0x8000)
        sums[5] = sums[5] + (x[5] ^ 0x8000)
        x = ptr16(int(x) + 12)
        taken += 1
        left -= 1
        if left:
            continue
        average = state[0]
        capacity = state[1]
        place = state[8]
        moved = 0
        axis = 0
        while axis < axes:
            value = sums[column[axis]] // average  # 2**15 more than the mean is
            change = value - (data[place + capacity - state[2]] ^ 0x8000)
            if change < 0:
                change = 0 - change
            moved += change
            data[place] = value ^ 0x8000
            data[place + capacity] = value ^ 0x8000
            place += 2 * capacity
            axis += 1
        sums[0] = sums[1] = sums[2] = sums[3] = sums[4] = sums[5] = 0
        now = state[9] + 1
        state[9] = now
        place = state[8] + 1
        if place == capacity:
            place = 0
        state[8] = place
        left = average
        if now - state[10] <= state[2]:
            moved = 0
        event = 0
        if moved < state[3]:
            if state[11] and now - state[13] >= state[4]:
                state[11] = 0
                event = 1 + 2 * state[16]
        else:
            if not state[11]:
                state[11] = 1
                state[16] = 0
                state[14] = 0
                begin = now - 1 - state[2]
                if begin < state[10]:
                    begin = state[10]
                state[12] = begin
                state[15] = begin + state[5]
            state[13] = now
            if moved > state[14]:
                state[14] = moved
            if now - state[5] > state[12]:
                state[12] = now - state[5]
            if now >= state[15]:
                state[16] = 1
                state[15] = now + state[6]
                event = 2
        hopped = now % state[6] == 0
        if event or hopped:
            state[17] = event
            state[18] = hopped
            break
    state[7] = left
    return taken


_RAW = array.array("i", bytes(16))


@micropython.viper
def describe(at: ptr16, value: int, stop: int, out: ptr16, to: int, tail: int):
    begin = int(at) + 2 * value  # the arguments are data, start and count
    count = stop
    stop = begin + 2 * count
    # plain.shape; all values are 2**15 more than they really are
    total = 0
    at = ptr16(begin)
    while int(at) < stop:
        total += at[0] ^ 0x8000
        at = ptr16(int(at) + 2)
    mean = total // count
    step = 0
    last = 0
    while step < 16:
        first = last
        step += 1
        last = step * count >> 4
        at = ptr16(begin + 2 * first)
        if last == first:
            value = (at[0] ^ 0x8000) - mean
        else:
            end = begin + 2 * last
            total = 0
            while int(at) < end:
                total += at[0] ^ 0x8000
                at = ptr16(int(at) + 2)
            value = total // (last - first) - mean
        if value > 32767:
            value = 32767
        elif value < -32768:
            value = -32768
        out[to] = value
        to += 1
    out[tail] = mean ^ 0x8000
    # plain.statistics
    at = ptr16(begin)
    before = at[0] ^ 0x8000
    low = mean
    high = mean
    deviation = 0
    jerk = 0
    while int(at) < stop:
        value = at[0] ^ 0x8000
        at = ptr16(int(at) + 2)
        if value < mean:
            deviation += mean - value
            if value < low:
                low = value
        else:
            deviation += value - mean
            if value > high:
                high = value
        if value < before:
            jerk += before - value
        else:
            jerk += value - before
        before = value
    raw = ptr32(_RAW)
    raw[0] = 4 * deviation // count
    raw[1] = 4 * (high - mean)
    raw[2] = 4 * (mean - low)
    raw[3] = 4 * jerk // count
    step = 0
    while step < 4:
        value = raw[step] + 1
        power = 0
        if value >= 65536:
            power = 16
        if value >> power >= 256:
            power += 8
        if value >> power >= 16:
            power += 4
        while value >> power > 1:
            power += 1
        step += 1
        out[tail + step] = 16 * power + ((value << 4 >> power) & 15)
    # plain.crossings
    margin = deviation // (2 * count)
    low = mean - margin
    high = mean + margin
    side = 0
    crossed = 0
    at = ptr16(begin)
    while int(at) < stop:
        value = at[0] ^ 0x8000
        at = ptr16(int(at) + 2)
        if value > high:
            if side < 0:
                crossed += 1
            side = 1
        elif value < low:
            if side > 0:
                crossed += 1
            side = -1
    out[tail + 5] = 16 * crossed
    out[tail + 6] = 1024 * crossed // count


@micropython.viper
def rescale(at: ptr16, value: int, end: int) -> int:
    begin = int(at) + 2 * value  # the arguments are out, first and end
    count = end - value
    end = int(at) + 2 * end
    total = 0
    at = ptr16(begin)
    while int(at) < end:
        value = (at[0] ^ 0x8000) - 0x8000
        if value < 0:
            value = 0 - value
        total += value
        at = ptr16(int(at) + 2)
    scale = total // count
    if scale < 4:
        scale = 4
    at = ptr16(begin)
    while int(at) < end:
        value = ((at[0] ^ 0x8000) - 0x8000) * 64 // scale
        if value > 511:
            value = 511
        elif value < -511:
            value = -511
        at[0] = value
        at = ptr16(int(at) + 2)
    return scale


@micropython.viper
def log(value: int) -> int:
    value += 1
    power = 0
    if value >= 65536:
        power = 16
    if value >> power >= 256:
        power += 8
    if value >> power >= 16:
        power += 4
    while value >> power > 1:
        power += 1
    return 16 * power + ((value << 4 >> power) & 15)


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
