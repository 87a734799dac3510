"""Stream and features in plain Python: what each inner loop computes; viper_features.py is fast.

Arrays are array.array or bytearray; all are made by the caller, nothing is allocated here. Every
function states what keeps its numbers within 31 bits, the small integers of a 32-bit board.
"""

# Of a stream (see stream.py): settings, then what goes on; lengths in means.
AVERAGE, CAPACITY, LAG, GATE, QUIET, WINDOW, HOP = range(7)
LEFT = 7  # samples until the next mean is whole
PLACE = 8  # where in data the next mean goes
COUNT = 9  # means so far
OLDEST = 10  # the first mean since a reset
ACTIVE, BEGIN, END, PEAK = range(11, 15)  # a movement: going on? first and one past last; most
NEXT = 15  # the count at which a lasting movement is looked at next
LASTS = 16  # has it been looked at while it lasted?
EVENT, HOPPED = 17, 18
START = 19  # where in data the movement of an event begins, for the first axis
WIDTH = 20  # values of a sample: 6, with proximity 7
STATE = 21  # numbers in all
NOTHING, ENDED, LASTING, LASTING_ENDED = range(4)  # events

STEPS = 16  # parts of a gesture's shape
STATISTICS = 7  # numbers for each axis beside its shape
SHAPE_UNIT = 64  # a deviation of one mean absolute deviation of the sensor
SHAPE_LIMIT = 511
LEAST_SCALE = 4  # counts; below this a sensor's shape is noise and is not blown up further


def log(value):
    """Return about 16 * log2(value + 1) for a value of 0 to 2**25 (a line between powers of 2)."""
    value += 1
    power = 0
    while value >> (power + 1):
        power += 1
    return 16 * power + ((value << 4 >> power) & 15)


def advance(samples, at, count, sums, memory):
    """Take up to `count` samples of six or seven values, from samples[at] on; return how many.

    Stops behind the sample that completes a mean with which something happens: state[EVENT] is
    then not NOTHING, or another hop has passed, which makes state[HOPPED] 1; while a movement
    lasts, its looks are the hops.
    sums: of each value, so far; memory: state, data and columns: which value each axis is.
    """
    state = memory[0]
    width = state[WIDTH]
    state[EVENT] = state[HOPPED] = 0
    for taken in range(1, count + 1):
        for column in range(width):
            sums[column] += samples[at + column]
        at += width
        state[LEFT] -= 1
        if not state[LEFT]:
            movement = put(sums, memory)
            state[EVENT] = segment(state, movement)
            lasts = state[ACTIVE] and state[LASTS]
            state[HOPPED] = state[COUNT] % state[HOP] == 0 and not lasts
            state[START] = state[PLACE] + state[CAPACITY] - (state[COUNT] - state[BEGIN])
            if state[EVENT] or state[HOPPED]:
                return taken
    return count


def put(sums, memory):
    """Write the means of the sums to data, and return the movement.

    Movement is how much the newest means differ from those LAG before: the sum over all axes of
    the absolute difference in counts, at most 7 * 65535. It needs no filter and no knowledge of
    gravity or of the gyroscope's offset, since both cancel. Too soon after a reset it is 0.
    """
    state, data, columns = memory
    capacity, lag = state[CAPACITY], state[LAG]
    place = state[PLACE]
    total = 0
    for column in columns:
        value = sums[column] // state[AVERAGE]
        total += abs(value - data[place + capacity - lag])
        data[place] = data[place + capacity] = value
        place += 2 * capacity
    for column in range(state[WIDTH]):
        sums[column] = 0
    state[PLACE] = (state[PLACE] + 1) % capacity
    state[COUNT] += 1
    state[LEFT] = state[AVERAGE]
    return total if state[COUNT] - state[OLDEST] > lag else 0


