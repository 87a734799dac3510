"""The app: one step after the other, sensors to modes, messages to answers.

Knows which mode is on and who asked for it. Whatever the hardware is, it comes with the board
that is passed in, and where app and models lie with the loader's Slots; time is only ever
compared with the board's ticks_diff().
"""

import gc

import answers
import classify
import untethered
from both import Both
from bus import Bus
from button import Button
from imu import Imu
from indicator import Indicator
from link import Link
from models import choose, hash_of_other
from modes import BOTH, BUTTONS, CONTINUOUS, PROXIMITY, Idle, Lacking
from outbox import Outbox
from sensors import Proximity
from take_store import TakeStore

FIRMWARE_VERSION = "0.1.0"
STEP_MS = 10
_WITHOUT_IMU = (PROXIMITY, BUTTONS)
_WITH_PROXIMITY = (PROXIMITY, BOTH)
WELL_S = 10  # without an exception: the loader then trusts what it has started by itself
HOST_SILENT_MS = 10_000  # a mode that needs a host ends when none was heard for so long


class App:
    """All of it. step() never blocks for long; run() calls it for ever."""

    version = FIRMWARE_VERSION

    def __init__(self, board, slots):
        self.board = board
        self.slots = slots
        self._seconds = self._ms = 0  # since the start
        self.boot = board.boot_id()
        self.link = Link(board)
        self.indicator = Indicator(board)
        self.outbox = Outbox(self.link)
        self.bus = Bus(board)
        self.imu = Imu(board, self.bus)
        self.proximity = Proximity(board, self.bus)
        self.both = Both(self.imu, self.proximity)
        self.done = b""  # the latest request that is done only once,
        self.done_at = 0  # and the number of its ack
        self._answered = b""  # the latest request, if it was answered in the last step
        self.buttons = (Button(board.ticks_diff, 1), Button(board.ticks_diff, 2))
        self._now = self._heard = board.ticks_ms()
        for _ in range(2):  # a NACK is no reason to do without a model
            self.imu.supervise(self._now)
            self.proximity.supervise(self._now)
        self.takes = TakeStore(board.takes_folder, board.flash_free)
        self.plan = untethered.kept(self.takes)
        self.alone = True  # no host was heard for a while
        self.mode = Idle(self)
        self._load_model()
        self.enter(self.default_mode())
        self.link.say("")  # ends whatever half line is on the console
        answers.send_hello(self)

    @property
    def uptime(self):
        """Milliseconds since the start; ticks wrap after twelve days, this does not."""
        return self._seconds * 1000 + self._ms

    def run(self):
        while True:
            self.step()
            self.board.sleep_ms(STEP_MS)

    def step(self):
        """Look at everything once: buttons, messages, sensors, the mode, what waits, pixels."""
        now = self.board.ticks_ms()
        self._count_time(now)
        self._poll_buttons(now)
        self._answer(now)
        self._poll_sensors(now)
        self.mode.step(now)
        self.outbox.send()
        self.indicator.step(now)

    def enter(self, mode, anew=True):
        """Leave the mode that is on and begin another; anew: nobody waits for the last one."""
        outbox = self.outbox
        self.mode.leave()
        outbox.close()
        outbox.send()
        if anew:
            outbox.forget()
        self.mode = mode
        outbox.begin(mode.sensor)
        self.both.begin()
        self.indicator.show(mode.look)
        gc.collect()  # now, rather than in the middle of a movement
        mode.begin(self.board.ticks_ms())

    def default_mode(self):
        """What to do without a host: classify when that is possible."""
        loaded = self.loaded
        if loaded and not self.missing(loaded.sensor):
            return classify.mode(self, False)
        return Lacking(self, loaded.sensor) if loaded else Idle(self)

    def missing(self, sensor):
        """Return the name of what the sensor with this number lacks, "" if it works."""
        if sensor not in _WITHOUT_IMU and not self.imu.working:
            return "imu"
        if sensor in _WITH_PROXIMITY and not self.proximity.working:
            return "proximity"
        return ""

    def _load_model(self):
        self.loaded = choose(self.slots, self.imu)
        self.model_slot = self.slots.model if self.loaded else ""
        self.previous_hash = hash_of_other(self.slots)
        if self.slots.trouble:
            self.link.say("Trouble: " + self.slots.trouble)
        if self.loaded and self.loaded.classifier.warning:
            self.link.say("The model is slower here: " + self.loaded.classifier.warning)

    def _count_time(self, now):
        """In two small numbers: one alone would take heap at every step after twelve days."""
        self._ms += self.board.ticks_diff(now, self._now)
        self._now = now
        if self._ms >= 1000:
            before = self._seconds
            self._seconds += self._ms // 1000
            self._ms %= 1000
            if before < WELL_S <= self._seconds:
                self._ran_well()

    def _ran_well(self):
        """An older model is confirmed, unless its sensor is missing; a new one only by a host."""
        slots, loaded = self.slots, self.loaded
        if not slots.boots:  # there is nothing to confirm, or it is tried from the next start on
            return
        if not slots.trial or (slots.old and loaded and not self.missing(loaded.sensor)):
            slots.confirm()

    def _poll_buttons(self, now):
        for button in self.buttons:
            if button.poll(self.board.pressed(button.number), now):
                self.outbox.put("button", button.number, button.pressed)
                if button.pressed:
                    self._pressed(button.number, now)

    def _pressed(self, number, now):
        if number == 1:
            self.mode.button_1(now)
        else:
            untethered.button_2(self)

    def _answer(self, now):
        answered, self._answered = self._answered, b""
        for payload in self.link.receive():
            self._heard = now
            self.alone = False
            if payload != answered:  # a repetition of that came before the host had the answer
                answers.answer(self, payload)
                answered = self._answered = payload
        silent = self.board.ticks_diff(now, self._heard) >= HOST_SILENT_MS
        self.alone |= silent  # ticks_diff() forgets after six days of silence
        if silent and self.mode.needs_host:
            self.enter(self.default_mode(), anew=False)  # it may only have slept

    def _poll_sensors(self, now):
        count = self.imu.poll(now)
        self.proximity.supervise(now)
        self.indicator.sensors(self.imu.state, self.proximity.state)
        if self.mode.sensor == BOTH:
            self._hand_on(self.both, self.both.join(now, count))
        else:
            self._hand_on(self.imu, count)

    def _hand_on(self, source, count):
        if source.gap:
            self.mode.gap()
        if self.mode.sensor in CONTINUOUS:
            self.outbox.dropped += source.lost
        if count:
            self.mode.new_samples(source, count)
