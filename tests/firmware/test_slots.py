"""The app and the two models of a board: which is used, what is told, confirm and previous."""

from array import array
from hashlib import sha256

import small_models
from board_folder import Folder
from fakes import FakeBoard, named, run
from test_app import ask

from app import App
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
    slots.try_out(MODEL)
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
        slots.try_out(APP)
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


@fault(20, "no room to record a confirmation, or another model")
def test_what_cannot_be_recorded_is_refused():
    for tried, request in (("tried", "confirm"), ("", "previous")):
        with both(COURSE, WAVES, tried) as folder:
            app = told(folder)[0]
            app.slots.write = lambda: False
            assert ask(app, request)[0] == FLASH_FAILS
            assert (folder.slots().model, bool(folder.slots().trial)) == ("b", bool(tried))


def test_the_golden_window_is_tried_at_every_start():
    data = with_golden(0)
    with both(COURSE, data) as folder:
        assert told(folder)[1].model_hash == sha256(data).digest()
