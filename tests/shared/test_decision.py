"""Decision: thresholds, repeats, hold-off, and that idle and unknown are never detections."""

from array import array

from random_models import imu

from gesturekit.decision import NOTHING, Decision


def decision(**changes):
    return Decision(imu(threshold=100, repeats=2, holdoff=30, **changes))


def test_an_ended_movement_needs_the_threshold():
    decide = decision()
    assert decide.ended(1, 99, 100) == NOTHING
    assert decide.ended(1, 100, 100) == 1


def test_a_hold_off_follows_a_detection():
    decide = decision()
    assert decide.ended(1, 200, 100) == 1
    assert decide.ended(2, 200, 129) == NOTHING
    assert decide.ended(2, 200, 130) == 2


def test_idle_is_no_detection():
    decide = decision(idle=1)
    assert decide.ended(1, 255, 100) == NOTHING
    assert decide.lasting(1, 255, 200) == decide.lasting(1, 255, 230) == NOTHING


def test_what_is_unknown_is_no_detection():
    decide = decision(unknown=2)
    assert decide.ended(2, 255, 100) == NOTHING
    assert decide.lasting(2, 255, 200) == decide.lasting(2, 255, 230) == NOTHING
    assert decide.ended(1, 255, 260) == 1


def test_every_label_has_a_threshold_of_its_own():
    decide = Decision(imu(thresholds=array("B", [10, 200, 90]), holdoff=0))
    for label, least in enumerate((10, 200, 90)):
        assert decide.ended(label, least - 1, 100) == NOTHING
        assert decide.ended(label, least, 100) == label


def test_a_lasting_movement_needs_equal_results_in_a_row():
    decide = decision()
    results = [(0, 100), (1, 130), (1, 160), (1, 190), (0, 220), (1, 250), (0, 280), (0, 310)]
    found = [decide.lasting(best, 200, end) for best, end in results]
    assert found == [NOTHING, NOTHING, 1, NOTHING, NOTHING, NOTHING, NOTHING, 0]


def test_a_lasting_movement_without_a_report_ends_with_one():
    decide = decision()
    assert decide.lasting(2, 200, 100) == NOTHING
    assert decide.lasting_ended(2, 200, 120) == 2
    decide.reset()
    assert decide.lasting(2, 200, 100) == NOTHING
    assert decide.lasting(2, 200, 130) == 2
    assert decide.lasting_ended(2, 200, 170) == NOTHING


def test_a_new_movement_may_repeat_the_last_label():
    decide = decision()
    decide.lasting(1, 200, 100)
    assert decide.lasting(1, 200, 130) == 1
    decide.lasting_ended(1, 200, 140)
    assert decide.ended(1, 200, 500) == 1


def test_reset_forgets_the_hold_off():
    decide = decision()
    assert decide.ended(0, 200, 100) == 0
    decide.reset()
    assert decide.ended(0, 200, 101) == 0
