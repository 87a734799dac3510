"""Samples out of a FIFO's bytes, and what is noticed meanwhile: under MicroPython by viper."""

from array import array

from random_models import Random

from gesturekit import kernels, plain_readings
from gesturekit.plain_readings import CLIPPED, NEWEST, ONES, SAME, SKIP, WATCH, ZEROS

LOW, HIGH = -32768, 32767


def fifo(rows):
    """The bytes that a FIFO gives for rows of ax ay az gx gy gz."""
    data = bytearray()
    for row in rows:
        for value in row[3:] + row[:3]:
            data.append(value & 0xFF)
            data.append(value >> 8 & 0xFF)
    return data


def watch():
    return array("H", bytes(2 * WATCH))


def taken(rows, seen, code=kernels):
    """Return what is made of rows."""
    samples = array("h", bytes(12 * len(rows)))
    count = code.take_in(fifo(rows), len(rows), samples, seen)
    values = list(samples)
    return [values[at : at + 6] for at in range(0, 6 * count, 6)]


def test_samples_come_out_as_they_are():
    rows = [[1, -2, 3, HIGH, LOW, 0], [0x1234, -1, 256, 255, -256, 7]]
    seen = watch()
    assert taken(rows, seen) == rows
    assert list(seen[NEWEST : NEWEST + 6]) == [value & 0xFFFF for value in rows[-1]]
    assert taken([], seen) == []


def test_the_first_ones_may_be_skipped_and_are_not_looked_at():
    seen = watch()
    seen[SKIP] = 3
    assert taken([[HIGH] * 6] * 2, seen) == [] and seen[SKIP] == 1
    assert taken([[HIGH] * 6, [5] * 6], seen) == [[5] * 6]
    assert (seen[SKIP], seen[CLIPPED], seen[ONES], seen[SAME]) == (0, 0, 5, 0)


def test_equal_samples_in_a_row_are_counted():
    seen = watch()
    still, moved = [1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 7]
    for rows, same in (
        ([still] * 4, 3),
        ([still] * 2, 5),
        ([moved], 0),
        ([moved, still, still], 1),
        ([], 1),
        ([still] * 3, 4),
    ):
        taken(rows, seen)
        assert seen[SAME] == same
    for _ in range(2000):
        taken([still] * 32, seen)
    assert seen[SAME] == 60000  # and not a number that wraps


def test_samples_at_the_end_of_the_range_are_counted_once_each():
    seen = watch()
    for axis in range(6):
        rows = [[0] * 6 for _ in range(5)]
        rows[0][axis], rows[1][axis] = HIGH, LOW
        rows[2][axis], rows[3][axis] = HIGH - 1, LOW + 1
        taken(rows, seen)
        assert seen[CLIPPED] == 2
    taken([[HIGH, LOW, 0, 0, HIGH, 0]], seen)
    assert seen[CLIPPED] == 1


def test_the_bits_that_were_seen():
    seen = watch()
    taken([[8, 0, 0, 0, 0, -1], [9, 0, 0, 0, 0, -1]], seen)
    assert [seen[ONES], seen[ZEROS]] == [9, 0xFFF7]
    assert [seen[ONES + 5], seen[ZEROS + 5]] == [0xFFFF, 0]
    assert [seen[ONES + 3], seen[ZEROS + 3]] == [0, 0xFFFF]


def test_both_codes_do_the_same():
    random = Random(5)
    fast, plain = watch(), watch()
    for spread in (1, 2, 40, 40000) * 10:
        fast[SKIP] = plain[SKIP] = random.between(0, 2)
        rows = [
            [max(LOW, min(HIGH, random.between(-spread, spread))) for _ in range(6)]
            for _ in range(random.between(0, 20))
        ]
        assert taken(rows, fast) == taken(rows, plain, plain_readings)
        assert list(fast) == list(plain)
