"""The one place that talks to the board: a thread of its own, so that no page ever waits for it.

The board does one lasting activity (show its samples, listen to what it recognizes) or none: the
one that was wanted last, as long as somebody wants it. Orders (record a take, deploy) interrupt it
and are done one after the other. A board that is gone is waited for, and the activity goes on when
it is back. Pages read standing and the tape. Knows no page.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import replace
from typing import Any, TypeVar

from gesturekit.errors import KitError
from gesturekit.messages import Message
from tinyspark.board.device import Device
from tinyspark.board.greeting import greet
from tinyspark.board.identity import Hello
from tinyspark.board.link import Link, LinkError, LinkLostError
from tinyspark.board.ports import the_one
from tinyspark.board.rejoining import Home
from tinyspark.board.serial_link import SerialLink, list_boards
from tinyspark.errors import UserError
from tinyspark.studio.standing import BUSY, GONE, THERE, Standing, health
from tinyspark.studio.tape import Tape
from tinyspark.studio.turn import Activity, Turn
from tinyspark.virtual.client import VirtualBoard

LOOK_AGAIN = 0.5  # seconds between two looks at a board that does nothing, or is gone
END_TIMEOUT = 20.0  # seconds for what is being done to come to an end

_LOG = logging.getLogger("tinyspark.studio")

T = TypeVar("T")
Say = Callable[[str], None]


class StoppedError(UserError):
    """An order that was ended before it was done, because somebody wanted that."""


class Seat:
    """The board of the studio, one at a time. virtual: the virtual board, if it is one of ours.

    open_link: what opens a port.
    """

    def __init__(self, open_link: Callable[[str], Link] = SerialLink) -> None:
        self.standing = Standing()
        self.tape = Tape()
        self.virtual: VirtualBoard | None = None
        self._open_link = open_link
        self._device: Device | None = None
        self._home: Home | None = None
        self._wishes: dict[str, Activity] = {}
        self._latest: Activity | None = None
        self._failed: Activity | None = None  # not tried again until another one is wanted
        self._orders: deque[tuple[Callable[[], Any], Future]] = deque()
        self._wake = threading.Condition()
        self._closing = self._stopping = self._asking = False
        self._thread = threading.Thread(target=self._run, name="seat", daemon=True)
        self._thread.start()

    # For pages: all return at once

    def connect(self, port: str = "") -> Future:
        """Take the board on port, "" for the only one; when that fails, nothing has changed."""
        return self._order(lambda: self._connect(port or the_one(list_boards())))

    def connect_virtual(self) -> Future:
        """Take a virtual board: the one that runs, else a new one."""
        return self._order(self._connect_virtual)

    def disconnect(self) -> Future:
        """Let go of the board; a virtual one of ours ends."""
        return self._order(self._let_go)

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

        port: another one than the board's, which is taken when job has succeeded.
        """
        return self._order(lambda: self._flash(job, steps, port))

    def stop(self) -> None:
        """End the order that is being done, with StoppedError; one that has the port goes on."""
        self._stopping = True

    def tell(self, words: str, share: float | None = None) -> None:
        """For a job: say what is going on, and how far it is."""
        self._tell(words=words, share=share)

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
            self._orders.append((job, future))
            self._wake.notify_all()
            if self._closing:
                future.cancel()
        return future

    def _run(self) -> None:
        while not self._closing:
            order = self._next_order()
            if order is not None:
                self._obey(*order)
            elif self.standing.state == GONE:
                self._rejoin()
            elif self._device is not None:
                self._act(self._device)
        self._let_go()
        for _, future in self._orders:
            future.cancel()

    def _next_order(self) -> tuple[Callable[[], Any], Future] | None:
        """Return the next order; when nothing is to be done, wait for one for a while."""
        with self._wake:
            idle = self.standing.state != THERE or self._wanted() is None
            if not self._orders and idle:
                self._wake.wait_for(lambda: self._orders or self._closing, LOOK_AGAIN)
            return self._orders.popleft() if self._orders else None

    def _wanted(self) -> Activity | None:
        return None if self._latest == self._failed else self._latest

    def _obey(self, job: Callable[[], Any], future: Future) -> None:
        """Do an order, unless nobody waits for it any more."""
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
                self._tell(words="")
            if activity is None:
                device.rest()
                self._look(device)
            else:
                activity(device, self._turn(device, activity))
                device.stop()
        except LinkLostError as error:
            self._lost(error)
        except Exception as error:  # of the activity, which is not tried again
            self._failed = activity
            if activity is None:  # it says nothing, or nothing that makes sense
                self._lost(error)
            elif isinstance(error, UserError | KitError):
                self._tell(words=str(error))
            else:
                _LOG.error("%r", error, exc_info=error)

    def _look(self, device: Device) -> None:
        self._tell(**health(device.hello(), device.status()))

    def _turn(self, device: Device, activity: Activity) -> Turn:
        def is_over() -> bool:
            return bool(self._orders) or self._closing or self._wanted() != activity

        def heard(status: Message) -> None:
            if device.identity is not None:
                self._tell(**health(device.identity, status))

        return Turn(is_over, self.tape, heard)

    def _connect(self, port: str) -> None:
        if (self.standing.state, self.standing.port) == (THERE, port):
            return
        device = Device(self._open_link(port))
        try:
            found = health(greet(device), device.status())
        except BaseException:
            device.close()
            raise
        self._let_go()
        device.before_wait = self._check
        self._device = device
        self._home = Home(device, LOOK_AGAIN, self._open_link)
        self._failed = None
        self._tell(state=THERE, port=port, **found)

    def _connect_virtual(self) -> None:
        if self.virtual is not None and self.standing.state == THERE:
            return
        board = VirtualBoard()
        try:
            self._connect(board.port)
        except BaseException:
            board.close()
            raise
        self.virtual = board

    def _let_go(self, words: str = "") -> None:
        device, self._device, self._home = self._device, None, None
        if device is not None:
            with suppress(LinkError):
                if self.standing.state != GONE:
                    device.rest()
            device.close()
        board, self.virtual = self.virtual, None
        if board is not None:
            board.close()
        self.tape.clear()
        self.standing = Standing(words=words)

    def _there(self) -> Device:
        if self._device is None:
            raise LinkError("No board is connected.\nConnect one on the page Board.")
        if self.standing.state == GONE:
            raise LinkError("The board is gone.\nPlug it in again, and try again.")
        return self._device

    def _ask(self, job: Callable[[Device], T], words: str) -> T:
        device = self._there()
        self._stopping, self._asking = False, True
        if words:
            self._tell(state=BUSY, words=words)
        try:
            return job(device)
        except LinkLostError as error:
            self._lost(error)
            raise
        finally:
            self._asking = False
            if self.standing.state == BUSY:
                self._tell(state=THERE, words="", share=None)

    def _flash(self, job: Callable[[str, Say], Hello], steps: int, port: str) -> Hello:
        before = self.standing

        def say(line: str) -> None:
            said = (*self.standing.steps, line)
            self._tell(words=line, share=min(1.0, len(said) / (steps + 1)), steps=said)

        if port in ("", before.port):
            return self._flash_ours(self._there(), job, say)
        self._tell(state=BUSY, words="", share=0.0, steps=())
        try:
            hello = job(port, say)
        finally:
            self.standing = before
        self._connect(port)
        return hello

    def _flash_ours(self, device: Device, job: Callable[[str, Say], Hello], say: Say) -> Hello:
        port = self.standing.port
        with suppress(LinkError):
            device.rest()
        self._tell(state=BUSY, words="", share=0.0, steps=())
        device.close()
        try:
            return job(port, say)
        finally:
            self._failed = None
            self._open_again(device, port)

    def _open_again(self, device: Device, port: str) -> None:
        """Take the board back after a job that had the port; it may be another firmware now."""
        try:
            device.relink(self._open_link(port))
            found = health(greet(device), device.status())
        except LinkError as error:
            self._lost(error)
        else:
            self._home = Home(device, LOOK_AGAIN, self._open_link)
            self._tell(state=THERE, words="", share=None, **found)

    def _lost(self, error: Exception) -> None:
        """The board is gone; its port must be free, for when it comes back."""
        if self._device is not None:
            self._device.close()
            self._tell(state=GONE, words=str(error).splitlines()[0], share=None)

    def _rejoin(self) -> None:
        """Look once whether the board is back. What else is found there is left alone for good:
        a look interrupts the programs of others."""
        assert self._device is not None and self._home is not None
        try:
            self._home.rejoin(self._device, lambda line: None)
            self._look(self._device)
        except LinkLostError:
            self._device.close()
        except LinkError as error:
            self._let_go(str(error).splitlines()[0])
        else:
            self._tell(state=THERE, words="", port=self._device.link.port)

    def _tell(self, **changes: Any) -> None:
        self.standing = replace(self.standing, **changes)
