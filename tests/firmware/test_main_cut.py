"""Power that goes in the middle of what the loader writes: the old is in use, or the new.

Every change of a file is one step that happens, happens in half or does not happen.
"""

import os

from board_folder import full

import main
from faults import fault
from main import APP, MODEL


class PowerCutError(Exception):
    """Nothing more happens on this board."""


class Power:
    """Stands for os and open in main.py until change number `last`, which is done in half."""

    def __init__(self, last):
        self._left = last

    def __enter__(self):
        main.os = self
        main.open = self.open
        return self

    def __exit__(self, kind, *_):
        main.os = os
        del main.open
        return kind is PowerCutError

    def stat(self, place):
        return os.stat(place)

    def open(self, place, mode="r"):
        if mode == "r":
            return open(place)
        self._change()
        return _HalfFile(open(place, mode), self)

    def rename(self, old, new):
        self._change()
        os.rename(old, new)

    def remove(self, place):
        self._change()
        os.remove(place)

    def is_last(self):
        return not self._left

    def _change(self):
        if self._left == 0:
            raise PowerCutError()
        self._left -= 1


class _HalfFile:
    """A file of which the last write before the power goes arrives in half."""

    def __init__(self, file, power):
        self._file = file
        self._power = power

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._file.close()

    def write(self, text):
        if self._power.is_last():
            self._file.write(text[: len(text) // 2])
            raise PowerCutError()
        self._file.write(text)


def in_use(folder):
    slots = folder.slots()
    return slots.app + slots.model, slots.trial


def cut_everywhere(prepare, change):
    """Cut the power at each step of change; return what is then in use, and after a second try."""
    cut, tried_again = [], []
    for last in range(20):
        with full() as folder:
            prepare(folder.slots())
            with Power(last) as power:
                change(folder.slots())
            cut.append(in_use(folder))
            change(folder.slots())
            tried_again.append(in_use(folder))
            if not power.is_last():
                return cut, tried_again
    raise AssertionError("it takes more steps than that")


def nothing(slots):
    pass


def trial_of(kind, starts=0):
    """Return what puts slot b of this kind on trial, and starts it."""

    def prepare(slots):
        slots.try_out(kind, slots.make_way(kind))
        for _ in range(starts):
            slots.start()

    return prepare


def confirm(slots):
    assert slots.confirm()


def start(slots):
    slots.start()


@fault(7, "power goes at every write, rename and removal of the loader's record")
@fault(8, "power goes at every step of a fallback")
def test_the_old_or_the_new_is_in_use():
    for kind, old, new in ((APP, ("aa", ""), ("ba", APP)), (MODEL, ("aa", ""), ("ab", MODEL))):
        kept = (new[0], "")
        for prepare, change, outcomes in (
            (nothing, trial_of(kind), (old, new)),
            (trial_of(kind), confirm, (new, kept)),
            (trial_of(kind), start, (new, new)),
            (trial_of(kind, 2), start, (new, old)),
            (trial_of(kind), trial_of(kind), (new, old, new)),
        ):
            cut, tried_again = cut_everywhere(prepare, change)
            assert cut[0] == outcomes[0] and cut[-1] == outcomes[-1], (kind, cut)
            assert set(cut) == set(outcomes) and set(tried_again) == {outcomes[-1]}


def previous(slots):
    assert slots.previous()


@fault(8, "power goes while Button 2 takes the previous model")
def test_button_2_takes_one_of_two():
    cut, tried_again = cut_everywhere(trial_of(MODEL), previous)
    assert set(cut) == {("ab", MODEL), ("aa", "")}
    assert set(tried_again) == {("aa", ""), ("ab", MODEL)}
    cut, _ = cut_everywhere(nothing, previous)
    assert set(cut) == {("aa", ""), ("ab", MODEL)}


def crashed(slots):
    slots.crashed(MODEL, "ValueError()")


@fault(8, "power goes while an exception is counted, or ends the trial of an older model")
def test_an_exception_changes_to_one_of_two():
    def twice(slots):
        crashed(slots)
        crashed(slots)

    assert set(cut_everywhere(twice, crashed)[0]) == {("aa", ""), ("ab", "")}
    assert set(cut_everywhere(previous, crashed)[0]) == {("ab", MODEL), ("aa", "")}
    assert set(cut_everywhere(previous, confirm)[0]) == {("ab", MODEL), ("ab", "")}
