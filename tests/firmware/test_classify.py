"""Classifying: with a model for each sensor, without one, and with files that are none."""

from array import array
from struct import pack

import small_models
from fake_chips import still
from fakes import FakeBoard, named, no_slots, run, tap
from test_app import ask

import indicator
from app import App
from faults import fault
from gesturekit import golden, model_format, plain
from gesturekit.messages import BAD_VALUE, CLASSIFY, IDLE, NO_MODEL, SCORES_AND_SAMPLES
from gesturekit.model_format import NO_LIMIT


def started(model, board=None):
    """An app whose model file holds this Model (or these bytes)."""
    slots = small_models.put(model)
    try:
        app = App(board or FakeBoard(), slots)
    finally:
        small_models.remove()
    app.board.imu.scene = still
    run(app, 1000)
    return app


def wave(app, ms=500):
    """Move the board for ms, then hold it still."""
    app.board.imu.scene = lambda n: [n * 37 % 64 * 100] * 6
    run(app, ms)
    app.board.imu.scene = still
    run(app, 500)


def test_hello_names_the_model():
    app = started(small_models.proximity())
    (hello,) = named(app.board.heard(), "hello")
    assert hello.labels == b"closer\naway" and hello.model_hash == app.loaded.hash
    assert (hello.model_sensor, hello.model_rate, hello.mode) == (1, 0, CLASSIFY)


def test_labels_that_do_not_fit_into_hello_are_left_out_whole():
    for length in (1, 62):
        labels = ("a" * length, "b" * length)
        app = started(small_models.proximity(labels=labels))
        assert named(app.board.heard(), "hello")[0].labels == "\n".join(labels).encode()
    import answers

    names = ["%02d" % n + "x" * 60 for n in range(32)]
    kept = answers._labels(names).decode().split("\n")
    assert len(kept) == 7 and kept == names[:7]


def test_the_course_classifies_without_a_host():
    app = started(small_models.proximity())
    for label, step in ((0, 1), (1, -1)):
        app.board.heard()
        app.board.proximity.counts = 500
        app.board.down.add(1)
        shown = []
        for _ in range(300):
            app.board.proximity.counts += step
            run(app, 10)
            shown.append(app.board.pixels.shown[0])
        app.board.down.clear()
        (detection,) = named(app.board.heard(), "detection")
        assert detection.label == label and detection.duration == 3
        assert detection.index == app.proximity.index
        assert detection.confidence > 128
        assert indicator.label_color(label) in shown
        run(app, 1500)
    assert [on for _, on in app.board.leds] == [True, False, True, False]


def test_a_press_during_a_course_take_changes_nothing():
    app = started(small_models.proximity())
    tap(app)
    tap(app)
    run(app, 3000)
    assert len(app.board.leds) == 2


def test_scores_of_a_course_take():
    app = started(small_models.proximity())
    assert ask(app, "classify", 1)[0] == 0
    tap(app)
    app.board.say("ask_status")
    run(app, 2000)
    received = app.board.heard()
    (scores,) = named(received, "scores")
    assert len(scores.confidences) == 2 and not scores.active


def test_samples_of_a_course_take_come_with_its_scores():
    app = started(small_models.proximity())
    assert ask(app, "classify", SCORES_AND_SAMPLES)[0] == 0
    app.board.heard()
    app.board.proximity.counts = 300
    tap(app)
    run(app, 2000)
    received = app.board.heard()
    (scores,) = named(received, "scores")
    samples = named(received, "samples")
    assert [bytes(fields.data) for fields in samples] == [pack("<h", 300)] * 3
    assert [fields.index + 1 for fields in samples][2] == scores.index


def test_an_unsure_answer_is_no_detection():
    app = started(small_models.proximity(threshold=200))
    app.board.heard()
    app.board.proximity.counts = 400  # neither closer nor away
    tap(app)
    shown = []
    for _ in range(250):
        run(app, 10)
        shown.append(app.board.pixels.shown[0])
    assert not named(app.board.heard(), "detection") and indicator.UNKNOWN in shown


def test_a_sensor_that_fails_voids_a_course_take():
    app = started(small_models.proximity())
    app.board.heard()
    del app.board.i2c.chips[0x39]
    tap(app)
    run(app, 3000)
    assert not named(app.board.heard(), "detection")
    assert any(b"proximity" in line for line in app.board.console)
    assert app.board.leds[-1][1] is False


def test_movements_are_detected():
    app = started(small_models.imu())
    assert named(app.board.heard(), "hello")[0].mode == CLASSIFY
    begun = app.imu.index
    wave(app)
    (detection,) = named(app.board.heard(), "detection")
    assert detection.label == 1 and 40 < detection.duration < 70
    assert abs(detection.index - detection.duration - begun) < 12
    assert app.board.pixels.shown == [indicator.label_color(1)] * 5
    run(app, 1500)
    assert app.board.pixels.shown[0] == indicator.CLASSIFY


def test_what_is_unknown_is_shown_dim_and_never_reported():
    """By the network's own answer, and where a movement is far from every gesture."""
    far = {
        "unknown": 0,
        "limits": array("H", (NO_LIMIT, 10)),
        "prototypes": array("B", [63] * 141),
    }
    for changes in ({"unknown": 1}, far):
        app = started(small_models.imu(**changes))
        app.board.heard()
        wave(app)
        assert not named(app.board.heard(), "detection")
        assert app.board.pixels.shown == [indicator.UNKNOWN] * 5
        run(app, 1500)
        assert app.board.pixels.shown[0] == indicator.CLASSIFY


