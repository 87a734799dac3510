"""The loader: chooses app and model, falls back when new ones fail, and always leaves a prompt.

An app lies in /kit_a or /kit_b, a model in /model_a.tsm or /model_b.tsm; the file /active says
which of them are in use. What is new is on trial until a host has confirmed it: after two starts
without that, or an exception, the other one is in use again. Needs no other file of ours, so a
broken app cannot break it, and is almost never rewritten: apps of other releases get its Slots.
Knows nothing of sensors. Ctrl-C (KeyboardInterrupt) is never caught, so it ends the app at any
moment; that is how mpremote gets in.
"""

import json
import os
import sys

APP, MODEL = "app", "model"
TRIAL_STARTS = 2
MOST_TROUBLE = 100  # characters, as many as a hello has room for
BUTTON_2, LED, PIXELS, PIXEL_COUNT = 38, 13, 39, 5
SAFE_MODE_MS = 2000  # Button 2 held for so long at the start
OFF, HELD = (0, 0, 0), (12, 0, 12)


class Slots:
    """What is in use, as the file /active says; every change of it is one rename.

    app, model: "a", "b" or "" (none). trial: which of them is on trial, "app", "model" or "".
    boots: starts of the trial. trouble: why something has been given up, "" if nothing.
    """

    def __init__(self, root="/"):
        self.root = root
        self.trial = self.trouble = ""
        self.boots = 0
        self.app = self._first(APP)
        self.model = self._first(MODEL)
        try:
            with open(root + "active") as file:
                self._adopt(json.loads(file.read(400)))
        except (OSError, ValueError, TypeError, KeyError):
            pass  # nothing was ever switched, or the file is damaged
        if self.app and not self._has(APP, self.app):
            self._turn(APP)  # it is gone: run the other one, and let nobody overwrite that

    def place(self, kind, slot):
        return self.root + ("kit_%s" if kind == APP else "model_%s.tsm") % slot

    def free(self, kind):
        """Return the slot whose contents are not in use."""
        return "b" if getattr(self, kind) == "a" else "a"

    def other(self, kind):
        """Return the same if something whole lies there, else ""."""
        slot = self.free(kind)
        return slot if self._has(kind, slot) else ""

    def start(self):
        """Count a start of what is on trial; when it has had enough of them, give it up."""
        if not self.trial:
            return
        self.boots += 1
        if self.boots > TRIAL_STARTS:
            self.give_up(self.trial, "no host has confirmed it")
        elif not self.write():
            self.give_up(self.trial, "its starts cannot be counted")

    def give_up(self, kind, why):
        """Use the other slot of this kind instead; what fails on trial is removed."""
        failed = getattr(self, kind)
        tried = self.trial == kind
        self._turn(kind)
        self.tell("%s %s is given up: %s" % (kind, failed, why))
        if self.write() and tried and kind == MODEL and failed:
            _remove(self.place(MODEL, failed))

    def tell(self, trouble):
        """Keep what a hello is to say, in signs that any terminal may show."""
        signs = [sign if " " <= sign <= "~" else "?" for sign in trouble[:MOST_TROUBLE]]
        self.trouble = "".join(signs)

    def make_way(self, kind):
        """End a trial, whose outcome nobody awaits; return the slot that may be overwritten.

        Return "" if the record cannot be written.
        """
        if self.trial:
            self._turn(self.trial)
        return self.free(kind) if self.write() else ""

    def try_out(self, kind):
        """Use the free slot from the next start on, on trial; return whether that is recorded.

        The only app there is needs no trial.
        """
        setattr(self, kind, self.free(kind))
        self.trial = kind if kind == MODEL or self.other(APP) else ""
        self.boots = 0
        self.trouble = ""
        return self.write()

    def confirm(self):
        """What is on trial works; return whether that is recorded."""
        if not self.trial:
            return True
        self.trial = ""
        self.boots = 0
        return self.write()

    def previous(self):
        """Use the other model from the next start on; return whether there is one."""
        if not self.other(MODEL):
            return False
        self._turn(MODEL)
        self.trouble = ""
        self.write()
        return True

    def write(self):
        """Write the record; return whether that was possible."""
        record = {name: getattr(self, name) for name in (APP, MODEL, "trial", "boots", "trouble")}
        new = self.root + "active.tmp"
        try:
            with open(new, "w") as file:
                file.write(json.dumps(record))
            os.rename(new, self.root + "active")
        except OSError:
            return False
        return True

    def _adopt(self, record):
        """Take over what a record says, unless it makes no sense."""
        app, model, trial = record[APP], record[MODEL], record["trial"]
        boots, trouble = record["boots"], record["trouble"]
        named = app in ("", "a", "b") and model in ("", "a", "b") and trial in ("", APP, MODEL)
        if named and isinstance(boots, int) and boots >= 0 and isinstance(trouble, str):
            self.app, self.model, self.trial, self.boots = app, model, trial, boots
            self.tell(trouble)

    def _turn(self, kind):
        """The other slot of this kind is in use, and this kind not on trial."""
        if kind == MODEL or self.other(APP):
            setattr(self, kind, self.other(kind))
        if self.trial == kind:
            self.trial = ""
            self.boots = 0

    def _first(self, kind):
        """Return the first slot with something whole; "": there is none."""
        for slot in ("a", "b"):
            if self._has(kind, slot):
                return slot
        return ""

    def _has(self, kind, slot):
        """An app is whole if its app.py is there: that comes last, and goes first."""
        place = self.place(kind, slot)
        places = (place + "/app.py", place + "/app.mpy") if kind == APP else (place,)
        return any(_is_file(each) for each in places)


def _is_file(place):
    try:
        os.stat(place)
    except OSError:
        return False
    return True


def _remove(place):
    try:
        os.remove(place)
    except OSError:
        pass


def show(color):
    """Let all pixels shine in color, and the LED not."""
    from machine import Pin
    from neopixel import NeoPixel

    Pin(LED, Pin.OUT, value=0)
    pixels = NeoPixel(Pin(PIXELS, Pin.OUT), PIXEL_COUNT)
    pixels.fill(color)
    pixels.write()


def allowed(slots):
    """Heed Button 2; return whether the app may run."""
    import time

    from machine import Pin

    button = Pin(BUTTON_2, Pin.IN, Pin.PULL_UP)
    time.sleep_ms(1)  # until the pull-up has done its work
    if button.value():
        return True
    show(HELD)
    begun = time.ticks_ms()
    while not button.value():
        if time.ticks_diff(time.ticks_ms(), begun) >= SAFE_MODE_MS:
            print("Safe mode: Button 2 was held at the start, so the app does not run.")
            print("Press RESET without it to start the app.")
            return False
        time.sleep_ms(10)
    if slots.previous():
        print("Button 2 at the start: the previous model is in use.")
    else:
        print("Button 2 at the start: there is no previous model.")
    return True


def run(slots):
    """Run the app; return whether the board must start again, with another app or model."""
    try:
        if allowed(slots):
            slots.start()
            sys.path.insert(0, slots.place(APP, slots.app))
            from app import App
            from board import Board

            App(Board(), slots).run()
    except Exception as error:
        sys.print_exception(error)
        if slots.trial:
            slots.give_up(slots.trial, repr(error))
            print(slots.trouble)
            return True
        print("The app has stopped; the prompt is yours. Press RESET to start it again.")
    finally:
        show(OFF)
    return False


def main():
    if run(Slots()):
        import time

        from machine import reset

        time.sleep_ms(50)  # until what was printed has left the port
        reset()


if __name__ == "__main__":
    main()
