"""Stream and features for MicroPython's viper compiler: the numbers of plain_features.py, fast.

ptr16 and ptr8 read unsigned numbers, so (x ^ 0x8000) - 0x8000 gives a signed one its sign back.
The first three variables of a function, arguments first, are the fast ones. Files like this must
not hold many constants, and none of 2**30 or more.
"""

import array

import micropython


@micropython.viper
def advance(x: ptr16, left: int, taken: int, sums: ptr32, memory) -> int:
    x = ptr16(int(x) + 2 * left)  # the arguments are samples, at and count
    count = taken
    state = ptr32(memory[0])
    data = ptr16(memory[1])
    column = ptr8(memory[2])
    axes = int(len(memory[2]))
    state[17] = 0
    state[18] = 0
    left = state[7]
    wide = state[20] > 6  # with proximity
    taken = 0
    while taken < count:
        sums[0] = sums[0] + (x[0] ^ 0x8000)
        sums[1] = sums[1] + (x[1] ^ 0x8000)
        sums[2] = sums[2] + (x[2] ^ 0x8000)
        sums[3] = sums[3] + (x[3] ^ 0x8000)
        sums[4] = sums[4] + (x[4] ^ 0x8000)
        sums[5] = sums[5] + (x[5] ^ 0x8000)
        x = ptr16(int(x) + 12)
        if wide:
            sums[6] = sums[6] + (x[0] ^ 0x8000)
            x = ptr16(int(x) + 2)
        taken += 1
        left -= 1
        if left:
            continue
        average = state[0]
        capacity = state[1]
        before = capacity - state[2]
        place = state[8]
        moved = 0
        axis = 0
        while axis < axes:
            value = sums[column[axis]] // average  # 2**15 more than the mean is
            change = value - (data[place + before] ^ 0x8000)
            if change < 0:
                change = 0 - change
            moved += change
            value = value ^ 0x8000
            data[place] = value
            data[place + capacity] = value
            place += 2 * capacity
            axis += 1
        sums[0] = sums[1] = sums[2] = sums[3] = sums[4] = sums[5] = 0
        if wide:
            sums[6] = 0
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
        hopped = 0
        if now % state[6] == 0 and not (state[11] and state[16]):
            hopped = 1
        state[19] = place + capacity - (now - state[12])
        if event or hopped:
            state[17] = event
            state[18] = hopped
            break
    state[7] = left
    return taken


@micropython.viper
def shapes(at: ptr16, where: ptr32, out: ptr16):
    start = int(at) + 2 * where[0]  # the first argument is data
    count = where[2]
    axes = where[3]
    tail = ptr16(int(out) + 2 * where[4])
    while axes:
        at = ptr16(start)
        total = 0
        step = 0
        while step < 16:  # means of parts; all values are 2**15 more than they really are
            step += 1
            end = start + 2 * (step * count >> 4)
            length = end - int(at) >> 1
            part = 0
            if length:
                while int(at) < end:
                    part = (at[0] ^ 0x8000) + part
                    at = ptr16(int(at) + 2)
                total += part
                part = part // length
            else:
                part = at[0] ^ 0x8000
            out[0] = part
            out = ptr16(int(out) + 2)
        mean = total // count
        tail[0] = mean ^ 0x8000
        tail = ptr16(int(tail) + 14)
        out = ptr16(int(out) - 32)
        while step:
            part = out[0] - mean
            if part > 32767:
                part = 32767
            elif part < -32768:
                part = -32768
            out[0] = part
            out = ptr16(int(out) + 2)
            step -= 1
        start += 2 * where[1]
        axes -= 1


_RAW = array.array("i", bytes(28))  # numbers whose logarithms are wanted


@micropython.viper
def statistics(at: ptr16, where: ptr32, out: ptr16):
    start = int(at) + 2 * where[0]  # the first argument is data
    count = where[2]
    axes = where[3]
    raw = ptr32(_RAW)
    out = ptr16(int(out) + 2 * where[4])
    while axes:
        stop = start + 2 * count
        mean = out[0] ^ 0x8000  # all values are 2**15 more than they really are
        at = ptr16(start)
        before = at[0] ^ 0x8000
        low = mean
        high = mean
        deviation = 0
        jerk = 0
        while int(at) < stop:
            value = at[0] ^ 0x8000
            at = ptr16(int(at) + 2)
            if value < mean:
                deviation = mean - value + deviation
                if value < low:
                    low = value
            else:
                deviation = value - mean + deviation
                if value > high:
                    high = value
            if value < before:
                jerk = before - value + jerk
            else:
                jerk = value - before + jerk
            before = value
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
            out[step] = 16 * power + ((value << 4 >> power) & 15)
        margin = deviation // (2 * count)
        low = mean - margin
        high = mean + margin
        side = 0
        crossed = 0
        at = ptr16(start)
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
        out[5] = 16 * crossed
        out[6] = 1024 * crossed // count
        if axes <= where[5]:  # its mean counts from its first value
            mean -= ptr16(start)[0] ^ 0x8000
            if mean > 32767:
                mean = 32767
            elif mean < -32768:
                mean = -32768
            out[0] = mean
        out = ptr16(int(out) + 14)
        start += 2 * where[1]
        axes -= 1


@micropython.viper
def rescale(at: ptr16, groups: ptr32, value: int):
    out = at  # the arguments are out, groups and count
    tail = groups[0]
    number = groups[1]
    raw = ptr32(_RAW)
    raw[number] = value
    step = 0
    while step < number:
        groups = ptr32(int(groups) + 8)
        begin = int(out) + 2 * groups[0]
        end = int(out) + 2 * groups[1]
        total = 0
        at = ptr16(begin)
        while int(at) < end:
            value = (at[0] ^ 0x8000) - 0x8000
            if value < 0:
                value = 0 - value
            total += value
            at = ptr16(int(at) + 2)
        scale = total // (end - begin >> 1)
        if scale < 4:
            scale = 4
        raw[step] = 16 * scale
        step += 1
        at = ptr16(begin)
        while int(at) < end:
            value = ((at[0] ^ 0x8000) - 0x8000) * 64 // scale
            if value > 511:
                value = 511
            elif value < -511:
                value = -511
            at[0] = value
            at = ptr16(int(at) + 2)
    while step >= 0:  # log() of each
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
        out[tail + step] = 16 * power + ((value << 4 >> power) & 15)
        step -= 1
