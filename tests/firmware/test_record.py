"""Takes: by message, by button, stopped, torn, and the course's with its LED."""

from fakes import named, run, tap
from test_app import ask, indices, started, stream

import indicator
from faults import fault
from gesturekit import messages
from gesturekit.framing import TO_BOARD, encode
from gesturekit.messages import BUTTON, COMPLETE, GAP, IDLE, NOW, RECORD, STOPPED

IMU, PROXIMITY = 0, 1


def finish(app, ms=3000):
    """Let it run with a host that credits; return the messages heard."""
    received = []
    for _ in range(ms // 100):
        run(app, 100)
        received += app.board.heard()
        if received:
            app.board.say("credit", received[-1].seq)
    return received


def check_take(received, count, reason=COMPLETE):
    """Check that received holds one whole take in order; return its first index."""
    (begun,) = named(received, "take_begun")
    (ended,) = named(received, "take_ended")
    names = [message.name for message in received]
    assert names.index("take_begun") < names.index("samples") < names.index("take_ended")
    assert "samples" not in names[names.index("take_ended") :]
    found = indices(named(received, "samples"))
    assert found == list(range(begun.index, begun.index + count))
    assert (begun.count, ended.count, ended.reason) == (count, count, reason)
    assert ended.index == begun.index + count
    return begun.index


def test_a_take_by_message():
    for count in (1, 7, 8, 9, 104, 500):
        app = started()
        error, received = ask(app, "record", IMU, count, NOW)
        assert not error
        check_take(received + finish(app, 6000), count)
        assert app.mode.number == IDLE


def test_a_take_by_button():
    app = started()
    ask(app, "record", IMU, 104, BUTTON)
    assert not finish(app, 1000)
    assert app.board.pixels.shown == [indicator.ARMED] * 5
    pressed = app.imu.index
    tap(app, 1)
    assert app.board.pixels.shown == [indicator.TAKING] * 5
    assert 0 <= check_take(finish(app), 104) - pressed < 10


def test_button_2_starts_nothing():
    app = started()
    ask(app, "record", IMU, 10, BUTTON)
    tap(app, 2)
    assert not named(finish(app, 500), "take_begun") and app.mode.number == RECORD


def test_a_take_stopped_in_the_middle():
    app = started()
    ask(app, "record", IMU, 500, NOW)
    received = finish(app, 1000)
    received += ask(app, "stop")[1]
    (ended,) = named(received, "take_ended")
    assert ended.reason == STOPPED and 90 < ended.count < 120
    assert len(indices(named(received, "samples"))) == ended.count
    assert app.mode.number == IDLE


def test_a_take_stopped_before_it_began():
    app = started()
    ask(app, "record", IMU, 500, BUTTON)
    (ended,) = named(ask(app, "stop")[1], "take_ended")
    assert (ended.reason, ended.count) == (STOPPED, 0)


def test_another_request_stops_a_take():
    app = started()
    ask(app, "record", IMU, 500, NOW)
    received = ask(app, "record", IMU, 20, NOW)[1]
    assert named(received, "take_ended")[0].reason == STOPPED
    assert named(finish(app), "take_ended")[0].reason == COMPLETE


def test_a_whole_take_waits_for_a_host_that_does_not_read():
    app = started()
    received = ask(app, "record", IMU, 900, NOW)[1]
    run(app, 9000)
    received += app.board.heard()
    assert not named(received, "take_ended")
    app.board.say("credit", received[-1].seq)
    check_take(received + finish(app), 900)


def test_a_long_take_is_torn_when_the_host_does_not_read():
    app = started()
    ask(app, "record", IMU, 3000, NOW)
    for _ in range(8):
        run(app, 5000)
        app.board.say("ask_status")
    received = app.board.heard()
    app.board.say("credit", received[-1].seq)
    (ended,) = named(finish(app), "take_ended")
    assert ended.reason == GAP and ended.count > 1000


def test_an_overrun_tears_a_take():
    app = started()
    ask(app, "record", IMU, 500, NOW)
    received = finish(app, 1000)
    app.board.ms += 5000
    received += finish(app, 500)
    (ended,) = named(received, "take_ended")
    assert ended.reason == GAP and 90 < ended.count < 120


def test_a_sensor_that_fails_tears_a_take():
    for begin in (10, 1000):
        app = started()
        ask(app, "record", IMU, 500, NOW)
        received = finish(app, begin)
        app.board.i2c.chips.clear()
        (ended,) = named(received + finish(app, 500), "take_ended")
        assert ended.reason == GAP


def test_an_overrun_before_the_button_tears_nothing():
    app = started()
    ask(app, "record", IMU, 50, BUTTON)
    app.board.ms += 5000
    tap(app, 1)
    check_take(finish(app), 50)


def test_a_silent_host_ends_a_take():
    app = started()
    ask(app, "record", IMU, 50, BUTTON)
    run(app, 10_500)
    assert named(app.board.heard(), "take_ended")[0].reason == STOPPED
    assert app.mode.number == IDLE


def course_take(app, start):
    """Record the course's take with counts that rise while the LED is on; return messages."""
    board = app.board
    error, received = ask(app, "record", PROXIMITY, 3, start)
    assert not error
    if start == BUTTON:
        received += finish(app, 500)
        assert not board.leds
        tap(app, 1)
    for step in range(250):
        board.proximity.counts = 100 + step
        run(app, 10)
    return received + board.heard()


def test_the_course_take():
    for start in (NOW, BUTTON):
        app = started()
        received = course_take(app, start)
        (begun,) = named(received, "take_begun")
        (ended,) = named(received, "take_ended")
        assert (begun.index, begun.count) == (0, 3)
        assert (ended.index, ended.count, ended.reason) == (3, 3, COMPLETE)
        samples = named(received, "samples")
        counts = [fields.data[0] | fields.data[1] << 8 for fields in samples]
        assert [fields.index for fields in samples] == [0, 1, 2]
        assert counts[1] - counts[0] == counts[2] - counts[1] == 25  # 250 ms apart
        (on, lit), (off, still_lit) = app.board.leds
        assert lit and not still_lit and off - on == 500


def test_the_course_take_waits_one_second():
    app = started()
    ask(app, "record", PROXIMITY, 3, BUTTON)
    before = app.board.ms
    tap(app, 1)
    assert app.board.pixels.shown == [indicator.COUNTDOWN] * 5
    finish(app, 2000)
    assert 1000 <= app.board.leds[0][0] - before <= 1000 + 50


def test_stopping_a_course_take_switches_the_led_off():
    app = started()
    ask(app, "record", PROXIMITY, 3, NOW)
    received = finish(app, 1300)
    received += ask(app, "stop")[1]
    assert named(received, "take_ended")[0].reason == STOPPED
    assert [on for _, on in app.board.leds] == [True, False]


def test_a_proximity_sensor_that_fails_tears_a_course_take():
    app = started()
    ask(app, "record", PROXIMITY, 3, NOW)
    received = finish(app, 1300)
    del app.board.i2c.chips[0x39]
    received += finish(app, 1000)
    assert named(received, "take_ended")[0].reason == GAP
    assert [on for _, on in app.board.leds] == [True, False]


def test_streaming_after_a_take():
    app = started()
    ask(app, "record", IMU, 50, NOW)
    finish(app)
    ask(app, "stream", IMU)
    assert len(indices(stream(app, 1000))) > 90


@fault(4, "the ack of a request gets lost")
def test_a_request_that_is_repeated_is_done_once():
    app = started()
    asked = encode(TO_BOARD, messages.encode("record", 77, IMU, 104, NOW))
    app.board.input += asked
    run(app, 300)
    received = app.board.heard()
    app.board.input += asked
    run(app, 20)
    received += app.board.heard()
    first, second = [message for message in received if message.name == "ack"]
    assert first == second and first.fields.request == 77
    check_take(received + finish(app), 104)
    ask(app, "ask_hello")  # another host may use the same number
    app.board.input += asked
    check_take(finish(app), 104)


@fault(18, "a request with the number of an earlier one, 65,536 numbers later")
def test_the_same_number_after_all_others_is_another_request():
    app = started()
    asked = encode(TO_BOARD, messages.encode("record", 77, IMU, 104, NOW))
    for _ in range(2):
        app.board.input += asked
        check_take(finish(app), 104)
        for number in range(0, 1 << 16, 0x1000):
            app.board.input += encode(TO_BOARD, messages.encode("credit", 77 + number & 0xFFFF, 0))
            run(app, 20)
