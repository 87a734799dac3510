"""Segmenter: where movements begin and end, long ones included."""

from random_models import imu

from gesturekit.segmenter import ENDED, LASTING, LASTING_ENDED, NOTHING, Segmenter

MODEL = imu(gate=100, lag=4, quiet=10, window=50, hop=15)


def events(movements, segmenter=None):
    """Return (event, begin, end, peak, sample at which it was known) for a row of movements."""
    segmenter = segmenter or Segmenter(MODEL)
    found = []
    for movement in movements:
        event = segmenter.step(movement)
        if event != NOTHING:
            found.append((event, segmenter.begin, segmenter.end, segmenter.peak, segmenter.count))
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


def test_a_movement_from_the_first_sample_begins_there():
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
    segmenter = Segmenter(MODEL)
    events([200] * 30, segmenter)
    segmenter.reset()
    assert not segmenter.active
    assert events([0] * 40, segmenter) == []
    assert events([300] * 2 + [0] * 10, segmenter) == [(ENDED, 66, 72, 300, 82)]
