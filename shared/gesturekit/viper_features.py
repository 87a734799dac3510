"""Stream and features of plain.py for MicroPython's viper compiler: the same numbers, fast.

ptr16 and ptr8 read unsigned numbers, so (x ^ 0x8000) - 0x8000 gives a signed one its sign back.
The first three variables of a function, arguments first, are the fast ones. Files like this must
not hold many constants, and none of 2**30 or more.
"""

import array

import micropython


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
    step = 0  # log() of each, written out: four calls would take longer than all of it
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