def test_the_index_of_a_detection_counts_all_samples():
    app = started(small_models.imu())
    ask(app, "stream", 0)
    run(app, 2000)
    ask(app, "classify", 0)
    app.board.ms += 5000  # an overrun
    run(app, 500)
    begun = app.imu.index
    wave(app)
    (detection,) = named(app.board.heard(), "detection")
    assert abs(detection.index - detection.duration - begun) < 12


def test_a_gap_resets_the_classifier():
    app = started(small_models.imu())
    app.board.heard()
    app.board.imu.scene = lambda n: [n * 37 % 64 * 100] * 6
    run(app, 300)
    app.board.imu.scene = still
    app.board.ms += 5000
    run(app, 500)
    assert not named(app.board.heard(), "detection") and app.imu.overruns == 1


def test_scores_come_with_every_hop():
    app = started(small_models.imu())
    ask(app, "classify", 1)
    run(app, 5000)
    received = named(app.board.heard(), "scores")
    assert len(received) == 5 * 104 // 24
    first = received[0].index
    assert [fields.index for fields in received] == list(range(first, first + 24 * 21, 24))


def test_scores_end_with_a_silent_host_but_not_the_mode():
    app = started(small_models.imu())
    ask(app, "classify", 1)
    run(app, 12_000)
    app.board.heard()
    run(app, 2000)
    assert not named(app.board.heard(), "scores") and app.mode.number == CLASSIFY


def test_default_mode_needs_the_sensor():
    board = FakeBoard()
    board.i2c.chips.pop(0x6A)
    assert started(small_models.imu(), board).mode.number == IDLE


def refused(model):
    """Start with a bad model file; return the console text."""
    app = started(model)
    (hello,) = named(app.board.heard(), "hello")
    assert hello.mode == IDLE and hello.model_hash == bytes(32)
    error, received = ask(app, "classify", 0)
    assert error == NO_MODEL and named(received, "ack")[0].text
    return b"".join(app.board.console).decode()


@fault(10, "a model cut, lengthened, one byte changed")
@fault(11, "files that are no model, in its place")
def test_files_that_are_no_model_are_refused():
    good = model_format.dump(small_models.proximity())
    damaged = bytearray(good)
    damaged[40] ^= 1
    foreign = [b"", b"TSM", b"\xff" * 5000, bytes(60000)]
    for data in foreign + [good[:-1], good + b"x", bytes(damaged)]:
        assert "Trouble: " in refused(data)


@fault(12, "a file longer than any model: it is not even read")
def test_a_file_that_is_too_long_is_not_read():
    assert "it is too long for a model" in refused(bytes(model_format.MAX_BYTES + 1))


def test_fast_code_that_is_not_used_is_told():
    working = golden.working
    golden.working = lambda model, code: plain
    try:
        app = started(small_models.imu())
    finally:
        golden.working = working
    assert named(app.board.heard(), "hello")[0].mode == CLASSIFY
    assert any(b"slower here" in line for line in app.board.console)


@fault(12, "a model for another rate or range")
def test_a_model_for_other_settings_is_refused():
    for name, value in (("rate", 52), ("accel_range", 4), ("gyro_range", 250)):
        assert name in refused(small_models.imu(**{name: value}))


def test_without_a_file_there_is_nothing_to_say():
    app = App(FakeBoard(), no_slots())
    app.board.heard()
    assert app.board.console == [b""] and app.mode.number == IDLE


def press(app, *down):
    """Hold these buttons and no other; let the app see it; return what it said."""
    app.board.down = set(down)
    app.board.heard()
    run(app, 100)
    return app.board.heard()


def test_the_buttons_are_the_inputs_and_the_led_is_the_answer():
    app = started(small_models.buttons())
    (hello,) = named(app.board.heard(), "hello")
    assert (hello.model_sensor, hello.mode, hello.labels) == (2, CLASSIFY, b"light")
    color = indicator.label_color(0)
    for down, on in (((1,), True), ((1, 2), False), ((2,), True), ((), False)):
        received = press(app, *down)
        assert [found.label for found in named(received, "detection")] == [0] * on
        assert (app.board.leds[-1][1], app.board.pixels.shown == [color] * 5) == (on, on)
        assert not named(received, "scores") and named(received, "button")
    run(app, 3000)
    assert not named(app.board.heard(), "detection", "scores")


def test_scores_of_the_buttons_come_at_the_start_and_with_every_change():
    app = started(small_models.buttons())
    error, received = ask(app, "classify", 1)
    (first,) = named(received, "scores")
    assert (error, bytes(first.confidences), first.active) == (0, b"\x00", 0)
    (second,) = named(press(app, 2), "scores")
    assert (bytes(second.confidences), second.index) == (b"\xfa", first.index + 1)


def test_a_light_goes_out_with_its_mode():
    app = started(small_models.buttons())
    press(app, 1)
    assert app.board.leds[-1][1] and app.board.pixels.shown[4] != indicator.OFF
    assert ask(app, "stop")[0] == 0
    run(app, 50)
    assert not app.board.leds[-1][1] and app.board.pixels.shown[4] == indicator.OFF
    assert ask(app, "classify", 0)[0] == 0
    run(app, 50)
    assert app.board.leds[-1][1]


def test_buttons_need_no_sensor_and_are_none_to_record():
    board = FakeBoard()
    board.i2c.chips.clear()
    app = started(small_models.buttons(), board)
    assert app.mode.number == CLASSIFY
    for request in (("stream", 2), ("record", 2, 1, 0)):
        assert ask(app, *request)[0] == BAD_VALUE
