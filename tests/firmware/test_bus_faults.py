"""A bus that fails: no answer at any transfer, no sensor, another address, a line held down."""

import sys

import small_models
from fake_chips import BY_POWER, NEVER
from fakes import IMU_ADDRESS, PROXIMITY_ADDRESS, TICKS, FakeBoard, named, no_slots, run
from listening import Ear, check, counted, listening
from test_app import ask

import indicator
from app import App
from faults import fault
from gesturekit.messages import (
    ABSENT,
    BUS_STUCK,
    CLASSIFY,
    FAILED,
    IDLE,
    NO_SENSOR,
    NOW,
    OK,
)
from modes import BOTH
from sensors import CHECK_MS, PATIENCE

SECOND_OF_TRANSFERS = 240  # more than those of a second, with its checks of both sensors
STEP = 1 if sys.implementation.name == "cpython" else 9  # between two n of a sweep


def failing(after, count=1):
    """A board where `count` transfers are refused, after so many good ones."""
    board = FakeBoard()
    board.i2c.after, board.i2c.fail = after, count
    return board


def started_with(model, board):
    """An app whose model file holds this Model."""
    slots = small_models.put(model)
    try:
        return App(board, slots)
    finally:
        small_models.remove()


def refuse(app, after, count):
    """From the next full second on, refuse `count` transfers after so many others; run until it
    has happened."""
    run(app, 1000 - app.board.ms % 1000)
    app.board.i2c.after, app.board.i2c.fail = after, count
    while app.board.i2c.fail:
        run(app, 10)


@fault(14, "a NACK at transfer n of the start, for every n")
def test_a_nack_at_every_transfer_of_the_start():
    board = FakeBoard()
    started_with(small_models.imu(), board)
    transfers = board.i2c.transfers
    assert transfers >= 15
    for after in range(0, transfers + 3, min(STEP, 2)):
        app = started_with(small_models.imu(), failing(after))
        assert app.imu.working or after >= transfers
        assert app.mode.number == CLASSIFY  # from its first hello on: a deploy waits for that
        run(app, 100)
        assert app.imu.working and app.proximity.working and app.mode.number == CLASSIFY
        assert app.imu.bus_errors + app.proximity.bus_errors <= 1


@fault(14, "7 NACKs in a row from transfer n of the start on, for every other n")
def test_several_nacks_at_every_transfer_of_the_start():
    for after in range(0, 25, 1 + STEP):
        app = started_with(small_models.imu(), failing(after, 2 * PATIENCE + 1))
        run(app, 2200)
        assert app.imu.working and app.proximity.working and app.mode.number == CLASSIFY


@fault(14, "a NACK at transfer n while it samples, for every n of a second")
def test_a_nack_at_every_transfer_while_it_runs_loses_nothing():
    app, ear = listening(keep=False)
    sweep = range(0, SECOND_OF_TRANSFERS, STEP)
    for after in sweep:
        refuse(app, after, 1)
    run(app, 100)
    errors = app.imu.bus_errors + app.proximity.bus_errors
    assert errors == len(sweep) and (STEP > 1 or app.proximity.bus_errors > 0)
    assert app.imu.gaps == ear.lost == 0 and app.imu.working and app.proximity.working
    check(ear)


@fault(14, "a NACK at transfer n of a stream of both sensors, for n = 0 to 39")
def test_a_nack_loses_nothing_of_both_sensors():
    app, _ = listening()
    ear = Ear(app, BOTH)
    app.enter(ear)
    run(app, 1000)
    for after in range(0, 40, STEP):
        refuse(app, after, 1)
    run(app, 100)
    assert app.proximity.bus_errors > 0 < app.imu.bus_errors
    assert app.imu.gaps == ear.gaps == ear.lost == 0 and app.proximity.working
    check(ear)


@fault(14, "3 and 5 NACKs in a row at transfer n while it samples, for every third n")
def test_several_nacks_at_every_transfer_leave_counted_gaps():
    for count, step in ((PATIENCE, 3 * STEP), (PATIENCE + 2, 7 * STEP)):
        app, ear = listening(keep=False)
        for after in range(0, SECOND_OF_TRANSFERS, step):
            refuse(app, after, count)
        run(app, 1200)
        assert app.imu.working and app.proximity.working
        assert app.imu.gaps == ear.gaps > 0 < ear.lost
        check(ear)


@fault(14, "no IMU for a minute")
def test_a_sensor_that_is_absent_is_looked_for_once_a_second():
    board = FakeBoard()
    del board.i2c.chips[IMU_ADDRESS]
    app = App(board, no_slots())
    run(app, 60_000)
    assert app.imu.state == ABSENT and app.imu.address == 0 and not app.imu.bus_errors
    assert board.pixels.shown[indicator.IMU_PIXEL] == indicator.TROUBLE[ABSENT]
    error, received = ask(app, "stream", 0)
    assert error == NO_SENSOR
    assert named(received, "ack")[0].text == "the imu sensor does not work: absent"
    before = board.i2c.transfers
    run(app, 10_000)
    assert board.i2c.transfers - before == 10 * 2 + 10  # both addresses; the other sensor's check


@fault(14, "the IMU absent at the start of a board with a model, there two seconds later")
def test_a_board_with_a_model_waits_for_its_sensor():
    board = FakeBoard()
    chip = board.i2c.chips.pop(IMU_ADDRESS)
    app = started_with(small_models.imu(), board)
    run(app, 2000)
    assert app.mode.number == IDLE
    board.i2c.chips[0x6B] = chip
    run(app, 1200)
    assert app.mode.number == CLASSIFY and app.imu.address == 0x6B
    ask(app, "stop")
    run(app, 2000)
    assert app.mode.number == IDLE  # a host has said so


