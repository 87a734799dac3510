"""plain_readings.py for MicroPython's viper compiler: the same numbers, without heap.

The first three variables, arguments first, are the fast ones. Numbers stand for the names there.
"""

import micropython


@micropython.viper
def take_in(raw: ptr8, count: int, samples: ptr16, watch: ptr16) -> int:
    end = int(raw) + 12 * count
    while count and watch[0]:
        watch[0] -= 1
        raw = ptr8(int(raw) + 12)
        count -= 1
    left = count
    watch[2] = 0
    while int(raw) < end:
        same = 1
        clipped = 0
        raw = ptr8(int(raw) + 6)  # acceleration comes first, and is second in the FIFO
        seen = watch
        axis = 6
        while axis:
            count = raw[0] | raw[1] << 8
            samples[0] = count
            if count != seen[3]:
                same = 0
                seen[3] = count
            seen[9] |= count
            seen[15] |= count ^ 0xFFFF
            if (count ^ 0x8000) + 1 & 0xFFFE == 0:
                clipped = 1
            raw = ptr8(int(raw) + 2)
            samples = ptr16(int(samples) + 2)
            seen = ptr16(int(seen) + 2)
            axis -= 1
            if axis == 3:
                raw = ptr8(int(raw) - 12)
        raw = ptr8(int(raw) + 6)
        if not same:
            watch[1] = 0
        elif watch[1] < 60000:
            watch[1] += 1
        watch[2] += clipped
    return left
