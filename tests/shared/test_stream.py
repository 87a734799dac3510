"""Stream: means, where they lie, their movement, and where movements begin and end."""

from array import array

from random_models import imu

from gesturekit import stream
from gesturekit.plain_features import (
    ACTIVE,
    BEGIN,
    CAPACITY,
    COUNT,
    END,
    ENDED,
    EVENT,
    HOPPED,
    LASTING,
    LASTING_ENDED,
    NOTHING,
    OLDEST,
    PEAK,
    PLACE,
    segment,
)
from gesturekit.sample import AXES
from gesturekit.stream import Stream

BOTH = "imu+proximity"
MODEL = imu(average=1, gate=100, lag=4, quiet=10, window=50, hop=15)


def pushed(made, samples):
    """Push whole samples; return how far it got each time, and why it stopped."""
    stops = []
    at, count = 0, len(samples) // 6
    while at < count:
        at += made.push(samples, 6 * at, count - at)
        if made.state[EVENT] or made.state[HOPPED]:
            stops.append((at, made.state[EVENT], made.state[HOPPED]))
    return stops


def latest(made, axis, count):
    start = made.state[PLACE] + made.state[CAPACITY] - count + axis * made.stride
    return list(made.data[start : start + count])


def test_the_latest_means_lie_in_a_row():
    made = Stream(imu(average=1, lag=1, quiet=2, window=3, hop=1, gate=1 << 20), (1, 2))
    for number in range(23):
        made.push(array("h", [9, number, -number, 0, 0, 0]), 0, 1)
        for count in range(1, min(number + 1, 5) + 1):
            expected = list(range(number - count + 1, number + 1))
            assert latest(made, 0, count) == expected
            assert latest(made, 1, count) == [-value for value in expected]
    assert made.state[COUNT] == 23


def test_means_are_rounded_down():
    made = Stream(imu(average=4, lag=4, quiet=8, window=24, hop=24, gate=1 << 20), (0, 5))
    rows = ((1, -1), (2, -2), (3, -2), (4, -2), (-32768, 32767))
    for low, high in rows[:4] + rows[4:] * 4:
        made.push(array("h", [low, 0, 0, 0, 0, high]), 0, 1)
    assert latest(made, 0, 2) == [2, -32768] and latest(made, 1, 2) == [-2, 32767]


def test_it_stops_at_every_hop_and_goes_on_in_the_middle_of_a_mean():
    for size in (1, 3, 7, 100):
        made = Stream(imu(average=4, lag=4, quiet=8, window=24, hop=24), range(6))
        samples, stops, done = array("h", [0] * 6 * size), [], 0
        while done < 200:
            for at, event, hopped in pushed(made, samples):
                assert event == NOTHING and hopped
                stops.append(done + at)
            done += size
        assert stops[:8] == list(range(24, 24 * 9, 24))


def test_movement_is_the_sum_of_differences():
    made = Stream(imu(average=1, lag=4, quiet=6, window=20, hop=1, gate=44), (0, 1, 2))
    for number in range(20):
        made.push(array("h", [number * 10, -number, 7, 0, 0, 0]), 0, 1)
        assert made.state[ACTIVE] == (number >= 4)
    assert made.state[PEAK] == 44


def test_movement_at_the_extremes():
    made = Stream(imu(average=1, lag=1, quiet=2, window=4, hop=1, gate=1), range(6))
    for number in range(9):
        value = 32767 if number % 2 else -32768
        made.push(array("h", [value] * 6), 0, 1)
    assert made.state[PEAK] == 6 * 65535


def test_proximity_is_a_seventh_value():
    model = imu(
        sensor=BOTH, axes=AXES[BOTH], average=2, lag=2, quiet=4, window=8, hop=2, gate=1 << 20
    )
    made = Stream(model, (0, 6))
    for number in range(11):
        made.push(array("h", [number, 1, 2, 3, 4, 5, 100 * number]), 0, 1)
    assert latest(made, 0, 3) == [4, 6, 8]
    assert latest(made, 1, 3) == [450, 650, 850]
    made.reset()
    made.push(array("h", [7] * 14), 0, 2)
    assert latest(made, 0, 1) == latest(made, 1, 1) == [7]


def test_movement_at_the_extremes_of_seven():
    made = Stream(imu(sensor=BOTH, average=1, lag=1, quiet=2, window=4, hop=1, gate=1), range(7))
    for number in range(9):
        value = 32767 if number % 2 else -32768
        made.push(array("h", [value] * 7), 0, 1)
    assert made.state[PEAK] == 7 * 65535


def events(movements, state=None):
    """Return (event, begin, end, peak, mean at which it was known) for a row of movements."""
    state = state or stream.state(MODEL)
    found = []
    for movement in movements:
        state[COUNT] += 1
        event = segment(state, movement)
        if event != NOTHING:
            found.append((event, state[BEGIN], state[END], state[PEAK], state[COUNT]))
    return found


def test_stillness_is_nothing():
    assert events([0] * 500 + [99] * 500) == []


def test_a_gesture_has_a_begin_and_an_end():
    row = [0] * 20 + [100, 500, 300] * 8 + [0] * 30
    assert events(row) == [(ENDED, 16, 44, 500, 54)]


def test_a_short_pause_does_not_end_a_gesture():
    for pause in range(1, 25):
        row = [0] * 20 + [200] * 8 + [0] * pause + [300] * 8 + [0] * 30
        found = events(row)
        assert len(found) == (1 if pause < 10 else 2)
        assert found[-1][2] == 36 + pause


def test_a_movement_from_the_first_mean_begins_there():
    assert events([500] * 10 + [0] * 10) == [(ENDED, 0, 10, 500, 20)]


def test_a_movement_that_lasts_is_looked_at_again_and_again():
    found = events([0] * 10 + [200] * 100 + [0] * 20)
    assert [each[0] for each in found] == [LASTING] * 4 + [LASTING_ENDED]
    assert [each[2] for each in found] == [56, 71, 86, 101, 110]
    assert all(end - begin == 50 for _, begin, end, _, _ in found)


def test_a_movement_as_long_as_the_window_is_lasting():
    for length in range(40, 50):
        found = events([0] * 10 + [200] * length + [0] * 20)
        lasting = length + 4 >= 50
        assert [each[0] for each in found] == ([LASTING, LASTING_ENDED] if lasting else [ENDED])


def test_reset_forgets_the_movement_but_counts_on():
    made = Stream(MODEL, range(6))
    events([200] * 30, made.state)
    made.reset()
    assert not made.state[ACTIVE] and made.state[OLDEST] == 30
    assert events([0] * 40, made.state) == []
    assert events([300] * 2 + [0] * 10, made.state) == [(ENDED, 66, 72, 300, 82)]


def test_reset_forgets_half_a_mean():
    made = Stream(imu(average=4, lag=4, quiet=8, window=24, hop=24, gate=1 << 20), (0,))
    made.push(array("h", [32000] * 18), 0, 3)
    made.reset()
    made.push(array("h", [5] * 24), 0, 4)
    assert latest(made, 0, 1) == [5]
