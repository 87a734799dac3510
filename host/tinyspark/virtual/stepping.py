"""Lets the time of a stepped board pass: as far as granted, and only when it makes no difference.

Time that the program asks for passes as its requests are answered (wire_server.py). This is for
the rest: a program that waits for input, a write that waits for the host, no program at all.
"""

import time
from collections.abc import Callable

from tinyspark.errors import UserError
from tinyspark.virtual.chip_process import ChipProcess
from tinyspark.virtual.clock import SteppedClock
from tinyspark.virtual.usb_port import UsbPort
from tinyspark.virtual.wire_server import WireServer

_PATIENCE = 0.2  # s of the computer's time for a host to read before board time passes


class Stepper:
    """One grant of board time at a time."""

    def __init__(self, clock: SteppedClock, process: ChipProcess, wire: WireServer) -> None:
        self._clock = clock
        self._process = process
        self._wire = wire
        self._done: Callable[[], None] | None = None
        self._read_at = 0.0  # when the host was last up to date
        self._idle_looks = 0

    @property
    def active(self) -> bool:
        return self._done is not None

    def grant(self, us: int, done: Callable[[], None]) -> None:
        """Let us pass; done() is called when they have."""
        if self.active:
            raise UserError("The board is advancing already.\nWait for the answer.")
        self._clock.grant(us)
        self._done = done
        self._read_at = time.monotonic()

    def go_on(self, port: UsbPort) -> None:
        """Move on if the program does nothing until time passes; tell when all is over."""
        if not port.blocked:
            self._read_at = time.monotonic()
        elif time.monotonic() - self._read_at < _PATIENCE:
            return  # a host that reads gets the time to do so
        if not (port.busy or self._program_waits()):
            return
        if port.busy:
            self._clock.run_to(port.gives_up_at())
        elif self._wire.request is None:
            self._clock.run_to(self._clock.limit)
        if self._clock.now() >= self._clock.limit and self._done:
            done, self._done = self._done, None
            done()

    def _program_waits(self) -> bool:
        if not self._process.alive or self._wire.request is not None:
            self._idle_looks = 0
            return True
        self._idle_looks = self._idle_looks + 1 if self._process.is_idle() else 0
        return self._idle_looks > 1  # between two requests it may sleep for a moment
