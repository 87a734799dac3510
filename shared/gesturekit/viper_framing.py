"""A payload's line for MicroPython's viper compiler: what framing.encode() makes, without heap.

The first three variables, arguments first, are the fast ones: so they are used again and again.
Files like this must not hold many constants, and none of 2**30 or more.
"""

import array
import binascii

import micropython

_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
# What a byte does to a CRC-32 whose low byte is 0
_CHANGES = array.array("I", [binascii.crc32(bytes((n ^ 255,))) ^ 0xFF000000 for n in range(256)])


@micropython.viper
def write_line(payload: ptr8, at: int, count: int, line: ptr8) -> int:
    payload = ptr8(int(payload) + at)
    start = int(payload)
    changes = ptr32(_CHANGES)
    at = -1  # the CRC
    size = count
    while count:
        at = ((at >> 8) & 0xFFFFFF) ^ changes[(at ^ payload[0]) & 0xFF]
        payload = ptr8(int(payload) + 1)
        count -= 1
    at = -1 - at
    payload[0] = at
    payload[1] = at >> 8
    payload[2] = at >> 16
    payload[3] = at >> 24
    payload[4] = payload[5] = 0  # fill the last three bytes
    payload = ptr8(start)
    letters = ptr8(_LETTERS)
    count = int(line) + 1  # where to write: behind the marker
    end = start + size + 4
    while int(payload) < end:
        at = payload[0] << 16 | payload[1] << 8 | payload[2]
        line = ptr8(count)
        line[0] = letters[at >> 18]
        line[1] = letters[at >> 12 & 63]
        line[2] = letters[at >> 6 & 63]
        line[3] = letters[at & 63]
        payload = ptr8(int(payload) + 3)
        count += 4
    line[4] = 10
    if int(payload) > end:
        line[3] = 61  # "=" for what was filled
        if int(payload) > end + 1:
            line[2] = 61
    return (size + 6) // 3 * 4 + 2
