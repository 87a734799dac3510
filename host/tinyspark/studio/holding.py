"""The board that the studio holds: taken, lent, lost, found again, let go.

One thread alone calls its methods, that of the seat; any page reads standing. Knows no orders and
no activities.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any

from tinyspark.board.device import Device
from tinyspark.board.greeting import greet
from tinyspark.board.link import Link, LinkError, LinkLostError
from tinyspark.board.rejoining import Home
from tinyspark.studio.standing import BUSY, GONE, THERE, Standing, health
from tinyspark.studio.wording import in_words
from tinyspark.virtual.client import VirtualBoard

_LOOK = 0.5  # seconds for which a board that is gone is looked for at a time

Before = Callable[[], object]


class Holding:
    """device: the board, None if there is none; virtual: the virtual board, if it is one of ours.

    open_link: what opens a port; before_wait: called before each wait for the board; let_go:
    called when another one is taken, or none.
    """

    def __init__(
        self, open_link: Callable[[str], Link], before_wait: Before, let_go: Before
    ) -> None:
        self.standing = Standing()
        self.device: Device | None = None
        self.virtual: VirtualBoard | None = None
        self._open_link = open_link
        self._before_wait = before_wait
        self._on_let_go = let_go
        self._home: Home | None = None

    def tell(self, **changes: Any) -> None:
        """Change the standing."""
        self.standing = replace(self.standing, **changes)

    def there(self) -> Device:
        """Return the board; LinkError when there is none, or it is gone."""
        if self.device is None:
            raise LinkError("No board is connected.\nConnect one on the page Board.")
        if self.standing.state == GONE:
            if self.virtual is not None:
                raise LinkError(
                    "The virtual board's cable is pulled.\n"
                    "Press Plug it in on the page Board, and try again."
                )
            raise LinkError("The board is gone.\nPlug it in again, and try again.")
        return self.device

    def look(self, device: Device) -> None:
        """Let the board do what it does by itself, and see how it is."""
        device.rest()
        self.tell(**health(device.hello(), device.status()))

    def connect(self, port: str) -> None:
        """Take the board on port in place of what there is; if that fails, nothing has changed."""
        if (self.standing.state, self.standing.port) == (THERE, port):
            return
        device = Device(self._open_link(port))
        try:
            found = health(greet(device), device.status())
        except BaseException:
            device.close()
            raise
        self.let_go()
        device.before_wait = self._before_wait
        self.device = device
        self._home = Home(device, _LOOK, self._open_link)
        self.tell(state=THERE, port=port, **found)

    def connect_virtual(self) -> None:
        """Take the virtual board that runs, else a new one."""
        if self.virtual is not None and self.standing.state == THERE:
            return
        board = VirtualBoard()
        try:
            self.connect(board.port)
        except BaseException:
            board.close()
            raise
        self.virtual = board

    def let_go(self, words: str = "") -> None:
        """Leave the board to itself; a virtual one ends. words: why."""
        device, self.device, self._home = self.device, None, None
        if device is not None:
            with suppress(LinkError):
                if self.standing.state != GONE:
                    device.rest()
            device.close()
        board, self.virtual = self.virtual, None
        if board is not None:
            board.close()
        self._on_let_go()
        self.standing = Standing(words=words)

    @contextmanager
    def lent(self, port: str) -> Iterator[str]:
        """Give another program a port, "" for that of the board; afterwards take what is there.

        Yields its name. When what it is lent for fails on another port, nothing has changed.
        """
        before = self.standing
        ours = self.there() if port in ("", before.port) else None
        if ours is not None:
            port = before.port
            with suppress(LinkError):
                ours.rest()
            ours.close()
        self.tell(state=BUSY, words="", share=0.0, steps=())
        try:
            yield port
        finally:
            if ours is not None:
                self._open_again(ours, port)
            else:
                self.standing = replace(before, steps=self.standing.steps)
        if ours is None:
            self.connect(port)

    def lost(self, error: Exception) -> None:
        """The board is gone; its port must be free, for when it comes back."""
        if self.device is not None:
            self.device.close()
            self.tell(state=GONE, words=in_words(error).splitlines()[0], share=None)

    def rejoin(self) -> None:
        """Look whether the board is back. What else is found there is left alone for good: a look
        interrupts the programs of others."""
        assert self.device is not None and self._home is not None
        try:
            self._home.rejoin(self.device, lambda line: None)
            self.look(self.device)
        except LinkLostError:
            self.device.close()
        except LinkError as error:
            self.let_go(str(error).splitlines()[0])
        else:
            self.tell(state=THERE, words="", port=self.device.link.port)

    def _open_again(self, device: Device, port: str) -> None:
        """Take the board back after it was lent; it may have another firmware now."""
        try:
            device.relink(self._open_link(port))
            found = health(greet(device), device.status())
        except Exception as error:  # it says nothing, or nothing that makes sense
            self.lost(error)
        else:
            self._home = Home(device, _LOOK, self._open_link)
            self.tell(state=THERE, words="", share=None, **found)
