"""The loader: which app and model run, what ends a trial, Button 2, and always a prompt."""

from board_folder import Folder, Machine, full

from faults import fault
from main import APP, HELD, MODEL, OFF, SAFE_MODE_MS


def in_use(slots):
    return slots.app + slots.model


def on_trial(folder, kind):
    """Slots after a host has put what lies in slot b on trial."""
    slots = folder.slots()
    assert slots.make_way(kind) == "b" and slots.try_out(kind, "b")
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


def runs(folder, **machine):
    """Start the board until it asks for no more starts; return how, and what ran each time."""
    events = []
    for _ in range(30):
        started, outcome = start(folder, **machine)
        events.append(started.events[-1] if started.events else "none")
        if outcome != "again":
            return outcome, events
    raise AssertionError("it starts for ever")


def test_after_an_exception_the_app_starts_again():
    for error in (ValueError("x"), OSError(19), MemoryError()):
        with full() as folder:
            machine, outcome = start(folder, error=error)
            assert outcome == "again" and machine.lights == [OFF]
            slots = folder.slots()
            assert in_use(slots) == "aa" and slots.trouble == "started again after %r" % error
            assert slots.boots == 1 and slots.confirm() and folder.slots().boots == 0


@fault(13, "a confirmed model that stops the app at every start, beside another one or none")
def test_a_model_that_crashes_three_times_makes_way():
    with full() as folder:
        assert runs(folder, error=ValueError(), bad="aa") == ("ended", ["aa"] * 3 + ["ab"])
        assert folder.slots().trouble.startswith("model a is given up: ValueError(")
        assert folder.slots().other(MODEL) == "a"  # it stays, for Button 2
    with full(models="b") as folder:
        assert runs(folder, error=ValueError(), bad="b") == ("ended", ["ab"] * 3 + ["a"])
        assert (folder.slots().other(MODEL), folder.slots().free(MODEL)) == ("b", "a")


@fault(8, "a confirmed app that has lost one of its files, beside another one")
@fault(13, "a confirmed app that can no longer be imported, beside another one")
def test_an_app_that_cannot_be_imported_makes_way():
    with full() as folder:
        outcome, events = runs(folder, damaged="a")
        assert (outcome, events) == ("ended", ["none"] * 3 + ["ba"])  # with the same model
        assert folder.slots().trouble.startswith("app a is given up: ")
        assert folder.slots().free(APP) == "a"


@fault(13, "exceptions whatever app and model run: no endless resets")
def test_starts_come_to_an_end():
    with full() as folder:
        outcome, events = runs(folder, error=ValueError())
        assert (outcome, events) == ("ended", ["aa"] * 3 + ["ab"] * 3 + ["a"] * 3 + ["b"] * 3)
        assert folder.slots().trouble.startswith("app b fails: ValueError(")
        assert runs(folder, error=ValueError()) == ("ended", ["b"])  # RESET tries it once more
        assert runs(folder) == ("ended", ["b"])
    with full() as folder:
        assert runs(folder, damaged="ab")[1] == ["none"] * 6
    with Folder() as folder:
        folder.put(APP, "a")
        assert runs(folder, damaged="a")[1] == ["none"] * 3


@fault(20, "no room to count an exception")
def test_what_cannot_be_counted_starts_once():
    with full() as folder:
        for boots in range(3):
            slots = folder.slots()
            slots.boots = boots
            slots.write = lambda: False
            assert Machine(error=ValueError()).start(slots) == "ended"


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


def test_a_record_of_an_older_loader_is_read():
    with full() as folder:
        folder.write(
            "active", b'{"app": "b", "model": "b", "trial": "model", "boots": 1, "trouble": "x"}'
        )
        slots = folder.slots()
        assert (in_use(slots), slots.trial, slots.boots, slots.old) == ("bb", MODEL, 1, False)


@fault(26, "an app of an older release asks for the other model in its own words")
def test_an_older_app_names_no_slot():
    with full() as folder:
        assert folder.slots().try_out(MODEL)
        assert (in_use(folder.slots()), folder.slots().trial) == ("ab", MODEL)


