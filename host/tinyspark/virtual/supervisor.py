"""Joins the parts of a virtual board: one loop over the process, its wire, the port and control.

Power, resets and Ctrl-C live here; what the chip's surroundings answer, what bytes do on their
way and what time it is live in the modules it joins.
"""

import select
import sys
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tinyspark.errors import UserError
from tinyspark.virtual import volume
from tinyspark.virtual.chip import ops
from tinyspark.virtual.chip_process import STDIN_FIFOS, ChipProcess
from tinyspark.virtual.clock import Clock, RunningClock, SteppedClock
from tinyspark.virtual.control_socket import ControlSocket
from tinyspark.virtual.controls import Controls
from tinyspark.virtual.hardware import Hardware
from tinyspark.virtual.options import CONTROL_NAME, PORT_NAME, VOLUME_NAME, Options
from tinyspark.virtual.repl_watch import RAW_BANNER, ReplWatch
from tinyspark.virtual.usb_port import UsbPort
from tinyspark.virtual.wire_server import WireServer

RESET_US = 500_000  # from a reset until USB is back
_INTERRUPT_WITHIN = 0.5  # s: what a Ctrl-C does, it does by then
_LOOK_EVERY = 0.01  # s: nothing tells when a host opens a pty
_RETRY_EVERY = 0.002  # s: a full buffer, a Ctrl-C in the queue
_PATIENCE = 0.2  # s for a host to read before a stepped clock moves on
_ARRIVES_WITHIN = 0.001  # s for bytes to cross the kernel
_LOG_LINES = 50
CTRL_A, CTRL_C, CTRL_D = b"\x01", b"\x03", b"\x04"


