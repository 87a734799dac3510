"""The loader: chooses app and model, falls back when new ones fail, and always leaves a prompt.

An app lies in /kit_a or /kit_b, a model in /model_a.tsm or /model_b.tsm; the file /active says
which of them are in use. What is new is on trial until a host has confirmed it: after two starts
without that, or an exception, the other one is in use again. An older model taken again is tried,
too; the app itself confirms it. What was confirmed makes way after three exceptions in a row: the
model, for the other one or none, then the app. What has failed does not come back by itself, so
this ends. Needs no other file of ours, so a broken app cannot break it, and is almost never
rewritten: apps of other releases get its Slots. Knows nothing of sensors. Ctrl-C is never caught:
it ends the app at any moment, so mpremote gets in.
"""

import json
import os
import sys

APP, MODEL = "app", "model"
TRIAL_STARTS = 2
MOST_CRASHES = 3  # starts in a row that end with an exception
MOST_TROUBLE = 100  # characters, as many as a hello has room for
BUTTON_2, LED, PIXELS, PIXEL_COUNT = 38, 13, 39, 5
SAFE_MODE_MS = 2000  # Button 2 held for so long at the start
RECORD = (APP, MODEL, "trial", "old", "boots", "failed", "trouble")
OFF, HELD = (0, 0, 0), (12, 0, 12)


