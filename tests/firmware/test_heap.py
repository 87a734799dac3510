"""A step of the app takes no heap: not while it classifies, with a host or without, nor streams.

Under MicroPython the heap is locked meanwhile, so taking any of it is an error.
"""

import small_models
from fake_chips import still
from frugal import FrugalBoard

import untethered
from app import App
from faults import fault
from gesturekit.framing import MAX_PAYLOAD, TO_HOST, FrameError
from gesturekit.messages import CREDIT_WINDOW, FROZEN, SAMPLES_PER_FRAME, SCORES_AND_SAMPLES
from link import Link
from modes import BOTH, IMU, Stream
from untethered import Plan

try:
    from micropython import heap_lock, heap_unlock
except ImportError:  # CPython: the same steps, unlocked

    def heap_lock():
        pass

    def heap_unlock():
        pass


# Every second of movement is followed by one without
MOTION = [[n * 37 % 64 * 100] * 6 for n in range(104)] + [still(n) for n in range(104)]
SECONDS = 20


def started(motion=MOTION):
    """An app with a model for the IMU, classifying; what it does only once is done."""
    slots = small_models.put(small_models.imu())
    try:
        app = App(FrugalBoard(motion), slots)
    finally:
        small_models.remove()
    steps(app, 4)
    return app


def steps(app, seconds, reads=True):
    """Step as App.run() does, while a host is heard from, and reads."""
    board = app.board
    for step in range(100 * seconds):
        board.i2c.due += 2 if step % 25 == 0 else 1
        app._heard = app._now
        if reads:
            app.outbox.forget()
        app.step()
        board.sleep_ms(10)


def locked(app, reads=True):
    """Step with a locked heap; return how many samples were read and how many frames sent."""
    board = app.board
    samples, frames = board.i2c.read, board.writes
    heap_lock()
    try:
        steps(app, SECONDS, reads)
    finally:
        heap_unlock()
    return board.i2c.read - samples, board.writes - frames


@fault(19, "the heap is locked while it classifies")
def test_classifying_alone_takes_no_heap():
    app = started()
    pixels = app.board.pixels.writes
    samples, frames = locked(app)
    assert samples == 104 * SECONDS and frames == SECONDS // 2  # each a detection
    assert app.board.pixels.writes > pixels and not app.imu.bus_errors


def test_scores_take_no_heap():
    app = started()
    app.enter(type(app.mode)(app, True))
    steps(app, 4)
    samples, frames = locked(app)
    assert frames > samples // 24 and app.mode.needs_host


def test_scores_and_samples_take_no_heap():
    app = started()
    app.enter(type(app.mode)(app, SCORES_AND_SAMPLES))
    steps(app, 4)
    samples, frames = locked(app)
    assert frames > samples // 24 + samples // SAMPLES_PER_FRAME["imu"]


@fault(19, "the heap is locked while nobody reads and the ring overflows")
def test_a_host_that_does_not_read_costs_no_heap():
    app = started()
    app.enter(Stream(app, IMU))
    samples, frames = locked(app, reads=False)
    assert frames == CREDIT_WINDOW and app.outbox.dropped > samples // 4


@fault(19, "the heap is locked while it streams")
def test_streaming_takes_no_heap():
    app = started()
    app.enter(Stream(app, IMU))
    samples, frames = locked(app)
    assert frames == samples // SAMPLES_PER_FRAME["imu"]


def test_streaming_both_sensors_takes_no_heap():
    app = started()
    app.enter(Stream(app, BOTH))
    steps(app, 1)
    samples, frames = locked(app)
    assert 0 <= frames - samples // SAMPLES_PER_FRAME["imu+proximity"] <= 1
    assert not app.outbox.dropped


def test_recording_without_a_host_takes_no_heap_until_it_saves():
    for sensor in (IMU, BOTH):
        app = started()
        app.plan = Plan(sensor, 104 * SECONDS + 500, ["circle"])
        untethered.button_2(app)
        app.mode.button_1(0)
        steps(app, 2)
        samples, frames = locked(app)
        assert samples == 104 * SECONDS and not frames and app.mode._taken > samples


def test_a_payload_that_is_too_long_is_refused():
    most = MAX_PAYLOAD[TO_HOST]
    board = FrugalBoard(MOTION)
    link = Link(board)
    link.post(bytearray(most + 6), 0, most)
    try:
        link.post(bytearray(most + 7), 0, most + 1)
    except FrameError:
        assert board.writes == 1
        return
    raise AssertionError("a line overflowed")


@fault(19, "samples that freeze, are equal for a while and are clipped, and a rate to measure")
def test_trouble_with_the_samples_takes_no_heap():
    motion = [[n, 0, 4096, 0, 0, 0] for n in range(74)] + [[32767, 0, 4096, 0, 0, 0]] * 30
    app = started(motion)
    app.enter(Stream(app, IMU))
    steps(app, 1)
    clipped = app.imu.clipped
    samples, frames = locked(app)
    assert frames >= samples // SAMPLES_PER_FRAME["imu"] - 5 and not app.imu.gaps
    assert app.imu.clipped - clipped >= 30 * (SECONDS - 1) and app.imu.pace.rate
    app.board.i2c.freeze()
    samples, frames = locked(app)
    assert app.imu.state == FROZEN and app.imu.gaps == 1 and frames <= 3
