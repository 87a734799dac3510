"""The one place that talks to the board: a thread of its own, so that no page ever waits for it.

The board does one lasting activity (show its samples, listen to what it recognizes) or none: the
one that was wanted last, as long as somebody wants it. Orders (record a take, deploy) interrupt it
and are done one after the other. A board that is gone is waited for, and the activity goes on when
it is back. Pages read standing and the tape. Knows no page.
"""

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from gesturekit.errors import KitError
from gesturekit.messages import Message
from tinyspark.board.device import Device
from tinyspark.board.identity import Hello
from tinyspark.board.link import Link, LinkLostError
from tinyspark.board.ports import the_one
from tinyspark.board.serial_link import SerialLink, list_boards
from tinyspark.errors import UserError
from tinyspark.studio.holding import Holding
from tinyspark.studio.standing import BUSY, GONE, THERE, Standing, health
from tinyspark.studio.tape import Tape
from tinyspark.studio.turn import Activity, Turn
from tinyspark.studio.wording import in_words
from tinyspark.virtual.client import VirtualBoard

LOOK_AGAIN = 0.5  # seconds between two looks at a board that does nothing, or is gone
END_TIMEOUT = 20.0  # seconds for what is being done to come to an end

T = TypeVar("T")
Say = Callable[[str], None]


class StoppedError(UserError):
    """An order that was ended before it was done, because somebody wanted that."""


