"""Window: the latest samples of each axis lie in a row, however long it has been filled."""

from array import array

from gesturekit.window import Window


def latest(window, axis, count):
    start = window.start(window.count - count) + axis * window.stride
    return list(window.data[start : start + count])


def test_the_latest_samples_lie_in_a_row():
    window = Window(2, 5)
    for number in range(23):
        window.put(array("h", [9, number, -number]), 0, (1, 2))
        held = min(number + 1, 5)
        for count in range(1, held + 1):
            expected = list(range(number - count + 1, number + 1))
            assert latest(window, 0, count) == expected
            assert latest(window, 1, count) == [-value for value in expected]
    assert window.count == 23


def test_values_are_read_from_their_place():
    window = Window(1, 3)
    samples = array("h", [1, 2, 3, 4, 5, 6])
    window.put(samples, 3, (2,))
    assert latest(window, 0, 1) == [6]


def test_movement_is_the_sum_of_differences():
    window = Window(3, 6)
    for number in range(20):
        window.put(array("h", [number * 10, -number, 7]), 0, (0, 1, 2))
        if number >= 5:
            assert window.movement(4) == 4 * 10 + 4


def test_movement_at_the_extremes():
    window = Window(6, 4)
    for number in range(9):
        value = 32767 if number % 2 else -32768
        window.put(array("h", [value] * 6), 0, range(6))
    assert window.movement(1) == 6 * 65535
    assert window.movement(2) == 0