class Supervisor:
    """One virtual board in a folder of its own, until its owner closes stdin."""

    def __init__(self, folder: Path, options: Options) -> None:
        self.clock: Clock = SteppedClock() if options.stepped else RunningClock(options.speed)
        self.hardware = Hardware(options.imu_address)
        self.process = ChipProcess()
        self.port = UsbPort(folder / PORT_NAME)
        self.wire = WireServer(self.hardware, self.clock)
        self.wire.has_input = lambda: self.process.unread() > 0
        self.wire.on_stage = self._on_stage
        self.wire.on_reset = lambda: self._restart_chip(ops.HARD_RESET, "machine.reset()")
        self.watch = ReplWatch()
        self.controls = Controls(self)
        self.socket = ControlSocket(folder / CONTROL_NAME, self.controls.handle)
        self.volume = Path(options.volume) if options.volume else folder / VOLUME_NAME
        self.log: deque[str] = deque(maxlen=_LOG_LINES)
        self.resets = {"soft": 0, "hard": 0}
        self.on_ready: Callable[[], None] = lambda: None
        self._options = options
        self._booted = False
        self._powered = False
        self._boot_number = 0  # a boot that was planned before a later reset does not happen
        self._interrupted = 0.0
        self._ctrl_c_queued = False
        self._advance_done: Callable[[], None] | None = None
        self._stuck_since = 0.0
        self._idle_looks = 0

    # What the control channel asks for

    def report(self) -> dict[str, Any]:
        return {
            "speed": 0 if self._options.stepped else self._options.speed,
            "powered": self._powered,
            "running": self._booted,
            "host_open": self.port.host_is_open,
            "requests": self.wire.served,
            "transfers": self.hardware.buses[ops.BUS_INTERNAL].transfers,
            "nacks": self.hardware.buses[ops.BUS_INTERNAL].nacks,
            "dropped_bytes": self.port.dropped,
            "resets": self.resets,
            "log": list(self.log),
        }

    def hard_reset(self) -> None:
        """The reset button."""
        if not self._powered:
            raise UserError("The board is not plugged in.\nPlug it in first.")
        self._restart_chip(ops.HARD_RESET, "reset button")

    def unplug(self) -> None:
        if not self._powered:
            raise UserError("The board is unplugged already.\nPlug it in first.")
        self._stop_chip()
        self.hardware.cut_power(self.clock.now())
        self._powered = False
        self._note("unplugged")

    def plug(self) -> None:
        if self._powered:
            raise UserError("The board is plugged in already.\nUnplug it first.")
        self.hardware.give_power(self.clock.now())
        self._restart_chip(ops.PWRON_RESET, "plugged in")

    def advance(self, us: int, done: Callable[[], None]) -> None:
        """Grant board time on a stepped clock; done() is called when it has passed."""
        assert isinstance(self.clock, SteppedClock)
        if self._advance_done is not None:
            raise UserError("The board is advancing already.\nWait for the answer.")
        if self.port.host_is_open:  # what the host sent before comes before
            select.select([self.port.master], [], [], _ARRIVES_WITHIN)
        self._take_input()
        self.clock.grant(us)
        self._advance_done = done
        self._stuck_since = time.monotonic()

    def try_command(self, command: dict[str, Any]) -> None:
        """Run a command that was planned earlier; there is nobody left to tell of an error."""
        try:
            self.controls.handle(command, lambda answer: None)
        except (UserError, TypeError) as error:
            self._note(f"scene: {error}")

    # Life

    def run(self) -> None:
        """Boot, and run until stdin ends."""
        if not self.volume.exists():
            volume.make(self.volume, self._options.firmware)
        try:
            self._powered = True
            self._boot(main=True)
            while self._turn():
                pass
        finally:
            self.process.close()
            self.port.vanish()
            self.socket.close()

    def _turn(self) -> bool:
        """One turn of the loop: wait for something to happen, then work off all of it."""
        waiting: list[Any] = [sys.stdin, *self.socket.sockets(), *self._chip_ends()]
        ready, _, _ = select.select(waiting, [], [], self._timeout())
        if sys.stdin in ready:
            return False
        for source in ready:
            if not isinstance(source, int) and source is not sys.stdin:
                self.socket.receive(source)
        self._settle()
        return True

    def _chip_ends(self) -> list[int]:
        ends = []
        if self.process.alive and not self.port.busy:
            ends.append(self.process.stdout)
            if self.wire.request is None:
                ends.append(self.process.requests)
        if self.port.host_is_open and self._booted and self.process.unread() < STDIN_FIFOS:
            ends.append(self.port.master)
        return ends

    def _timeout(self) -> float | None:
        limits = []
        if isinstance(self.clock, RunningClock):
            limits.append(self.clock.delay())
        elif self._advance_done is not None:
            limits.append(_RETRY_EVERY / 2)
        if self.port.master >= 0 and not self.port.host_is_open:
            limits.append(_LOOK_EVERY)
        if self.port.blocked or self._ctrl_c_queued or self.process.unread() >= STDIN_FIFOS:
            limits.append(_RETRY_EVERY)
        return min((limit for limit in limits if limit is not None), default=None)

    def _settle(self) -> None:
        """Let everything react until nothing more happens at this moment."""
        if isinstance(self.clock, RunningClock):
            self.clock.run_due()
        self._take_input()
        while self._move_output() or self._serve():
            pass
        if isinstance(self.clock, SteppedClock) and self._advance_done is not None:
            self._go_on(self.clock)

    # Resets

    def _boot(self, main: bool) -> None:
        clock = self.clock
        zero = None
        if isinstance(clock, RunningClock):
            zero = [clock.computer_us(self.wire.ticks_zero), clock.up, clock.down]
        self._booted = False
        self._interrupted = 0.0
        self.watch.restart()
        self.process.start(
            {
                "clock": zero,
                "volume": str(self.volume.absolute()),
                "blocks": volume.blocks(self.volume),
                "main": main,
            }
        )

    def _on_stage(self, stage: int) -> None:
        if stage == ops.EXIT:
            self.watch.hide_until(b"")
            self.process.feed_first(CTRL_D)
            return
        if self.watch.raw:
            self.watch.hide_until(RAW_BANNER)
            self.process.feed_first(CTRL_A)
        self._booted = True
        if self.port.master < 0:
            self.port.appear()
            self.on_ready()

    def _on_end(self) -> None:
        """The process ended: a soft reset, unless it was killed."""
        status = self.process.finish()
        self.wire.forget()
        if status == 1 and time.monotonic() - self._interrupted < _INTERRUPT_WITHIN:
            self._note("Ctrl-C met MicroPython between program and prompt: restarted it")
            self.watch.raw = False
            self._boot(main=False)
        elif status < 0:
            self._restart_chip(ops.HARD_RESET, f"MicroPython crashed with signal {-status}")
        else:
            self.resets["soft"] += 1
            self.wire.reset_cause = ops.SOFT_RESET
            self.port.write(b"MPY: soft reboot\r\n", self.clock.now())
            self._boot(main=not self.watch.raw)

    def _restart_chip(self, cause: int, why: str) -> None:
        self._note(f"hard reset: {why}")
        self._stop_chip()
        self._powered = True
        self.resets["hard"] += 1
        self.wire.reset_cause = cause
        number = self._boot_number
        self.clock.call_at(self.clock.now() + RESET_US, lambda: self._boot_after(number))

    def _boot_after(self, number: int) -> None:
        if number == self._boot_number:
            self.wire.ticks_zero = self.clock.now()
            self._boot(main=True)

    def _stop_chip(self) -> None:
        self._boot_number += 1
        self.process.kill()
        self.wire.forget()
        self.port.vanish()
        self.hardware.reset_pins(self.clock.now())
        self.watch.raw = False
        self._booted = False
        self._ctrl_c_queued = False

    def _note(self, text: str) -> None:
        self.log.append(f"{self.clock.now() / 1e6:.3f} s: {text}")

    # From the host

    def _take_input(self) -> None:
        readable = self.port.look()
        if self._ctrl_c_queued:
            self._look_for_late_interrupt()
        room = STDIN_FIFOS - self.process.unread()
        if not (readable and self._booted and self.process.alive and room > 0):
            return
        data = self.port.read(room)
        _, ctrl_c, after = data.rpartition(CTRL_C)
        if ctrl_c and self.process.catches_interrupt():
            self._interrupt()
            data = after
        elif ctrl_c:
            self._ctrl_c_queued = True
        self.process.feed(data)

    def _look_for_late_interrupt(self) -> None:
        """A Ctrl-C came as a character to a prompt which first had a program to start."""
        if not self.process.unread():
            self._ctrl_c_queued = False
        elif self.process.catches_interrupt():
            waiting = self.process.drain_input()
            _, ctrl_c, after = waiting.rpartition(CTRL_C)
            if ctrl_c:
                self._interrupt()
                self._ctrl_c_queued = False
            self.process.feed(after)

    def _interrupt(self) -> None:
        self.process.drain_input()  # as the chip's driver does
        self._interrupted = time.monotonic()
        self.process.interrupt()
        self.wire.interrupt(self.process.replies)

    # To the host and to the program

    def _move_output(self) -> bool:
        """Move the program's output on; tell whether there was any."""
        now = self.clock.now()
        self.port.pump(now)
        if self.port.busy or not self.process.alive:
            return False
        data = self.process.read_output(self.port.takes_at_once())
        if data is None:
            return False
        if not data:
            self._on_end()
            return True
        self.port.write(self.watch.feed(data), now)
        return True

    def _serve(self) -> bool:
        """Answer the program's request, if its earlier output has left; tell whether it was."""
        if self.port.busy or not self.process.alive:
            return False
        if self.wire.request is None:
            if not select.select([self.process.requests], [], [], 0)[0]:
                return False
            self.wire.receive(self.process.requests)
            return self.wire.request is not None  # first what was printed before it
        before = self.clock.now()
        return self.wire.serve(self.process.replies) or self.clock.now() != before

    # The stepped clock

    def _go_on(self, clock: SteppedClock) -> None:
        """Let granted time pass while the program asks for nothing; tell when all is over."""
        if not self.port.blocked:
            self._stuck_since = time.monotonic()
        elif time.monotonic() - self._stuck_since < _PATIENCE:
            return  # a host that reads gets the time to do so
        if not self._program_waits():
            return
        if self.port.busy:
            clock.run_to(self.port.gives_up_at())
        elif self.wire.request is None:
            clock.run_to(clock.limit)
        if clock.now() >= clock.limit:
            done, self._advance_done = self._advance_done, None
            if done:
                done()

    def _program_waits(self) -> bool:
        """Whether the program will do nothing until time passes or input comes."""
        if not self.process.alive or self.port.busy or self.wire.request is not None:
            self._idle_looks = 0
            return True
        idle = self.process.sleeps() and not self.process.unread() and not self._said_something()
        self._idle_looks = self._idle_looks + 1 if idle else 0
        return self._idle_looks > 1  # between two requests it may sleep for a moment

    def _said_something(self) -> bool:
        """Whether the program sleeps because its request or output has not been taken yet."""
        return bool(select.select([self.process.requests, self.process.stdout], [], [], 0)[0])