@fault(14, "the IMU changes its address twenty times while it samples")
def test_the_address_changes_time_and_again():
    app, ear = listening()
    chips = app.board.i2c.chips
    run(app, 1000)
    for round in range(20):
        here, there = (0x6A, 0x6B) if round % 2 == 0 else (0x6B, 0x6A)
        chips[there] = chips.pop(here)
        run(app, 1500 + 7 * round)
        assert app.imu.working and app.imu.address == there
    assert app.imu.gaps == ear.gaps == 20 and ear.lost < 20 * 20
    check(ear)


@fault(14, "the proximity sensor NACKs for a while, during a stream of both sensors")
def test_proximity_is_looked_for_as_well():
    app, _ = listening()
    chip = app.board.i2c.chips.pop(PROXIMITY_ADDRESS)
    run(app, 1200)
    assert app.proximity.state in (ABSENT, FAILED) and app.imu.working and not app.imu.gaps
    assert app.board.pixels.shown[indicator.PROXIMITY_PIXEL] in indicator.TROUBLE.values()
    app.board.i2c.chips[PROXIMITY_ADDRESS] = chip
    run(app, 1200)
    assert app.proximity.working
    assert app.board.pixels.shown[indicator.PROXIMITY_PIXEL] == indicator.OFF


@fault(15, "SDA held down until 1 to 9 clocks have come")
def test_clocks_free_a_stuck_bus():
    for clocks in range(1, 10):
        app, ear = listening()
        run(app, 1000)
        app.board.i2c.stuck = clocks
        run(app, 300)
        assert app.imu.working and app.bus.recovered == 1 and not app.board.power_cycles
        run(app, 1000)
        assert app.proximity.working and app.imu.gaps == ear.gaps == 1 and 0 < ear.lost < 40
        check(ear)


@fault(15, "SDA held down until the sensors lose power")
def test_a_power_cycle_frees_a_stuck_bus():
    app, ear = listening()
    run(app, 1000)
    app.board.i2c.stuck = BY_POWER
    run(app, 1500)
    assert app.imu.working and app.proximity.working and app.board.power_cycles == 1
    assert app.bus.recovered == 1 and app.imu.gaps == 1
    check(ear)


@fault(15, "SDA held down for a minute, whatever is done, then let go of")
def test_a_bus_that_stays_stuck_is_told_and_tried_within_bounds():
    app, ear = listening()
    run(app, 1000)
    app.board.i2c.stuck = NEVER
    before = app.board.i2c.transfers
    run(app, 60_000)
    assert app.imu.state == app.proximity.state == BUS_STUCK
    for pixel in (indicator.IMU_PIXEL, indicator.PROXIMITY_PIXEL):
        assert app.board.pixels.shown[pixel] == indicator.TROUBLE[BUS_STUCK]
    assert 4 <= app.board.power_cycles <= 8 and app.board.i2c.transfers - before <= 2
    (status,) = named(ask(app, "ask_status")[1], "status")
    assert (status.imu, status.proximity, status.gaps) == (BUS_STUCK, BUS_STUCK, 1)
    assert not status.recovered
    app.board.i2c.stuck = 0
    run(app, 1100)
    assert app.imu.state == app.proximity.state == OK and app.imu.gaps == 1
    check(ear)


@fault(15, "SDA held down when the board starts")
def test_a_bus_that_is_stuck_at_the_start():
    for stuck, cycles in ((9, 0), (BY_POWER, 1)):
        board = FakeBoard()
        board.i2c.stuck = stuck
        app = started_with(small_models.imu(), board)
        run(app, 100)
        assert app.imu.working and app.proximity.working and app.mode.number == CLASSIFY
        assert board.power_cycles == cycles and app.bus.recovered == 1


@fault(15, "a bus that sticks again at the first transfer after every attempt")
def test_a_bus_that_sticks_again_and_again_is_not_cycled_for_ever():
    app, _ = listening()
    board = app.board
    for _ in range(600):
        board.i2c.stuck = board.i2c.stuck or BY_POWER
        run(app, 100)
    assert board.power_cycles <= 8 and app.imu.state in (BUS_STUCK, FAILED, ABSENT)


@fault(15, "SDA held down during a take")
def test_a_stuck_bus_tears_a_take():
    app, _ = listening()
    ask(app, "record", 0, 500, NOW)
    run(app, 1000)
    app.board.i2c.stuck = 9
    run(app, 500)
    (ended,) = named(app.board.heard(), "take_ended")
    assert ended.reason == 2 and ended.count < 500


@fault(18, "ticks wrap in the moment when a sensor is due to be looked at")
def test_a_brown_out_behind_the_wrap_of_ticks():
    for ahead in range(CHECK_MS, CHECK_MS + 8):
        app = App(FakeBoard(TICKS - ahead), no_slots())
        for _ in range(150):
            app.step()
            app.board.sleep_ms(7)
        app.board.proximity.power_on()
        run(app, 2500)
        assert app.proximity.read(0) is not None


@fault(18, "ticks wrap just before, in and after a NACK, a stuck bus and a change of address")
def test_trouble_around_the_wrap_of_ticks():
    for ahead in range(1100, 2300, 170):
        app, ear = listening(FakeBoard(TICKS - ahead))
        app.board.imu.scene = counted
        run(app, 800)
        app.board.i2c.stuck = BY_POWER
        run(app, 600)
        app.board.i2c.fail = 1
        run(app, 400)
        chips = app.board.i2c.chips
        chips[0x6B] = chips.pop(IMU_ADDRESS)
        run(app, 1600)
        assert app.imu.working and app.proximity.working and app.imu.gaps == 2
        check(ear)
