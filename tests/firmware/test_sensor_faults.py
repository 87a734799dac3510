"""Sensors that answer and yet fail: frozen, reset, clipped, shifted, overrun, at another pace."""

import small_models
from fake_chips import still
from fakes import TICKS, FakeBoard, named, run
from listening import Ear, check, counted, listening
from test_app import ask, started
from test_classify import started as classifying

import indicator
from faults import fault
from gesturekit.messages import FROZEN, GAP, NO_SENSOR, NOW, OK
from modes import BOTH
from pace import LEAST_MS, Pace

HALF = 600  # ms: half a second, and time to notice


def noisy(n, reach):
    """A sample at random, the same for every n, with noise of so many counts either way."""
    row = []
    for axis in range(6):
        seed = (n * 6 + axis + 1) * 40503 % 65536
        seed = (seed ^ seed >> 7) * 25173 % 65536
        row.append(4096 * (axis == 2) + (seed >> 3) % (2 * reach + 1) - reach)
    return row


def status(app):
    return named(ask(app, "ask_status")[1], "status")[0]


@fault(16, "the IMU's samples freeze while it samples, until its next reset")
def test_frozen_samples_are_never_handed_out_and_a_reset_mends_them():
    for ms in (500, 505, 513, 999):
        app, ear = listening()
        run(app, ms)
        app.board.imu.freeze()
        frozen = app.board.imu.made
        run(app, 400)
        assert app.imu.working and ear.newest <= frozen  # it may still be still
        run(app, 150)
        assert app.imu.gaps == 1 and ear.gaps == 1
        run(app, 1500)
        assert app.imu.state == OK and app.imu.gaps == 1 and 50 < ear.lost < 100
        check(ear)


@fault(16, "the IMU's samples freeze and no reset helps, for ten seconds")
def test_a_sensor_that_stays_frozen_is_flagged_and_started_anew_every_second():
    app, ear = listening()
    app.board.imu.freeze(lasting=True)
    run(app, HALF)
    heard = ear.heard
    for _ in range(100):
        run(app, 100)
        assert app.imu.state == FROZEN and ear.heard == heard
    assert app.board.pixels.shown[indicator.IMU_PIXEL] == indicator.TROUBLE[FROZEN]
    told = status(app)
    assert (told.imu, told.gaps, told.bus_errors) == (FROZEN, 1, 0)
    error, received = ask(app, "stream", 0)
    assert error == NO_SENSOR
    assert named(received, "ack")[0].text == "the imu sensor does not work: frozen"
    app.board.imu.thaw()
    run(app, 1000)
    assert app.imu.state == OK and app.board.pixels.shown[indicator.IMU_PIXEL] == indicator.OFF
    assert 1000 < ear.lost < 1200
    check(ear)


