"""The app and the two models of a board: which is used, what is told, confirm and previous."""

from array import array
from hashlib import sha256

import small_models
from board_folder import Folder
from fakes import PROXIMITY_ADDRESS, FakeBoard, named, run
from test_app import ask

from app import WELL_S, App
from faults import fault
from gesturekit import golden, model_format
from gesturekit.messages import (
    CLASSIFY,
    CONFIRMED,
    FLASH_FAILS,
    IDLE,
    NO_MODEL,
    NONE,
    ON_TRIAL,
    SLOTS,
)
from gesturekit.model_format import Golden
from main import APP, MODEL

COURSE = model_format.dump(small_models.proximity())
WAVES = model_format.dump(small_models.imu())
NO_HASH = bytes(32)


def told(folder):
    """Start the app on this flash; return it and its hello."""
    app = App(FakeBoard(), folder.slots())
    run(app, 20)
    return app, named(app.board.heard(), "hello")[0]


def both(first, second, tried=""):
    """A flash with these models, the second in use; tried: what of it is on trial."""
    folder = Folder()
    folder.put(MODEL, "a", first)
    folder.put(MODEL, "b", second)
    slots = folder.slots()
    slots.try_out(MODEL, "b")
    if not tried:
        slots.confirm()
    return folder


def with_golden(error):
    """A model with a golden window; error: what its first sum is off."""
    model = small_models.proximity()
    data = array("h", range(model.take))
    count, data, sums, confidences = golden.of(model, model.take, data)
    sums[0] += error
    return model_format.dump(small_models.proximity(golden=Golden(count, data, sums, confidences)))


def unusable():
    """(bytes that are of no use on this board, a word of what is told of them)."""
    damaged = bytearray(COURSE)
    damaged[60] ^= 1
    other_version = bytearray(COURSE)
    other_version[3] += 1
    return (
        (b"", "no model"),
        (b"TSM", "no model"),
        (COURSE[:-1], "checksum"),
        (bytes(damaged), "checksum"),
        (bytes(other_version), "version"),
        (bytes(100_000), "too long"),
        (model_format.dump(small_models.imu(rate=208)), "rate"),
        (model_format.dump(small_models.imu(accel_range=4)), "accel_range"),
        (model_format.dump(small_models.imu(gyro_range=500)), "gyro_range"),
        (with_golden(1), "golden window"),
    )


def test_hello_tells_slots_state_and_what_was_before():
    with both(COURSE, WAVES) as folder:
        hello = told(folder)[1]
        assert (hello.mode, hello.model_hash) == (CLASSIFY, sha256(WAVES).digest())
        assert (SLOTS[hello.model_slot], hello.model_state) == ("b", CONFIRMED)
        assert hello.previous_hash == sha256(COURSE).digest()
        assert (SLOTS[hello.app_slot], hello.trouble) == ("", "")
    with Folder() as folder:
        folder.put(APP, "b")
        hello = told(folder)[1]
        assert (SLOTS[hello.app_slot], hello.model_slot, hello.model_state) == ("b", 0, NONE)
        assert hello.model_hash == hello.previous_hash == NO_HASH and hello.mode == IDLE


@fault(10, "a model in use that is corrupt, cut or empty, beside a good one")
@fault(11, "a file of another format or version, or of 100 kB, in a model's place")
@fault(12, "a model in use for another rate or range, or whose golden window fails")
def test_a_model_of_no_use_makes_way_for_the_other_one():
    for tried in ("", "tried"):
        for data, word in unusable():
            with both(WAVES, data, tried) as folder:
                for _ in range(2):  # the next start knows of it, too
                    hello = told(folder)[1]
                    assert (hello.mode, hello.model_hash) == (CLASSIFY, sha256(WAVES).digest())
                    assert (SLOTS[hello.model_slot], hello.model_state) == ("a", CONFIRMED)
                    assert hello.trouble.startswith("model b is given up: ")
                    assert word in hello.trouble
                assert (folder.slots().model, folder.slots().trial) == ("a", "")
                assert ("model_b.tsm" in folder.names()) == (not tried)


