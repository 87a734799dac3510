"""Recording for the pages: series of takes, each counted down, recorded, judged, kept or redone.

One thread does what the user of `tinyspark record` does, with the same Sitting; pages read scene
and call the methods. A board that is gone costs the take under way, and the series goes on when
it is back. Draws nothing.
"""

import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from gesturekit.messages import Message
from tinyspark.board.capture import length_for
from tinyspark.board.device import Device
from tinyspark.board.link import LinkError, LinkLostError
from tinyspark.board.sitting import Judged, Sitting, open_dataset, settings_of
from tinyspark.dataset import changes, edits
from tinyspark.dataset.dataset_rows import Row
from tinyspark.dataset.naming import check_detail, check_label
from tinyspark.dataset.shelf import Shelf
from tinyspark.errors import UserError
from tinyspark.studio.seat import Seat, StoppedError
from tinyspark.studio.standing import THERE
from tinyspark.studio.tape import TAKE
from tinyspark.studio.texts import Record as Texts
from tinyspark.studio.wording import in_words

COUNTDOWN = 3
TICK = 0.7  # seconds of each number
LOOK = 0.2  # seconds between two looks at whether the board is back
READY, COUNTING, WAITING, TAKING, ASKING, PAUSE, LOST = (
    *("ready", "counting", "waiting", "taking", "asking", "pause", "lost"),
)
MAY_REDO = (ASKING, PAUSE, READY)
KEEP, REDO, STOP = "keep", "redo", "stop"


@dataclass(frozen=True)
class Plan:
    """What is recorded: as the arguments of `tinyspark record`; pause: seconds between takes."""

    label: str = ""
    subject: str = ""
    session: str = field(default_factory=lambda: date.today().isoformat())
    seconds: float = 1.5
    sensor: str = "imu"
    button: bool = False
    count: int = 1
    pause: float = 1.5


@dataclass(frozen=True)
class Scene:
    """What goes on: a new one for every change.

    left: of the countdown; done: takes kept of those wanted; number: of takes ever recorded here;
    judged: the latest, and id, under which it was kept ("": it was not); words: what went wrong,
    in plain words.
    """

    state: str = READY
    left: int = 0
    done: int = 0
    wanted: int = 0
    label: str = ""
    number: int = 0
    judged: Judged | None = field(default=None, compare=False)  # number tells one from another
    id: str = ""
    words: str = ""

    @property
    def running(self) -> bool:
        return self.state != READY