@fault(16, "equal samples for 0.1 to 0.4 s: stillness, not frozen")
def test_a_short_stillness_is_handed_out_late_and_whole():
    for ms in (20, 50, 150, 300, 400):
        app, ear = listening()
        run(app, 500)
        before = app.board.imu.made
        app.board.imu.scene = lambda n, before=before: counted(before)
        run(app, ms)
        app.board.imu.scene = counted
        run(app, 500)
        assert app.imu.gaps == ear.lost == 0 and ear.end - ear.first == ear.heard
        numbers = ear.numbers
        same = numbers.count(before)
        assert abs(same - ms * 104 // 1000) <= 2
        expected = range(numbers[0], numbers[0] + len(numbers))
        assert numbers == [before if before <= n < before + same else n for n in expected]
        assert abs(numbers[-1] - app.board.imu.made) <= 2


@fault(16, "the IMU's samples freeze during a take")
def test_frozen_samples_tear_a_take_and_are_not_in_it():
    for count in (104, 130, 150):  # of which the last ones would be frozen, or all after a while
        app = started()
        ask(app, "record", 0, count, NOW)
        run(app, 950)
        app.board.imu.freeze()
        frozen = app.board.imu.made
        run(app, 2000)
        received = app.board.heard()
        (ended,) = named(received, "take_ended")
        assert ended.reason == GAP and ended.count < count
        data = b"".join([fields.data for fields in named(received, "samples")])
        assert len(data) // 12 <= ended.count <= frozen


@fault(16, "the IMU's samples freeze in the middle of a gesture")
def test_frozen_samples_are_never_classified():
    for ms in (100, 200, 300, 400, 480):
        app = classifying(small_models.imu())
        ask(app, "classify", 1)
        app.board.imu.scene = lambda n: [n * 37 % 64 * 100] * 6
        run(app, ms)
        app.board.imu.freeze(lasting=True)
        end = app.imu.index
        run(app, 3000)
        heard = app.board.heard()
        assert not named(heard, "detection")
        told = [fields.index for fields in named(heard, "scores")]
        assert max(told + [0]) <= end + 2
        assert app.imu.state == FROZEN


@fault(16, "the IMU loses its settings in the middle of a gesture")
def test_a_reset_sensor_is_not_classified():
    app = classifying(small_models.imu())
    app.board.imu.scene = lambda n: [n * 37 % 64 * 100] * 6
    run(app, 300)
    app.board.imu.power_on()
    app.board.imu.scene = still
    run(app, 3000)
    assert not named(app.board.heard(), "detection")
    assert app.imu.working and app.imu.gaps == 1


@fault(16, "one register of the IMU's settings changes, each in turn")
def test_every_setting_is_looked_at():
    for register in (0x08, 0x0A, 0x10, 0x11, 0x12):
        app, ear = listening()
        run(app, 1000)
        wanted = app.board.imu.registers[register]
        app.board.imu.registers[register] = wanted ^ 0x10
        run(app, 1100)
        assert app.board.imu.registers[register] == wanted and app.imu.gaps == 1
        run(app, 200)
        check(ear)


@fault(16, "the proximity sensor loses its settings during a stream of both sensors")
def test_an_old_reading_is_not_held_when_the_sensor_was_reset():
    app, _ = listening()
    ear = Ear(app, BOTH)
    app.enter(ear)
    app.board.proximity.counts = 77
    run(app, 1000)
    app.board.proximity.power_on()
    run(app, 20)
    assert not app.proximity.working or ear.gaps
    heard = ear.heard
    run(app, 1500)
    assert ear.gaps == 1 and 1 < app.outbox.dropped < 130 and app.proximity.working
    assert ear.heard - heard > 20


@fault(16, "a bit of one axis does not move, for 18 seconds")
def test_stuck_bits_are_flagged():
    for axis, ones, zeros in ((0, 1, 0), (2, 0, 2), (5, 0, 0xFFFF), (3, 4, 0)):

        def scene(n, axis=axis, ones=ones, zeros=zeros):
            row = noisy(n, 4)
            row[axis] = (row[axis] | ones) & ~zeros
            return row

        board = FakeBoard()
        board.imu.scene = scene
        app = started(board)
        run(app, 17_000)
        assert status(app).stuck == 1 << axis and app.imu.working


def test_noise_and_movement_have_no_stuck_bits():
    for reach, size in ((1, 1), (4, 1), (1000, 1), (9, 300)):
        app = started()
        app.board.imu.scene = lambda n, reach=reach, size=size: [
            size * value + noise for value, noise in zip(noisy(n, reach), noisy(n + 77, 2))
        ]
        run(app, 18_000)
        assert status(app).stuck == 0 and app.imu.gaps == 0


@fault(17, "samples at the end of the range, on any axis")
def test_clipped_samples_are_counted():
    app, _ = listening()
    before = app.board.imu.made
    app.board.imu.scene = lambda n: [32767, 0, -32768, 0, n % 100, 1] if n % 4 == 0 else counted(n)
    run(app, 2000)
    clipped = (app.board.imu.made + 3) // 4 - (before + 3) // 4
    assert abs(status(app).clipped - clipped) <= 1 and clipped > 50
    assert app.imu.working and app.imu.gaps == 0


@fault(17, "nobody reads the FIFO for 3.5, 5 and 60 s")
def test_an_overrun_is_a_gap_of_known_size():
    for ms in (3500, 5000, 60_000):
        app, ear = listening()
        run(app, 1000)
        app.board.ms += ms
        run(app, 1000)
        assert app.imu.overruns == app.imu.gaps == status(app).gaps == ear.gaps == 1
        assert abs(ear.lost - ms * 104 // 1000) < 20
        check(ear)


@fault(17, "1 to 5, 7 and 11 words get lost in the FIFO")
def test_a_shifted_pattern_is_a_gap():
    for words in (1, 2, 3, 4, 5, 7, 11):
        app, ear = listening()
        run(app, 500)
        app.board.ms += 60
        for _ in range(words):
            app.board.imu.drop_word()
        run(app, 500)
        assert app.imu.gaps == ear.gaps == 1 and 1 <= ear.lost <= 7
        assert ear.numbers == sorted(set(ear.numbers))


@fault(17, "a word gets lost in the FIFO while many samples wait behind it")
def test_what_waits_behind_a_gap_is_no_part_of_it():
    app = started()
    run(app, 500)
    index, made = app.imu.index, app.board.imu.made
    app.board.ms += 1500
    app.board.imu.drop_word()
    run(app, 1500)
    assert app.imu.gaps == 1
    assert abs(app.imu.index - index - (app.board.imu.made - made)) <= 3


@fault(18, "ticks wrap while the sensor is frozen, clipped, gone and measured")
def test_frozen_samples_around_the_wrap_of_ticks():
    for ahead in range(700, 2300, 400):
        app, ear = listening(FakeBoard(TICKS - ahead))
        run(app, 300)
        app.board.imu.freeze()
        run(app, 2500)
        assert app.imu.state == OK and app.imu.gaps == 1
        check(ear)


@fault(18, "ticks wrap at every step of a measurement of the rate")
def test_the_rate_is_measured_by_the_boards_clock():
    for skew in (0, 15_000, -30_000):
        board = FakeBoard(TICKS - LEAST_MS // 2)
        board.imu.skew = skew
        app, ear = listening(board)
        assert status(app).rate == 0  # too soon
        run(app, 20_000)
        assert abs(status(app).rate - 104_000 - 104 * skew // 1000) < 120
        check(ear)


@fault(18, "a gap, and hours, while the rate is measured")
def test_the_rate_outlives_gaps_and_days():
    board = FakeBoard(TICKS - 5000)
    pace = Pace(board)
    pace.note(board.ticks_ms(), 0)
    samples = 0
    for second in range(1, 4000):
        board.ms += 1000
        samples += 104 + second % 2  # 104.5 of them
        if second == 2000:
            samples += 5000
            pace.end()
        pace.note(board.ticks_ms(), samples)
        assert pace.rate == 0 if second < 10 else abs(pace.rate - 104_500) < 100