@fault(10, "a corrupt model without another one")
def test_without_another_model_there_is_none():
    for data, word in unusable():
        with Folder() as folder:
            folder.put(MODEL, "a", data)
            app, hello = told(folder)
            assert (hello.mode, hello.model_hash, hello.model_state) == (IDLE, NO_HASH, NONE)
            assert word in hello.trouble
            error, received = ask(app, "classify", 0)
            assert error == NO_MODEL and word in named(received, "ack")[0].text


@fault(10, "both models corrupt")
def test_two_models_of_no_use():
    with both(b"", COURSE[:-1]) as folder:
        hello = told(folder)[1]
        assert (hello.mode, hello.model_hash) == (IDLE, NO_HASH)
        assert "checksum" in hello.trouble and folder.slots().model == "b"


@fault(7, "the file of the model in use is gone")
def test_a_model_that_is_gone_makes_way():
    with both(COURSE, WAVES) as folder:
        folder.remove("model_b.tsm")
        hello = told(folder)[1]
        assert hello.model_hash == sha256(COURSE).digest()
        assert "cannot be loaded" in hello.trouble


def test_a_new_app_that_cannot_use_the_model_stays_on_trial():
    with both(COURSE, b"") as folder:
        folder.put(APP, "a")
        folder.put(APP, "b")
        slots = folder.slots()
        slots.app = "a"
        slots.try_out(APP, "b")
        hello = told(folder)[1]
        assert hello.model_hash == sha256(COURSE).digest() and hello.trouble
        assert folder.slots().trial == APP


@fault(9, "a host that confirms, again and again")
def test_confirm_ends_the_trial():
    with both(COURSE, WAVES, "tried") as folder:
        app, hello = told(folder)
        assert (hello.model_state, hello.trouble) == (ON_TRIAL, "")
        for _ in range(2):
            assert ask(app, "confirm")[0] == 0
        assert named(ask(app, "ask_hello")[1], "hello")[0].model_state == CONFIRMED
        assert not folder.slots().trial and told(folder)[1].model_hash == hello.model_hash


def test_previous_is_tried_after_the_next_start():
    with both(COURSE, WAVES) as folder:
        app, before = told(folder)
        assert ask(app, "previous")[0] == 0
        assert named(ask(app, "ask_hello")[1], "hello")[0].model_hash == before.model_hash
        run(app, 1100 * WELL_S)
        assert folder.slots().trial == MODEL  # nothing was tried yet
        app, after = told(folder)
        assert (after.model_hash, after.previous_hash) == (before.previous_hash, before.model_hash)
        assert (SLOTS[after.model_slot], after.model_state) == ("a", ON_TRIAL)
        assert ask(app, "confirm")[0] == 0
        assert told(folder)[1].model_state == CONFIRMED


def test_previous_ends_a_trial():
    with both(COURSE, WAVES, "tried") as folder:
        app, before = told(folder)
        assert ask(app, "previous")[0] == 0
        after = told(folder)[1]
        assert (after.model_hash, after.previous_hash) == (before.previous_hash, before.model_hash)
        assert (SLOTS[after.model_slot], after.model_state) == ("a", CONFIRMED)


def test_without_another_model_previous_is_refused():
    with Folder() as folder:
        folder.put(MODEL, "a", COURSE)
        app = told(folder)[0]
        error, received = ask(app, "previous")
        assert error == NO_MODEL and "no other model" in named(received, "ack")[0].text
        assert told(folder)[1].model_hash == sha256(COURSE).digest()


@fault(20, "no room to record a confirmation, or another model; asked once more")
def test_what_cannot_be_recorded_is_refused():
    for tried, request in (("tried", "confirm"), ("", "previous")):
        with both(COURSE, WAVES, tried) as folder:
            app = told(folder)[0]
            write, app.slots.write = app.slots.write, lambda: False
            for _ in range(2):  # the answer may have got lost
                assert ask(app, request)[0] == FLASH_FAILS
                assert (folder.slots().model, bool(folder.slots().trial)) == ("b", bool(tried))
            if tried:
                state = named(ask(app, "ask_hello")[1], "hello")[0].model_state
                app.slots.write = write
                assert state == ON_TRIAL and ask(app, request)[0] == 0  # there is room again
                assert folder.slots().trial == ""


