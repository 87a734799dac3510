"""The loader: which app and model run, what ends a trial, Button 2, and always a prompt."""

from board_folder import Folder, Machine, full

from faults import fault
from main import APP, HELD, MODEL, OFF, SAFE_MODE_MS


def in_use(slots):
    return slots.app + slots.model


def on_trial(folder, kind):
    """Slots after a host has put what lies in slot b on trial."""
    slots = folder.slots()
    assert slots.make_way(kind) == "b" and slots.try_out(kind)
    return folder.slots()


def start(folder, **machine):
    """Start the board; return its Machine and what came of the start."""
    machine = Machine(**machine)
    return machine, machine.start(folder.slots())


def test_the_app_runs_and_leaves_no_light():
    with full() as folder:
        machine, outcome = start(folder)
        assert outcome == "ended" and machine.events == ["board", "aa"]
        assert machine.lights == [OFF]


def test_an_error_of_the_app_is_shown_and_ends_there():
    for error in (ValueError("x"), OSError(19), MemoryError()):
        with full() as folder:
            machine, outcome = start(folder, error=error)
            assert outcome == "ended" and machine.lights == [OFF]
            assert in_use(folder.slots()) == "aa" and not folder.slots().trouble


def test_ctrl_c_is_not_caught_and_ends_no_trial():
    with full() as folder:
        on_trial(folder, MODEL)
        machine, outcome = start(folder, error=KeyboardInterrupt())
        assert outcome == "KeyboardInterrupt" and machine.lights == [OFF]
        assert (in_use(folder.slots()), folder.slots().trial) == ("ab", MODEL)


@fault(20, "a record that was never written")
def test_without_a_record_the_first_of_each_kind_is_used():
    with Folder() as folder:
        assert in_use(folder.slots()) == ""
        folder.put(MODEL, "b")
        folder.put(APP, "b")
        assert in_use(folder.slots()) == "bb"
        folder.put(MODEL, "a")
        folder.put(APP, "a")
        assert in_use(folder.slots()) == "aa"


@fault(7, "the app in use is gone, confirmed or on trial, and another one whole")
def test_an_app_that_is_gone_makes_way_for_the_other_one():
    for tried in (False, True):
        with full() as folder:
            slots = on_trial(folder, APP)
            if not tried:
                slots.confirm()
            folder.remove("kit_b/app.py")
            assert start(folder)[0].events == ["board", "aa"]
            slots = folder.slots()
            assert not slots.trial and slots.make_way(APP) == "b"  # not over the one that is left


@fault(7, "the record of what is in use cut off anywhere, or replaced by anything")
def test_a_damaged_record_is_no_record():
    with full() as folder:
        on_trial(folder, APP)
        with open(folder.root + "active", "rb") as file:
            whole = file.read()
        assert in_use(folder.slots()) == "ba"
        for damaged in [whole[:end] for end in range(len(whole))] + [
            b"\xff\x00",
            b"[]",
            b"1",
            b'"app"',
            b"null",
            b"{" * 400,
            whole.replace(b'"b"', b'"../x"'),
            whole.replace(b'"b"', b"[1]"),
            whole.replace(b'"boots"', b'"boats"'),
            whole.replace(b'"app"', b"7"),
        ]:
            folder.write("active", damaged)
            slots = folder.slots()
            assert (in_use(slots), slots.trial, slots.boots) == ("aa", "", 0), damaged


def test_an_app_without_its_first_file_is_none():
    with Folder() as folder:
        folder.put(APP, "a")
        folder.remove("kit_a/app.py")
        assert folder.slots().app == ""
        folder.write("kit_a/app.mpy", b"")
        assert folder.slots().app == "a"


def test_a_confirmed_trial_stays():
    for kind, used in ((APP, "ba"), (MODEL, "ab")):
        with full() as folder:
            on_trial(folder, kind)
            slots = folder.slots()
            slots.start()
            assert slots.confirm() and slots.confirm()
            for _ in range(5):
                start(folder)
            assert in_use(folder.slots()) == used and not folder.slots().trial


@fault(13, "an app or model that never answers: two starts without a host's confirmation")
def test_two_starts_without_confirmation_end_a_trial():
    for kind, used in ((APP, "ba"), (MODEL, "ab")):
        with full() as folder:
            on_trial(folder, kind)
            runs = [start(folder)[0].events[1] for _ in range(4)]
            assert runs == [used, used, "aa", "aa"]
            assert folder.slots().trouble == kind + " b is given up: no host has confirmed it"


