"""The IMU's samples out of its FIFO's bytes, and what they tell about the sensor itself.

In plain Python; viper_readings.py is fast. Nothing is allocated here.
"""

# Of a watch, an array of WATCH unsigned numbers of 16 bits:
SKIP = 0  # samples that are still to be thrown away
SAME = 1  # how many of the newest samples equal the one before them, in all axes
CLIPPED = 2  # of the samples just taken, those with an axis at the end of its range
NEWEST = 3  # the values of the newest sample
ONES = 9  # of each axis, the bits that were seen as 1 ...
ZEROS = 15  # ... and as 0
WATCH = 21
_MANY = 60000
_LOW = 7  # the bits that noise alone moves, in hundreds of samples


def take_in(raw, count, samples, watch):
    """Write the `count` samples in raw to samples, and return how many are left after skipping.

    raw: gx gy gz ax ay az of each, little-endian; samples: array of int16, ax ay az gx gy gz.
    """
    skipped = min(count, watch[SKIP])
    watch[SKIP] -= skipped
    watch[CLIPPED] = 0
    to = 0
    for at in range(12 * skipped, 12 * count, 12):
        same = 1
        clipped = 0
        for axis in range(6):
            low = at + 2 * ((axis + 3) % 6)
            value = raw[low] | raw[low + 1] << 8
            samples[to] = (value ^ 0x8000) - 0x8000
            to += 1
            if value != watch[NEWEST + axis]:
                same = 0
                watch[NEWEST + axis] = value
            watch[ONES + axis] |= value
            watch[ZEROS + axis] |= value ^ 0xFFFF
            if value == 0x7FFF or value == 0x8000:
                clipped = 1
        watch[SAME] = min(watch[SAME] + 1, _MANY) if same else 0
        watch[CLIPPED] += clipped
    return count - skipped


def stuck_axes(watch):
    """Return the axes (bit 0 for ax) with a bit that has not moved, and begin to look anew.

    Looked at are the three lowest bits: the first always moves, and no bit does but with all
    those below.
    """
    found = 0
    for axis in range(6):
        moved = watch[ONES + axis] & watch[ZEROS + axis]
        low = moved & _LOW
        if low not in (1, 3, 7) or low < _LOW < moved:
            found |= 1 << axis
        watch[ONES + axis] = watch[ZEROS + axis] = 0
    return found
