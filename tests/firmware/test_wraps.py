"""Counters just before they wrap, or outgrow the small integers of a board after months.

Under MicroPython the heap is locked while counters pass these places.
"""

from fakes import FakeBoard, named, no_slots, run
from test_heap import locked, started

import classify
from app import App
from faults import fault
from gesturekit import messages
from gesturekit.messages import INDEX_WRAP
from gesturekit.plain_features import AVERAGE, BEGIN, COUNT, END, HOP, NEXT, OLDEST
from modes import IMU, Stream

NEAR = 300  # samples before a wrap


def at_wrap():
    """An app on a fake board whose next sample is number INDEX_WRAP - NEAR."""
    app = App(FakeBoard(), no_slots())
    run(app, 200)
    app.imu.index = INDEX_WRAP - NEAR
    app.board.heard()
    return app


def frames_of(app, ms):
    """Let it run while the host reads and credits; return what it heard."""
    heard = []
    for _ in range(ms // 100):
        run(app, 100)
        received = app.board.heard()
        heard += received
        if received:
            app.board.say("credit", received[-1].seq)
    return heard


def follow(first, frames):
    """Whether the samples frames follow each other from index first on, across the wrap."""
    for fields in frames:
        if fields.index != first:
            return False
        first = (first + len(fields.data) // 12) % INDEX_WRAP
    return first < NEAR * 10


@fault(18, "the index of samples just before its wrap, in a stream")
def test_a_stream_goes_on():
    app = at_wrap()
    app.board.say("stream", 0)
    frames = named(frames_of(app, 5000), "samples")
    assert len(frames) > 50 and follow(frames[0].index, frames)
    assert frames[0].index > INDEX_WRAP // 2 > frames[-1].index


@fault(18, "the index of samples just before its wrap, in a take")
def test_a_take_is_whole():
    app = at_wrap()
    app.board.say("record", 0, 400, messages.NOW)
    heard = frames_of(app, 6000)
    (begun,), (ended,) = named(heard, "take_begun"), named(heard, "take_ended")
    assert begun.index > INDEX_WRAP // 2 and ended.index == (begun.index + 400) % INDEX_WRAP
    assert (ended.count, ended.reason) == (400, messages.COMPLETE)
    assert follow(begun.index, named(heard, "samples"))


@fault(18, "the index of proximity readings just before its wrap")
def test_proximity_goes_on():
    app = at_wrap()
    app.proximity.index = INDEX_WRAP - 5
    app.board.say("stream", 1)
    found = [fields.index for fields in named(frames_of(app, 1000), "samples")]
    assert found[:8] == [(found[0] + n) % INDEX_WRAP for n in range(8)] and 0 in found


@fault(18, "49 days of uptime, in ms just below 2^32")
def test_uptime_goes_on():
    app = at_wrap()
    app._seconds = (1 << 32) // 1000 - 1
    told = []
    for _ in range(4):
        app.board.say("ask_status")
        told += named(frames_of(app, 1000), "status")
    times = [status.uptime for status in told]
    assert times[0] > 1 << 31 > times[-1]
    assert (times[-1] - times[0]) % (1 << 32) in range(2900, 3100)


def classifying(index, pushed):
    """An app that classifies, as after about so many samples."""
    app = started()
    app.imu.index = index
    classifier = app.mode._classifier
    state = classifier._stream.state
    means = pushed // state[AVERAGE] // state[HOP] * state[HOP]
    for place in (BEGIN, COUNT, END, NEXT, OLDEST):
        state[place] += means
    classifier.pushed += means * state[AVERAGE]
    return app


@fault(18, "a month and two months of samples, just before counters begin anew")
@fault(19, "the heap is locked meanwhile")
def test_classifying_goes_on_and_takes_no_heap():
    plain = started()
    _, expected = locked(plain)
    for index in (INDEX_WRAP - NEAR, INDEX_WRAP - 1):
        app = classifying(index, classify.FAR - NEAR)
        _, frames = locked(app)
        assert frames == expected and app.imu.index < INDEX_WRAP // 2
        assert app.mode._classifier.pushed < classify.FAR // 2


@fault(18, "the index of samples just before its wrap, while streaming with a locked heap")
def test_streaming_takes_no_heap():
    app = started()
    app.enter(Stream(app, IMU))
    app.imu.index = INDEX_WRAP - NEAR
    samples, frames = locked(app)
    assert 0 <= frames - samples // 8 <= 1 and app.imu.index < INDEX_WRAP // 2