@fault(13, "an app or model on trial that stops with an exception")
def test_an_exception_ends_a_trial_at_once():
    for kind in (APP, MODEL):
        with full() as folder:
            on_trial(folder, kind)
            machine, outcome = start(folder, error=ValueError("of the new one"))
            assert outcome == "again" and machine.lights == [OFF]
            slots = folder.slots()
            assert (in_use(slots), slots.trial) == ("aa", "")
            assert slots.trouble.startswith(kind + " b is given up: ValueError(")
            assert start(folder)[0].events[1] == "aa"


def test_a_model_that_failed_is_nobody_s_previous_model():
    with full() as folder:
        on_trial(folder, MODEL)
        start(folder, error=ValueError())
        assert folder.slots().other(MODEL) == "" and "model_b.tsm" not in folder.names()


@fault(13, "the first model of a board stops the app")
def test_the_first_model_fails_and_none_is_used():
    with full(models="") as folder:
        slots = folder.slots()
        assert (in_use(slots), slots.make_way(MODEL)) == ("a", "a")
        folder.put(MODEL, "a")
        slots.try_out(MODEL)
        assert start(folder, error=ValueError())[1] == "again"
        assert in_use(folder.slots()) == "a" and folder.slots().trouble
        assert start(folder)[0].events[1] == "a"


def test_the_only_app_is_not_on_trial():
    with Folder() as folder:
        slots = folder.slots()
        assert slots.make_way(APP) == "a"
        folder.put(APP, "a")
        slots.try_out(APP)
        assert folder.slots().app == "a" and not folder.slots().trial


@fault(7, "an app on trial loses its files: an install over it was cut off")
def test_making_way_ends_a_trial_first():
    """So what is confirmed is never overwritten, and never overtaken by half an app."""
    for kind in (APP, MODEL):
        with full() as folder:
            on_trial(folder, kind)
            assert folder.slots().make_way(kind) == "b"
            assert (in_use(folder.slots()), folder.slots().trial) == ("aa", "")


def test_one_trial_at_a_time():
    with full() as folder:
        on_trial(folder, APP)
        assert folder.slots().make_way(MODEL) == "b"
        slots = folder.slots()
        assert (in_use(slots), slots.trial) == ("aa", "")


@fault(20, "no room for the record, at every step")
def test_what_cannot_be_recorded_is_not_tried():
    with full() as folder:
        on_trial(folder, MODEL)
        slots = folder.slots()
        slots.write = lambda: False
        slots.start()
        assert in_use(slots) == "aa" and "cannot be counted" in slots.trouble
        assert not slots.make_way(MODEL) and not slots.try_out(MODEL)
    with full() as folder:
        assert folder.slots().write()
    assert not folder.slots().write()  # the folder is gone


@fault(13, "Button 2 tapped at the start")
def test_button_2_at_the_start_takes_the_previous_model():
    with full() as folder:
        on_trial(folder, MODEL)
        for used in ("aa", "ab", "aa"):
            machine, outcome = start(folder, held_ms=500)
            assert outcome == "ended" and machine.events == ["board", used]
            assert machine.lights == [HELD, OFF]
        for _ in range(4):
            assert start(folder)[0].events[1] == "aa"  # a person's choice is no trial
        assert folder.slots().other(MODEL) == "b"


def test_button_2_without_another_model_changes_nothing():
    with full(models="a") as folder:
        assert start(folder, held_ms=500)[0].events == ["board", "aa"]
        assert "active" not in folder.names()


def test_the_previous_model_leaves_an_app_on_trial():
    with full() as folder:
        on_trial(folder, APP)
        assert folder.slots().previous()
        assert (in_use(folder.slots()), folder.slots().trial) == ("bb", APP)


@fault(13, "Button 2 held at the start")
def test_button_2_held_is_safe_mode():
    with full() as folder:
        on_trial(folder, APP)
        machine, outcome = start(folder, held_ms=SAFE_MODE_MS + 100)
        assert (outcome, machine.events, machine.lights) == ("ended", [], [HELD, OFF])
        assert (in_use(folder.slots()), folder.slots().boots) == ("ba", 0)


def test_trouble_is_short_and_plain():
    with full() as folder:
        on_trial(folder, MODEL)
        folder.slots().give_up(MODEL, "\x1b[2J" + "\u202e" + 200 * '"')
        trouble = folder.slots().trouble
        assert trouble.startswith('model b is given up: ?[2J?"') and len(trouble) == 100
