"""A folder that stands for a board's flash, with the real Slots on it; and a machine for main.py.

Runs on CPython and MicroPython.
"""

import binascii
import os
import sys

import main
from main import APP, MODEL, Slots

_TEMPORARY = os.getenv("TMPDIR") or os.getenv("TEMP") or "/tmp"


class Folder:
    """An empty flash. As a context manager it is removed afterwards."""

    def __init__(self):
        self.root = _TEMPORARY + "/" + str(binascii.hexlify(os.urandom(8)), "ascii") + "/"
        os.mkdir(self.root)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        _remove(self.root[:-1])

    def slots(self):
        """What a start of the board reads."""
        return Slots(self.root)

    def put(self, kind, slot, data=b""):
        """Put a model, or an app whose app.py is data, into a slot."""
        place = self.slots().place(kind, slot)
        if kind == APP:
            os.mkdir(place)
            place += "/app.py"
        self.write(place[len(self.root) :], data)

    def write(self, name, data):
        with open(self.root + name, "wb") as file:
            file.write(data)

    def remove(self, name):
        os.remove(self.root + name)

    def names(self):
        return sorted(os.listdir(self.root))


def full(models="ab"):
    """A Folder with two apps and these models, of which app a and the first model are in use."""
    folder = Folder()
    for slot in "ab":
        folder.put(APP, slot)
    for slot in models:
        folder.put(MODEL, slot, b"model " + slot.encode())
    return folder


class Machine:
    """Stands for machine, neopixel, time, board and app; `events` tells what main.py did.

    held_ms: how long Button 2 is down from the start on. error: what the app raises, with a bad
    model or app (as events tell them; "": any); damaged: apps that cannot be imported.
    """

    def __init__(self, held_ms=0, error=None, bad="", damaged=""):
        self.events = []
        self.lights = []
        self._held_ms = held_ms
        self._error = error
        self._bad = bad
        self._damaged = damaged
        self._ms = 0
        self.Pin = _Pins(self)

    def start(self, slots):
        """Run the loader; return what came of it: again, ended, or the name of what it raised."""
        names = ("machine", "neopixel", "time", "board", "app")
        kept = {name: sys.modules.get(name) for name in names}
        path = list(sys.path)
        for name in names:
            sys.modules[name] = self
        if slots.app and slots.app in self._damaged:
            sys.modules["app"] = None
        try:
            return "again" if main.run(slots) else "ended"
        except BaseException as error:
            return type(error).__name__
        finally:
            sys.path[:] = path
            for name in names:
                sys.modules.pop(name)
                if kept[name]:
                    sys.modules[name] = kept[name]

    # as neopixel

    def NeoPixel(self, pin, count):  # noqa: N802
        assert (pin.number, count) == (39, 5)
        return self

    def fill(self, color):
        self.lights.append(color)

    def write(self):
        pass

    # as time

    def sleep_ms(self, ms):
        self._ms += ms

    def ticks_ms(self):
        return self._ms

    def ticks_diff(self, later, earlier):
        return later - earlier

    # as board and app

    def Board(self):  # noqa: N802
        self.events.append("board")
        return self

    def App(self, board, slots):  # noqa: N802
        assert board is self
        self.events.append(slots.app + slots.model)
        return self

    def run(self):
        if self._error and self._bad in self.events[-1]:
            raise self._error

    def is_held(self):
        return self._ms < self._held_ms


class _Pins:
    """machine.Pin"""

    IN, OUT, PULL_UP = 0, 1, 2

    def __init__(self, machine):
        self._machine = machine

    def __call__(self, number, *_, value=None):
        return _Pin(self._machine, number)


class _Pin:
    def __init__(self, machine, number):
        self._machine = machine
        self.number = number

    def value(self):
        assert self.number == 38
        return not self._machine.is_held()


def _remove(place):
    try:
        names = os.listdir(place)
    except OSError:
        os.remove(place)
        return
    for name in names:
        _remove(place + "/" + name)
    os.rmdir(place)


if not hasattr(sys, "print_exception"):  # MicroPython's own
    sys.print_exception = print