class Slots:
    """What is in use, as the file /active says; every change of it is one rename.

    app, model: "a", "b" or "" (none). trial: which of them is on trial, "app", "model" or "".
    old: it lay there before, so it stays if it fails, and the app itself confirms it. boots:
    starts of the trial; without one, starts in a row that ended with an exception. failed: what
    was given up, as "modela,". trouble: why, or "".
    """

    def __init__(self, root="/"):
        self.root = root
        self.app = self.model = self.trial = self.failed = self.trouble = ""
        self.old = False
        self.boots = 0
        self.app = self.other(APP)
        self.model = self.other(MODEL)
        try:
            with open(root + "active") as file:
                self._adopt(json.loads(file.read(400)))
        except (OSError, ValueError, TypeError, KeyError):
            pass  # nothing was ever switched, or the file is damaged
        if not self._has(APP, self.app):  # it is gone: nobody is to overwrite the other one
            self._turn(APP, self.other(APP))

    def place(self, kind, slot):
        return self.root + ("kit_%s" if kind == APP else "model_%s.tsm") % slot

    def free(self, kind):
        """Return the slot that may be overwritten."""
        used = getattr(self, kind) or self.other(kind)
        return "b" if used == "a" else "a"

    def other(self, kind):
        """Return the slot with something whole that is not in use, or ""."""
        for slot in "ab":
            if slot != getattr(self, kind) and self._has(kind, slot):
                return slot
        return ""

    def spare(self, kind):
        """Return the same, or "" if that has failed."""
        slot = self.other(kind)
        return "" if kind + slot + "," in self.failed else slot

    def start(self):
        """Count a start of what is on trial; when it has had enough of them, give it up."""
        if not self.trial:
            return
        self.boots += 1
        if self.boots > TRIAL_STARTS:
            why = "it did not run for long" if self.old else "no host has confirmed it"
            self.give_up(self.trial, why)
        elif not self.write():
            self.give_up(self.trial, "its starts cannot be counted")

    def crashed(self, kind, why):
        """An exception, of this kind it seems, ended the app; return whether to start again."""
        if not self.trial:
            self.boots += 1
            if self.boots < MOST_CRASHES:
                self.tell("started again after " + why)
                return self.write()
        return self.give_up(self.trial or (kind if self.model else APP), why)

    def give_up(self, kind, why):
        """Use the other slot of this kind instead; a new model that fails its trial is removed.

        Return whether that makes another start worth while.
        """
        slot, spare, tried = getattr(self, kind), self.spare(kind), self.trial == kind
        changes = kind == MODEL or spare != ""
        self.tell("%s %s %s: %s" % (kind, slot, "is given up" if changes else "fails", why))
        self._turn(kind, spare)
        if changes:
            self.boots = 0
            self.failed += kind + slot + ","
        written = self.write()
        if written and tried and kind == MODEL and slot and not self.old:
            _remove(self.place(MODEL, slot))
        return changes and (written or tried)

    def tell(self, trouble):
        """Keep what a hello is to say, in signs that any terminal may show."""
        signs = [sign if " " <= sign <= "~" else "?" for sign in trouble[:MOST_TROUBLE]]
        self.trouble = "".join(signs)

    def make_way(self, kind):
        """End a trial, whose outcome nobody awaits; return the slot that may be overwritten.

        Return "" if the record cannot be written.
        """
        if self.trial:
            self._turn(self.trial, self.spare(self.trial))
        return self.free(kind) if self.write() else ""

    def try_out(self, kind, slot="", old=False):
        """Use this slot from the next start on, on trial; return whether that is recorded.

        The only app needs none. Older apps name no slot: the free one.
        """
        self._turn(kind, slot or self.free(kind))
        self.trial = kind if kind == MODEL or self.other(APP) else ""
        self.old, self.boots, self.trouble = old, 0, ""
        return self.write()

    def confirm(self):
        """What runs works; return whether that is recorded."""
        trial, boots = self.trial, self.boots
        self.trial, self.boots = "", 0
        if not (trial or boots) or self.write():
            return True
        self.trial, self.boots = trial, boots  # who asks again hears the same
        return False

    def previous(self):
        """Use the other model, which ends a trial or is one; return whether that is recorded."""
        slot = self.other(MODEL)
        if not slot or not self.trial:
            return slot != "" and self.try_out(MODEL, slot, True)
        self._turn(MODEL, slot)
        self.trouble = ""
        return self.write()

    def write(self):
        """Write the record; return whether that was possible."""
        record = {name: getattr(self, name) for name in RECORD}
        new = self.root + "active.tmp"
        try:
            with open(new, "w") as file:
                file.write(json.dumps(record))  # on the flash when it is closed: littlefs syncs
            os.rename(new, self.root + "active")
        except OSError:
            return False
        return True

    def _adopt(self, record):
        """Take over what a record says, unless it makes no sense."""
        app, model, trial = record[APP], record[MODEL], record["trial"]
        boots, trouble = record["boots"], record["trouble"]
        failed = record.get("failed", "")  # older loaders write neither this nor "old"
        named = app in ("", "a", "b") and model in ("", "a", "b") and trial in ("", APP, MODEL)
        marks = [kind + slot + "," for kind in (APP, MODEL) for slot in "ab"]
        failed = "".join([mark for mark in marks if mark in failed])
        if named and isinstance(trouble, str) and isinstance(boots, int) and boots >= 0:
            self.old, self.failed = bool(record.get("old")), failed
            self.app, self.model, self.trial, self.boots = app, model, trial, boots
            self.tell(trouble)

    def _turn(self, kind, slot):
        """This slot is in use, if it can be, and this kind not on trial."""
        self.failed = self.failed.replace(kind + slot + ",", "")
        if kind == MODEL or slot:
            setattr(self, kind, slot)
        if self.trial == kind:
            self.trial = ""
            self.boots = 0

    def _has(self, kind, slot):
        """An app is whole if its app.py is there: that comes last, and goes first."""
        place = self.place(kind, slot)
        for each in (place + "/app.py", place + "/app.mpy") if kind == APP else (place,):
            try:
                os.stat(each)
                return True
            except OSError:
                pass
        return False


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
        print("Button 2 at the start: no previous model, or no room to record it.")
    return True


def run(slots):
    """Run the app; return whether the board must start again."""
    suspect = APP
    try:
        if allowed(slots):
            slots.start()
            sys.path.insert(0, slots.place(APP, slots.app))
            from app import App
            from board import Board

            suspect = MODEL  # the app is all there
            App(Board(), slots).run()
    except Exception as error:
        sys.print_exception(error)
        again = slots.crashed(suspect, repr(error))
        print(slots.trouble)
        if again:
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