class Recorder:
    """One series at a time. plan: the next one.

    on_ready: called when the board records, or waits for its button; on_begun: when the first
    sample of a take has come.
    """

    def __init__(self, shelf: Shelf, seat: Seat) -> None:
        self.plan = Plan(sensor=_sensor(shelf))
        self.scene = Scene()
        self.on_ready: Callable[[], object] = lambda: None
        self.on_begun: Callable[[], object] = lambda: None
        self._shelf = shelf
        self._seat = seat
        self._said: queue.Queue[str] = queue.Queue()
        self._lock = threading.Lock()
        self._watchers: set[str] = set()
        self._sitting: Sitting | None = None
        self._known: tuple[Row, ...] = ()  # the list of takes that the sitting knows
        self._stale = False  # it knows a take that is deleted

    # For pages; what takes takes out again waits for the disk

    def start(self, count: int = 0) -> None:
        """Begin the series that is planned, or so many takes of its kind; UserError."""
        plan = replace(self.plan, count=count or self.plan.count)
        check_label(plan.label)
        check_detail(plan.subject, "subject")
        check_detail(plan.session, "session")
        if self._seat.standing.state != THERE:
            raise LinkError("No board is connected.\nConnect one on the page Board.")
        with self._lock:
            if self.scene.running:
                return
            self._said = queue.Queue()
            number = self.scene.number + 1
            self.scene = Scene(COUNTING, wanted=plan.count, label=plan.label, number=number)
        threading.Thread(target=self._series, args=(plan,), daemon=True).start()

    def stop(self) -> None:
        """End the series; a take under way is discarded, kept ones stay."""
        if self.scene.state in (WAITING, TAKING):
            self._seat.stop()
        self._said.put(STOP)

    def keep(self) -> None:
        """Keep the take with problems that waits for a decision."""
        if self.scene.state == ASKING:
            self._said.put(KEEP)

    def redo(self) -> None:
        """Drop the latest take, kept or not, and record it again; UserError."""
        if self.scene.state not in MAY_REDO or self.scene.judged is None:
            return
        if self.scene.running:
            self._said.put(REDO)
        else:
            self.undo()
            self.start(1)

    def undo(self) -> None:
        """Take out again the take that was kept last; UserError."""
        with self._lock:
            was = self.scene
            if was.id:
                number, done = was.number + 1, was.done - 1
                self.scene = replace(was, id="", judged=None, number=number, done=done)
        if was.id:
            self.delete(was.id)

    def delete(self, identity: str) -> None:
        """Delete one take, as `tinyspark dataset delete` does; UserError."""
        before = changes.read(self._shelf.folder)
        chosen = [row for row in before if row.id == identity]
        after = edits.without(before, chosen)
        changes.write(
            self._shelf.folder, before, after, {}, f"deleted 1 take, {len(after)} are left"
        )
        self._stale = True

    def watched(self, who: str, watches: bool) -> None:
        """Somebody looks on, or no longer; when nobody does, the series ends."""
        (self._watchers.add if watches else self._watchers.discard)(who)
        if not self._watchers:
            self.stop()

    # For the thread

    def _series(self, plan: Plan) -> None:
        words = ""
        try:
            sitting = self._sit(plan)
            while self.scene.done < plan.count:
                if self._one(sitting, plan) and self.scene.done < plan.count:
                    self._show(state=PAUSE)
                    self._listen(plan.pause)
        except (StoppedError, CancelledError):
            pass
        except Exception as error:
            words = in_words(error)
        finally:
            self._show(state=READY, words=words)

    def _sit(self, plan: Plan) -> Sitting:
        """Return a sitting for the plan: the last one, if nobody else changed the dataset."""
        device: Device = self._seat.ask(lambda device: device).result()
        said = device.identity
        assert said is not None  # the seat has greeted it
        offered = settings_of(said, plan.sensor)
        length = length_for(said, plan.sensor, plan.seconds)
        sitting = self._sitting
        changed = self._stale or self._known != self._shelf.rows()
        if sitting is None or changed or sitting.dataset.settings.sensor != plan.sensor:
            dataset = open_dataset(str(self._shelf.folder), offered)
            sitting = Sitting(device, dataset, plan.label, length)
            self._stale = False
        sitting.device, sitting.label, sitting.length = device, check_label(plan.label), length
        sitting.button, sitting.subject, sitting.session = plan.button, plan.subject, plan.session
        sitting.ready = self.on_ready
        self._sitting, self._known = sitting, self._shelf.rows()
        return sitting

    def _one(self, sitting: Sitting, plan: Plan) -> bool:
        """Record one take and settle it; True if it was kept."""
        if not plan.button:
            self._count_down()
        self._show(state=WAITING if plan.button else TAKING, left=0)
        try:
            judged = self._seat.ask(lambda device: self._take(device, sitting)).result()
        except LinkLostError as error:
            self._wait_for_board(str(error).splitlines()[0])
            return False
        self._show(judged=judged, id="", number=self.scene.number + 1)
        if not judged.good:
            self._show(state=ASKING)
            if self._answer(judged) == REDO:
                return False
        self._save(sitting, judged)
        return True

    def _take(self, device: Device, sitting: Sitting) -> Judged:
        """Record one take, in the seat's thread; the tape hears it, too."""
        if device is not sitting.device:
            raise UserError(Texts.ANOTHER_BOARD)
        said = device.identity
        assert said is not None
        self._seat.tape.begin(settings_of(said, sitting.dataset.settings.sensor))
        device.on_message = self._hear
        try:
            return sitting.take()
        except StoppedError:
            device.stop()
            raise
        finally:
            device.on_message = None

    def _hear(self, message: Message) -> None:
        if message.name == "take_begun":
            self._show(state=TAKING)
            self.on_begun()
        self._seat.tape.hear(message, TAKE)

    def _save(self, sitting: Sitting, judged: Judged) -> None:
        recording = sitting.save(judged)
        self._known = self._shelf.rows()
        self._show(id=recording.id, done=self.scene.done + 1)

    def _count_down(self) -> None:
        for left in range(COUNTDOWN, 0, -1):
            self._show(state=COUNTING, left=left)
            self._listen(TICK)

    def _answer(self, judged: Judged) -> str:
        """Wait for what becomes of a take with problems; one that is not whole is redone."""
        while True:
            said = self._said.get()
            if said == STOP:
                raise StoppedError(STOP)
            if said == REDO or judged.take.whole:
                return said

    def _listen(self, seconds: float) -> None:
        """Let time pass; the latest take is dropped when the user says so."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            try:
                said = self._said.get(timeout=left)
            except queue.Empty:
                return
            if said == STOP:
                raise StoppedError(STOP)
            if said == REDO and self.scene.id:
                self.undo()
                return

    def _wait_for_board(self, words: str) -> None:
        self._show(state=LOST, words=words)
        while self._seat.standing.state != THERE:
            self._listen(LOOK)
        self._show(words="")

    def _show(self, **new: Any) -> None:
        with self._lock:
            self.scene = replace(self.scene, **new)


def _sensor(shelf: Shelf) -> str:
    """Return the sensor of the dataset that is there, else the usual one."""
    try:
        return shelf.settings().sensor
    except UserError:  # none, or one that other pages complain about
        return Plan.sensor
