"""Both sensors together: the IMU's samples with the newest proximity reading beside them."""

import struct

import small_models
from fakes import FakeBoard, named, run
from test_app import ask, started, stream
from test_classify import started as classifying
from test_classify import wave

import indicator
from gesturekit.messages import (
    ABSENT,
    CLASSIFY,
    COMPLETE,
    GAP,
    IDLE,
    NO_SENSOR,
    NOW,
    SCORES_AND_SAMPLES,
)
from modes import BOTH, Stream

WIDTH = 7


def hand(n):
    """Samples that tell their own number."""
    return [n, -n, 2 * n, 0, 1, -1]


def board_with_a_hand():
    board = FakeBoard()
    board.imu.scene = hand
    board.proximity.counts = 300
    return board


def rows(frames):
    """Return every sample as (index, values)."""
    found = []
    for fields in frames:
        values = struct.unpack("<%dh" % (len(fields.data) // 2), fields.data)
        for at in range(len(values) // WIDTH):
            found.append((fields.index + at, values[WIDTH * at : WIDTH * at + WIDTH]))
    return found


def record(app, count, ms):
    """Record a take while a host credits; return its rows, and how it ended."""
    error, received = ask(app, "record", BOTH, count, NOW)
    assert not error
    for _ in range(ms // 50):
        run(app, 50)
        received += app.board.heard()
        app.board.say("credit", received[-1].seq)
    (ended,) = named(received, "take_ended")
    return rows(named(received, "samples")), ended


def test_every_sample_has_the_newest_reading():
    app = started(board_with_a_hand())
    ask(app, "stream", BOTH)
    found = []
    for counts in (300, 301, 999, 0, 1023):
        app.board.proximity.counts = counts
        found += rows(stream(app, 500))
    first = found[0][0]
    assert [index for index, _ in found] == list(range(first, first + len(found)))
    assert {len(frame.data) for frame in stream(app, 500)} == {7 * 2 * WIDTH}  # as long as six's
    born = found[0][1][0] - first
    for index, values in found:
        assert list(values[:6]) == hand(index + born)
    seen = [values[6] for _, values in found]
    assert sorted(seen, key=(300, 301, 999, 0, 1023).index) == seen and len(set(seen)) == 5
    assert not app.outbox.dropped


def test_only_the_newest_of_several_samples_is_as_young_as_the_reading():
    app = started(board_with_a_hand())
    app.enter(Stream(app, BOTH))
    run(app, 100)
    app.board.heard()
    app.board.proximity.counts = 400
    app.board.sleep_ms(100)  # the app was busy with something else
    run(app, 30)
    app.outbox.close()
    app.outbox.send()
    seen = [values[6] for _, values in rows(named(app.board.heard(), "samples"))]
    assert seen.index(400) >= 9 and seen[-1] == 400


def test_a_take_is_whole():
    app = started(board_with_a_hand())
    for count in (1, 6, 7, 8, 104):
        found, ended = record(app, count, 1500)
        assert (len(found), ended.sensor, ended.reason) == (count, BOTH, COMPLETE)
        assert [index - found[0][0] for index, _ in found] == list(range(count))
        assert {values[6] for _, values in found} == {300}


def test_a_take_ends_with_a_gap_where_proximity_fails():
    app = started(board_with_a_hand())
    received = ask(app, "record", BOTH, 1000, NOW)[1]
    run(app, 300)
    del app.board.i2c.chips[0x39]
    run(app, 300)
    received += app.board.heard()
    (ended,) = named(received, "take_ended")
    assert ended.reason == GAP and 20 < ended.count < 60
    assert len(rows(named(received, "samples"))) == ended.count
    assert ask(app, "record", BOTH, 10, NOW)[0] == NO_SENSOR
    assert ask(app, "record", 0, 10, NOW)[0] == 0  # the IMU alone is fine


def test_a_stream_counts_what_has_no_reading():
    app = started(board_with_a_hand())
    ask(app, "stream", BOTH)
    before = rows(stream(app, 500))
    chip = app.board.i2c.chips.pop(0x39)
    assert not rows(stream(app, 500))[7:]
    app.board.i2c.chips[0x39] = chip
    after = rows(stream(app, 2500))
    found = [index for index, _ in before + after]
    missing = found[-1] + 1 - found[0] - len(found)
    assert app.outbox.dropped > 50 and abs(app.outbox.dropped - missing) <= 7
    assert after[-1][1][6] == 300


def test_without_proximity_there_is_nothing_to_stream():
    board = board_with_a_hand()
    del board.i2c.chips[0x39]
    app = started(board)
    error, received = ask(app, "stream", BOTH)
    assert error == NO_SENSOR
    (text,) = [fields.text for fields in named(received, "ack")]
    assert text == "the proximity sensor does not work: absent"


def swiped(app):
    """Let a hand pass by; return what was said about it."""
    app.board.heard()
    for counts in (0, 200, 400, 200, 0):
        app.board.proximity.counts = counts
        run(app, 80)
    run(app, 500)
    return app.board.heard()


def test_a_hand_is_detected_and_no_movement_of_the_board():
    app = classifying(small_models.swipe())
    assert named(app.board.heard(), "hello")[0].mode == CLASSIFY
    before = app.imu.index
    (detection,) = named(swiped(app), "detection")
    assert detection.label == 1 and 25 < detection.duration < 60
    assert before < detection.index - detection.duration < before + 20
    assert app.board.pixels.shown == [indicator.label_color(1)] * 5
    wave(app)
    assert not named(app.board.heard(), "detection")


def test_samples_come_with_the_scores():
    app = classifying(small_models.swipe())
    ask(app, "classify", SCORES_AND_SAMPLES)
    received = swiped(app)
    seen = rows(named(received, "samples"))
    assert {values[6] for _, values in seen} == {0, 200, 400}
    told = named(received, "scores")
    assert seen[0][0] < told[0].index and told[-1].index <= seen[-1][0] + 7


def test_a_proximity_sensor_that_fails_is_said_and_nothing_is_recognized():
    app = classifying(small_models.swipe())
    app.board.i2c.chips.pop(0x39)
    assert not named(swiped(app), "detection")
    assert sum([b"nothing is recognized" in line for line in app.board.console]) == 1
    assert app.board.pixels.shown[indicator.PROXIMITY_PIXEL] == indicator.TROUBLE[ABSENT]
    assert ask(app, "classify", 1)[0] == NO_SENSOR
    app.board.i2c.chips[0x39] = app.board.proximity
    run(app, 1500)
    assert len(named(swiped(app), "detection")) == 1


def test_a_model_of_both_needs_both():
    for address in (0x39, 0x6A):
        board = FakeBoard()
        del board.i2c.chips[address]
        assert classifying(small_models.swipe(), board).mode.number == IDLE