class Seat:
    """The board of the studio, one at a time. open_link: what opens a port.

    held: the board itself, which the thread of the seat alone may touch.
    """

    def __init__(self, open_link: Callable[[str], Link] = SerialLink) -> None:
        self.tape = Tape()
        self.held = Holding(open_link, self._check, self._forget)
        self._wishes: dict[str, Activity] = {}
        self._latest: Activity | None = None
        self._failed: Activity | None = None  # not tried again until another one is wanted
        self._orders: deque[tuple[Callable[[], Any], Future]] = deque()
        self._wake = threading.Condition()
        self._closing = self._stopping = self._asking = False
        self._thread = threading.Thread(target=self._run, name="seat", daemon=True)
        self._thread.start()

    # For pages: all return at once

    @property
    def standing(self) -> Standing:
        """How the board stands now."""
        return self.held.standing

    @property
    def virtual(self) -> VirtualBoard | None:
        """The virtual board, if it is one of ours."""
        return self.held.virtual

    def connect(self, port: str = "") -> Future:
        """Take the board on port, "" for the only one; when that fails, nothing has changed."""
        return self._order(lambda: self.held.connect(port or the_one(list_boards())))

    def connect_virtual(self) -> Future:
        """Take a virtual board: the one that runs, else a new one."""
        return self._order(self.held.connect_virtual)

    def disconnect(self) -> Future:
        """Let go of the board; a virtual one of ours ends."""
        return self._order(self.held.let_go)

    def want(self, who: str, activity: Activity | None) -> None:
        """Somebody wants this to be done from now on, None: nothing any more.

        Of several wishes the latest counts, then the one before it.
        """
        with self._wake:
            if self._wishes.get(who) == activity:
                return
            self._wishes.pop(who, None)
            if activity is not None:
                self._wishes[who] = activity
            self._latest = next(reversed(self._wishes.values()), None)
            self._failed = None
            self._wake.notify_all()

    def ask(self, job: Callable[[Device], T], words: str = "") -> "Future[T]":
        """Let job talk to the board, in its turn; LinkError if there is none.

        words: what is being done; with them the standing is BUSY meanwhile, and job may tell().
        """
        return self._order(lambda: self._ask(job, words))

    def flash(
        self, job: Callable[[str, Say], Hello], steps: int, port: str = ""
    ) -> "Future[Hello]":
        """Let job have a port for itself and say its steps; it returns the board's hello.

        steps: how many it says; with 0, what it says is forgotten when the job ends.
        port: another one than the board's, which is taken when job has succeeded.
        """
        return self._order(lambda: self._flash(job, steps, port))

    def stop(self) -> None:
        """End the order that is being done, with StoppedError; one that has the port goes on."""
        self._stopping = True

    def tell(self, words: str, share: float | None = None) -> None:
        """For a job: say what is going on, and how far it is."""
        self.held.tell(words=words, share=share)

    def close(self) -> None:
        """End; the board does again what it does by itself."""
        with self._wake:
            self._closing = True
            self._wake.notify_all()
        self._thread.join(END_TIMEOUT)

    # For the thread

    def _order(self, job: Callable[[], T]) -> "Future[T]":
        future: Future[T] = Future()
        with self._wake:
            if self._closing:
                future.cancel()
            else:
                self._orders.append((job, future))
                self._wake.notify_all()
        return future

    def _run(self) -> None:
        while not self._closing:
            try:
                self._go_on()
            except Exception as error:  # a mistake of ours; the seat goes on without the board
                self.held.lost(error)
        self.held.let_go()
        for _, future in self._orders:
            future.cancel()

    def _go_on(self) -> None:
        order = self._next_order()
        if order is not None:
            self._obey(*order)
        elif self.standing.state == GONE:
            self.held.rejoin()
        elif self.held.device is not None:
            self._act(self.held.device)

    def _next_order(self) -> tuple[Callable[[], Any], Future] | None:
        """Return the next order; when nothing is to be done, wait for one for a while."""

        def is_due() -> bool:
            acts = self.standing.state == THERE and self._wanted() is not None
            return acts or bool(self._orders) or self._closing

        with self._wake:
            self._wake.wait_for(is_due, LOOK_AGAIN)
            return self._orders.popleft() if self._orders else None

    def _wanted(self) -> Activity | None:
        return None if self._latest == self._failed else self._latest

    def _obey(self, job: Callable[[], Any], future: Future) -> None:
        """Do an order, unless nobody waits for it any more."""
        self._stopping = False  # before an order can be cancelled no more: who cannot, stops it
        if future.set_running_or_notify_cancel():
            try:
                future.set_result(job())
            except BaseException as error:  # whoever ordered it is told
                future.set_exception(error)

    def _check(self) -> None:
        """Called before each wait for the board."""
        if self._asking and (self._stopping or self._closing):
            self._asking = False  # what tidies up may wait for the board
            raise StoppedError("It was stopped.\nNothing of it is kept.")

    def _act(self, device: Device) -> None:
        """Do what is wanted; if that is nothing, look at the board."""
        activity = self._wanted()
        try:
            if self._failed is None:
                self.held.tell(words="")
            if activity is None:
                self.held.look(device)
            else:
                activity(device, self._turn(device, activity))
                device.stop()
        except LinkLostError as error:
            self.held.lost(error)
        except Exception as error:
            if activity is None:  # it says nothing, or nothing that makes sense
                self.held.lost(error)
            else:
                self._give_up(activity, error)

    def _give_up(self, activity: Activity, error: Exception) -> None:
        """An activity that fails is not tried again until somebody wants it anew."""
        self._failed = activity
        self.held.tell(words=in_words(error))

    def _turn(self, device: Device, activity: Activity) -> Turn:
        def is_over() -> bool:
            return bool(self._orders) or self._closing or self._wanted() != activity

        def heard(status: Message) -> None:
            if device.identity is not None:
                self.held.tell(**health(device.identity, status))

        return Turn(is_over, self.tape, heard)

    def _forget(self) -> None:
        """The board is another one now, or none: what was of the last one is over."""
        self.tape.clear()
        self._failed = None

    def _ask(self, job: Callable[[Device], T], words: str) -> T:
        device = self.held.there()
        self._asking = True
        if words:
            self.held.tell(state=BUSY, words=words)
        try:
            return job(device)
        except LinkLostError as error:
            self.held.lost(error)
            raise
        finally:
            self._asking = False
            if self.standing.state == BUSY:
                self.held.tell(state=THERE, words="", share=None)

    def _flash(self, job: Callable[[str, Say], Hello], steps: int, port: str) -> Hello:
        def say(line: str) -> None:
            said = (*self.standing.steps, line) if steps else ()
            share = min(1.0, len(said) / (steps + 1))
            self.held.tell(words=line, share=share, steps=said)

        self._failed = None
        with self.held.lent(port) as place:
            try:
                return job(place, say)
            except (UserError, KitError) as error:
                say(
                    in_words(error)
                )  # kept with the steps, for whoever has left the page meanwhile
                raise