def segment(state, movement):
    """Take the movement of the newest mean; return what happened.

    A movement begins when the measure reaches the gate and has ended when it has stayed below for
    QUIET means. One that is longer than WINDOW is looked at again and again while it lasts.
    """
    count = state[COUNT]
    if movement < state[GATE]:
        if state[ACTIVE] and count - state[END] >= state[QUIET]:
            state[ACTIVE] = 0
            return LASTING_ENDED if state[LASTS] else ENDED
        return NOTHING
    if not state[ACTIVE]:
        state[ACTIVE] = 1
        state[LASTS] = state[PEAK] = 0
        state[BEGIN] = max(state[OLDEST], count - 1 - state[LAG])
        state[NEXT] = state[BEGIN] + state[WINDOW]
    state[END] = count
    state[PEAK] = max(state[PEAK], movement)
    state[BEGIN] = max(state[BEGIN], count - state[WINDOW])
    if count < state[NEXT]:
        return NOTHING
    state[LASTS] = 1
    state[NEXT] = count + state[HOP]
    return LASTING


def shapes(data, where, out):
    """Write the shape of every axis to out, and its mean as first statistic.

    where: start, stride, count, axes: value t of axis a is data[start + a * stride + t]; where in
    out the statistics begin; how many axes, the last ones, have a mean that counts from their
    first value: a level of its own that says nothing.
    """
    start, stride, count, axes, at, _ = where
    for axis in range(axes):
        mean = shape(data, start + axis * stride, count, out, axis * STEPS)
        out[at + axis * STATISTICS] = mean


def shape(data, start, count, out, to):
    """Write the means of STEPS equal parts, less the mean of all, to out; return that mean.

    At most 1024 values of 16 bits: sums stay below 2**25.
    """
    total = 0
    for at in range(start, start + count):
        total += data[at]
    mean = total // count
    for step in range(STEPS):
        first = step * count // STEPS
        end = max(first + 1, (step + 1) * count // STEPS)
        part = 0
        for at in range(start + first, start + end):
            part += data[at]
        out[to + step] = max(-32768, min(32767, part // (end - first) - mean))
    return mean


def statistics(data, where, out):
    """Write the other statistics of every axis, behind its mean; arguments as in shapes()."""
    start, stride, count, axes, at, relative = where
    for axis in range(axes):
        first, to = start + axis * stride, at + axis * STATISTICS
        spread(data, first, count, out, to)
        if axis >= axes - relative:
            out[to] = max(-32768, min(32767, out[to] - data[first]))


def spread(data, start, count, out, to):
    """After the mean in out[to] write deviation, height, depth, jerk, crossings and their rate.

    At most 1024 values, each at most 2**16 from another: sums stay at most 2**26.
    """
    mean = out[to]
    low = high = previous = data[start]
    deviation = jerk = 0
    for at in range(start, start + count):
        value = data[at]
        deviation += abs(value - mean)
        jerk += abs(value - previous)
        low = min(low, value)
        high = max(high, value)
        previous = value
    crossed = crossings(data, start, count, mean, deviation // (2 * count))
    out[to + 1] = log(4 * deviation // count)
    out[to + 2] = log(4 * (high - mean))
    out[to + 3] = log(4 * (mean - low))
    out[to + 4] = log(4 * jerk // count)
    out[to + 5] = 16 * crossed
    out[to + 6] = 1024 * crossed // count


def crossings(data, start, count, mean, margin):
    """Return how often the values change sides of the mean by more than margin."""
    crossed = side = 0
    for at in range(start, start + count):
        value = data[at] - mean
        if abs(value) > margin:
            now = 1 if value > 0 else -1
            if now != side:
                crossed += side != 0
                side = now
    return crossed


def rescale(out, groups, count):
    """Divide the shapes of every group of axes by their common scale.

    groups: where in out their scales go, as logarithms, and behind these that of count; the
    number of groups; for each group first and one past the last of its shapes in out.
    """
    tail, number = groups[0], groups[1]
    for group in range(number):
        scale = divide(out, groups[2 * group + 2], groups[2 * group + 3])
        out[tail + group] = log(16 * scale)
    out[tail + number] = log(count)


def divide(out, first, end):
    """Divide out[first:end] by its scale, the mean absolute value in counts; return it."""
    total = 0
    for at in range(first, end):
        total += abs(out[at])
    scale = max(LEAST_SCALE, total // (end - first))
    for at in range(first, end):
        value = out[at] * SHAPE_UNIT // scale
        out[at] = max(-SHAPE_LIMIT, min(SHAPE_LIMIT, value))
    return scale