def test_the_longest_record_is_read_whole():
    with full() as folder:
        slots = folder.slots()
        slots.failed = "appa,appb,modela,modelb,"
        slots.trial, slots.boots = MODEL, 3
        slots.tell(200 * '"')
        assert slots.write() and folder.slots().trouble == slots.trouble
        assert folder.slots().failed == slots.failed


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
            whole.replace(b'"failed": ""', b'"failed": 1'),
            whole.replace(b'"boots": 0', b'"boots": "0"'),
            whole.replace(b'"boots": 0', b'"boots": -1'),
            whole.replace(b'"trial": "app"', b'"trial": "all"'),
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
        slots.try_out(MODEL, "a")
        assert start(folder, error=ValueError())[1] == "again"
        assert in_use(folder.slots()) == "a" and folder.slots().trouble
        assert start(folder)[0].events[1] == "a"


def test_the_only_app_is_not_on_trial():
    with Folder() as folder:
        slots = folder.slots()
        assert slots.make_way(APP) == "a"
        folder.put(APP, "a")
        slots.try_out(APP, "a")
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
        assert not slots.make_way(MODEL) and not slots.try_out(MODEL, "a")
    with full() as folder:
        assert folder.slots().write()
    assert not folder.slots().write()  # the folder is gone


@fault(13, "Button 2 tapped at the start")
def test_button_2_at_the_start_takes_the_previous_model():
    with full() as folder:
        on_trial(folder, MODEL)
        for used, tried in (("aa", ""), ("ab", MODEL), ("aa", ""), ("ab", MODEL)):
            machine, outcome = start(folder, held_ms=500)
            assert outcome == "ended" and machine.events == ["board", used]
            assert machine.lights == [HELD, OFF] and folder.slots().trial == tried
        assert folder.slots().confirm()  # as the app does when it has run for a while
        for _ in range(4):
            assert start(folder)[0].events[1] == "ab"
        assert folder.slots().other(MODEL) == "a"


@fault(13, "Button 2 takes a model that stops the app, or that never gets far")
def test_a_model_that_button_2_took_makes_way_and_stays():
    for machine, word in (({"error": ValueError()}, "ValueError"), ({}, "did not run for long")):
        with full() as folder:
            start(folder, held_ms=500, **machine)
            for _ in range(2):
                start(folder)
            slots = folder.slots()
            assert (in_use(slots), slots.trial) == ("aa", "") and word in slots.trouble
            assert "model_b.tsm" in folder.names() and slots.other(MODEL) == "b"


@fault(7, "a first deploy cut between rename and record; then Button 2, and the model crashes")
def test_the_only_model_was_never_recorded_and_stops_the_app():
    with full(models="") as folder:
        assert folder.slots().make_way(MODEL) == "a"
        folder.put(MODEL, "a")
        assert runs(folder) == ("ended", ["a"])
        assert start(folder, held_ms=500, error=ValueError())[1] == "again"
        assert runs(folder) == ("ended", ["a"])
        assert folder.slots().trouble.startswith("model a is given up: ValueError(")


@fault(13, "models that fail one after the other, old and new")
def test_what_has_failed_does_not_come_back_by_itself():
    with full() as folder:
        runs(folder, error=ValueError(), bad="aa")
        on = folder.slots()
        assert in_use(on) == "ab" and on.try_out(MODEL, on.make_way(MODEL))
        assert runs(folder, error=ValueError(), bad="aa")[1] == ["aa", "ab"]
        assert "model_a.tsm" not in folder.names()  # that was a new one
    with full() as folder:
        runs(folder, error=ValueError(), bad="aa")
        outcome, events = runs(folder, error=ValueError(), bad="ab")
        assert (outcome, events) == ("ended", ["ab"] * 3 + ["a"])
        assert folder.slots().free(MODEL) == "b" and folder.slots().other(MODEL) == "a"


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
