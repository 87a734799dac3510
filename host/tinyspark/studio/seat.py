"""The one place that talks to the board: a thread of its own, so that no page ever waits for it.

The board does one lasting activity (show its samples, listen to what it recognizes) or none.
Orders (record a take, deploy) interrupt it and are done one after the other. A board that is gone
is waited for, and the activity goes on when it is back. Pages read standing and the tape.
"""

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from gesturekit.errors import KitError
from tinyspark.board.device import Device
from tinyspark.board.greeting import greet
from tinyspark.board.identity import Hello
from tinyspark.board.link import LinkError, LinkLostError
from tinyspark.board.ports import the_one
from tinyspark.board.rejoining import Home
from tinyspark.board.serial_link import SerialLink, list_boards
from tinyspark.errors import UserError
from tinyspark.studio.tape import Tape
from tinyspark.virtual.client import VirtualBoard

NOBODY, THERE, GONE, BUSY = "nobody", "there", "gone", "busy"
LOOK_AGAIN = 0.5  # seconds between two looks for a board that is gone

T = TypeVar("T")


@dataclass(frozen=True)
class Standing:
    """How the board stands: a new one for every change, so that a page may compare them.

    state: NOBODY, THERE, GONE (its cable is out) or BUSY (an order is done). hello: what it said
    last. words: what is going on, or went wrong, in plain words.
    """

    state: str = NOBODY
    port: str = ""
    hello: Hello | None = None
    words: str = ""


class Turn:
    """What an activity has of the seat while it lasts: whether it is over, and the tape."""

    def __init__(self, is_over: Callable[[], bool], tape: Tape) -> None:
        self._is_over = is_over
        self.tape = tape

    @property
    def over(self) -> bool:
        """Whether the activity must end; to be looked at several times a second."""
        return self._is_over()


Activity = Callable[[Device, Turn], None]


class Seat:
    """The board of the studio, one at a time. virtual: the virtual board, if it is one of ours."""

    def __init__(self) -> None:
        self.standing = Standing()
        self.tape = Tape()
        self.virtual: VirtualBoard | None = None
        self._device: Device | None = None
        self._home: Home | None = None
        self._activity: Activity | None = None
        self._orders: deque[tuple[Callable[[], Any], Future]] = deque()
        self._wake = threading.Condition()
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="seat", daemon=True)
        self._thread.start()

    # For pages: all return at once

    def connect(self, port: str = "") -> Future:
        """Take the board on port, "" for the only one that is plugged in."""
        return self._order(lambda: self._connect(port or the_one(list_boards())))

    def connect_virtual(self) -> Future:
        """Start a virtual board and take that."""
        return self._order(self._connect_virtual)

    def disconnect(self) -> Future:
        """Let go of the board; a virtual one of ours ends."""
        return self._order(self._let_go)

    def lasting(self, activity: Activity | None) -> None:
        """Do this from now on, in place of what was done before; None: nothing."""
        with self._wake:
            self._activity = activity
            self._wake.notify_all()

    def ask(self, job: Callable[[Device], T]) -> "Future[T]":
        """Let job talk to the board, in its turn; LinkError if there is none."""
        return self._order(lambda: job(self._there()))

    def flash(self, job: Callable[[str, Callable[[str], None]], Hello]) -> "Future[Hello]":
        """Let job have the port for itself and tell its steps; it returns the board's hello."""
        return self._order(lambda: self._flash(job))

    def close(self) -> None:
        """End; the board does again what it does by itself."""
        with suppress(UserError, KitError):
            self.disconnect().result(10)
        with self._wake:
            self._closing = True
            self._wake.notify_all()
        self._thread.join(10)

    # For the thread

    def _order(self, job: Callable[[], T]) -> "Future[T]":
        future: Future[T] = Future()
        with self._wake:
            self._orders.append((job, future))
            self._wake.notify_all()
        return future

    def _run(self) -> None:
        while not self._closing:
            with self._wake:
                if not self._orders and (self._activity is None or self._device is None):
                    self._wake.wait(LOOK_AGAIN)
                order = self._orders.popleft() if self._orders else None
            if order is not None:
                self._obey(*order)
            elif self.standing.state == GONE:
                self._rejoin()
            elif self._device is not None:
                self._act(self._device)

    def _obey(self, job: Callable[[], Any], future: Future) -> None:
        """Do an order; a board that is lost meanwhile is looked for afterwards."""
        try:
            future.set_result(job())
        except BaseException as error:  # whoever ordered it is told
            if isinstance(error, LinkLostError) and self._device is not None:
                self._lost(error)
            future.set_exception(error)

    def _act(self, device: Device) -> None:
        """Do the lasting activity, or hear whether the board is still there."""
        activity = self._activity
        turn = Turn(lambda: bool(self._orders) or self._activity is not activity, self.tape)
        try:
            if activity is not None:
                activity(device, turn)
            else:
                device.status()
        except LinkLostError as error:
            self._lost(error)
        except (UserError, KitError) as error:
            self._activity = None
            self._tell(words=str(error))

    def _connect(self, port: str) -> None:
        self._let_go()
        device = Device(SerialLink(port))
        try:
            said = greet(device)
        except BaseException:
            device.close()
            raise
        self._device = device
        self._home = Home(device, wait=LOOK_AGAIN)
        self._tell(state=THERE, port=port, hello=said, words="")

    def _connect_virtual(self) -> None:
        self._let_go()
        board = VirtualBoard()
        try:
            self._connect(board.port)
        except BaseException:
            board.close()
            raise
        self.virtual = board

    def _let_go(self) -> None:
        device, self._device, self._home = self._device, None, None
        if device is not None:
            with suppress(LinkError):
                device.rest()
            device.close()
        board, self.virtual = self.virtual, None
        if board is not None:
            board.close()
        self.tape.clear()
        self.standing = Standing()

    def _there(self) -> Device:
        if self._device is None or self.standing.state == GONE:
            raise LinkError("No board is connected.\nConnect one on the Board page.")
        return self._device

    def _flash(self, job: Callable[[str, Callable[[str], None]], Hello]) -> Hello:
        device = self._there()
        port = self.standing.port
        self._tell(state=BUSY)
        device.close()
        try:
            said = job(port, lambda line: self._tell(words=line))
        finally:
            self._open_again(device, port)
        self._tell(hello=said, words="")
        return said

    def _open_again(self, device: Device, port: str) -> None:
        """Take the board back after a job that had the port."""
        try:
            device.relink(SerialLink(port))
            self._tell(state=THERE, hello=greet(device))
        except LinkError as error:
            self._lost(LinkLostError(str(error)))

    def _lost(self, error: LinkError) -> None:
        self._tell(state=GONE, words=str(error).splitlines()[0])

    def _rejoin(self) -> None:
        """Look once whether the board is back."""
        assert self._device is not None and self._home is not None
        try:
            self._home.rejoin(self._device, lambda line: None)
        except LinkError:
            with self._wake:
                self._wake.wait(LOOK_AGAIN)
            return
        self._tell(state=THERE, hello=self._device.identity, words="")

    def _tell(self, **changes: Any) -> None:
        self.standing = replace(self.standing, **changes)