def test_the_golden_window_is_tried_at_every_start():
    data = with_golden(0)
    with both(COURSE, data) as folder:
        assert told(folder)[1].model_hash == sha256(data).digest()


def running(folder, board=None):
    """Start the board, and the app on it, as the loader does."""
    slots = folder.slots()
    slots.start()
    return App(board or FakeBoard(), slots)


@fault(13, "Button 2 takes an older model, and no host is there")
def test_an_older_model_is_confirmed_by_the_app_itself():
    with both(COURSE, WAVES) as folder:
        assert folder.slots().previous()  # as Button 2 does
        app = running(folder)
        run(app, 1000 * WELL_S - 100)
        assert (folder.slots().model, folder.slots().trial) == ("a", MODEL)
        run(app, 200)
        assert (folder.slots().model, folder.slots().trial) == ("a", "")
        for _ in range(3):
            assert running(folder).slots.model == "a"


@fault(9, "a host that never confirms: the app does not confirm a new model")
def test_a_new_model_or_app_is_confirmed_by_a_host_alone():
    with both(COURSE, WAVES, "tried") as folder:
        run(running(folder), 2000 * WELL_S)
        assert folder.slots().trial == MODEL
    with both(COURSE, WAVES) as folder:
        folder.put(APP, "a")
        folder.put(APP, "b")
        folder.slots().try_out(APP, "b")
        run(running(folder), 2000 * WELL_S)
        assert folder.slots().trial == APP


@fault(14, "the sensor of an older model is absent when it is tried")
def test_an_older_model_without_its_sensor_proves_nothing():
    with both(COURSE, WAVES) as folder:
        assert folder.slots().previous()
        board = FakeBoard()
        board.i2c.chips.pop(PROXIMITY_ADDRESS)
        run(running(folder, board), 2000 * WELL_S)
        assert folder.slots().trial == MODEL
        run(running(folder), 1100 * WELL_S)
        assert (folder.slots().model, folder.slots().trial) == ("a", "")


@fault(13, "an app that runs for a while between two exceptions")
def test_exceptions_with_long_runs_between_them_change_nothing():
    with both(COURSE, WAVES) as folder:
        for _ in range(5):
            app = running(folder)
            run(app, 1100 * WELL_S)
            assert app.slots.boots == 0 and app.slots.crashed(MODEL, "ValueError()")
        assert (folder.slots().model, folder.slots().boots) == ("b", 1)


@fault(12, "an older model that is of no use any more is taken again")
def test_an_older_model_of_no_use_stays_where_it_is():
    for data, word in unusable():
        with both(data, WAVES) as folder:
            assert folder.slots().previous()
            app = running(folder)
            assert (app.loaded.hash, app.slots.model, app.slots.trial) == (
                sha256(WAVES).digest(),
                "b",
                "",
            )
            assert word in app.slots.trouble and "model_a.tsm" in folder.names()
            assert app.previous_hash == sha256(data).digest()


@fault(13, "a model of no use, beside one that has stopped the app before")
def test_a_model_that_has_failed_is_not_fallen_back_to():
    with both(COURSE, WAVES) as folder:
        folder.slots().give_up(MODEL, "it stopped the app")
        folder.write("model_a.tsm", b"")
        hello = told(folder)[1]
        assert (hello.mode, hello.model_hash, hello.model_state) == (IDLE, NO_HASH, NONE)
        assert "no model" in hello.trouble


@fault(14, "a NACK at transfer n of the first start with a new model, for every n")
def test_a_nack_does_not_take_a_new_model_back():
    for other, tried in ((COURSE, WAVES), (WAVES, COURSE)):
        with both(other, tried, "tried") as folder:
            board = FakeBoard()
            App(board, folder.slots())
            transfers = board.i2c.transfers
            for after in range(transfers):
                board = FakeBoard()
                board.i2c.after, board.i2c.fail = after, 1
                app = App(board, folder.slots())
                hello = named(board.heard(), "hello")[0]
                assert not board.i2c.fail
                assert (hello.mode, hello.model_state, hello.trouble) == (CLASSIFY, ON_TRIAL, "")
                assert app.loaded.hash == sha256(tried).digest()
