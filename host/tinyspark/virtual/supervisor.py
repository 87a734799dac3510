"""Joins the parts of a virtual board: one loop over the process, its wire, the port and control.

Power, resets and Ctrl-C live here; what the chip's surroundings answer, what bytes do on their
way and what time it is live in the modules it joins.
"""

import select
import sys
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tinyspark.errors import UserError
from tinyspark.virtual import volume
from tinyspark.virtual.chip import ops
from tinyspark.virtual.chip_process import ChipProcess
from tinyspark.virtual.clock import Clock, RunningClock, SteppedClock
from tinyspark.virtual.control_socket import ControlSocket
from tinyspark.virtual.controls import Controls
from tinyspark.virtual.flash_orders import FlashOrders
from tinyspark.virtual.hardware import Hardware
from tinyspark.virtual.host_input import HostInput
from tinyspark.virtual.options import CONTROL_NAME, PORT_NAME, VOLUME_NAME, Options
from tinyspark.virtual.repl_watch import RAW_BANNER, ReplWatch
from tinyspark.virtual.stepping import Stepper
from tinyspark.virtual.usb_port import UsbPort
from tinyspark.virtual.wire_server import WireServer

RESET_US = 500_000  # from a reset until USB is back
_LOOK_EVERY = 0.01  # s: nothing tells when a host opens a pty
_RETRY_EVERY = 0.002  # s: a full buffer, a Ctrl-C in the queue
_ARRIVES_WITHIN = 0.001  # s for bytes to cross the kernel
_LOG_LINES = 50
CTRL_A, CTRL_D = b"\x01", b"\x04"


class Supervisor:
    """One virtual board in a folder of its own, until its owner closes stdin."""

    def __init__(self, folder: Path, options: Options) -> None:
        self.clock: Clock = SteppedClock() if options.stepped else RunningClock(options.speed)
        self.hardware = Hardware(options.imu_address)
        self.process = ChipProcess(folder, options.heap_kb)
        self.port = UsbPort(folder / PORT_NAME)
        self.flash = FlashOrders(folder)
        self.wire = WireServer(self.hardware, self.clock)
        self.wire.has_input = lambda: self.process.unread() > 0
        self.wire.on_stage = self._on_stage
        self.wire.on_reset = lambda: self._restart_chip(ops.HARD_RESET, "machine.reset()")
        self.wire.on_power_cut = self._cut_power
        self.input = HostInput(self.port, self.process, self.wire)
        self.stepper: Stepper | None = None
        if isinstance(self.clock, SteppedClock):
            self.stepper = Stepper(self.clock, self.process, self.wire)
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
            "flash_operations": self.flash.count,
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
        self._lose_power("unplugged")

    def plug(self) -> None:
        if self._powered:
            raise UserError("The board is plugged in already.\nUnplug it first.")
        self.hardware.give_power(self.clock.now())
        self._restart_chip(ops.PWRON_RESET, "plugged in")

    def advance(self, us: int, done: Callable[[], None]) -> None:
        """Grant board time on a stepped clock; done() is called when it has passed."""
        assert self.stepper is not None
        if self.port.host_is_open:  # what the host sent before comes before
            select.select([self.port.master], [], [], _ARRIVES_WITHIN)
        self._take_input()
        self.stepper.grant(us, done)

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
            self.wire.ticks_zero = -1000 * self._options.ticks_ms
            self._boot(main=True)
            while self._turn():
                pass
        finally:
            self.process.close()
            self.port.vanish()
            self.socket.close()

    def _turn(self) -> bool:
        """One turn of the loop: wait for something to happen, then work off all of it."""
        full = self.input.full  # asked once: the program may read between two answers
        waiting: list[Any] = [sys.stdin, *self.socket.sockets(), *self._chip_ends(full)]
        ready, _, _ = select.select(waiting, [], [], self._timeout(full))
        if sys.stdin in ready:
            return False
        for source in ready:
            if not isinstance(source, int) and source is not sys.stdin:
                self.socket.receive(source)
        self._settle()
        return True

    def _chip_ends(self, full: bool) -> list[int]:
        ends = []
        if self.process.alive and not self.port.busy:
            ends.append(self.process.stdout)
            if self.wire.request is None:
                ends.append(self.process.requests)
        if self.port.host_is_open and self._booted and not full:
            ends.append(self.port.master)
        return ends

    def _timeout(self, full: bool) -> float | None:
        limits = []
        if isinstance(self.clock, RunningClock):
            limits.append(self.clock.delay())
        elif self.stepper is not None and self.stepper.active:
            limits.append(_RETRY_EVERY / 2)
        if self.port.master >= 0 and not self.port.host_is_open:
            limits.append(_LOOK_EVERY)
        if self.port.blocked or self.port.is_cut or self.input.queued or full:
            limits.append(_RETRY_EVERY)
        return min((limit for limit in limits if limit is not None), default=None)

    def _settle(self) -> None:
        """Let everything react until nothing more happens at this moment."""
        if isinstance(self.clock, RunningClock):
            self.clock.run_due()
        self._take_input()
        while self._move_output() or self._serve():
            pass
        if self.port.is_cut and not self.process.unread():
            self._lose_power("unplugged in the middle of a transfer")
        if self.stepper is not None and self.stepper.active:
            self.stepper.go_on(self.port)

    def _take_input(self) -> None:
        host_sent = self.port.look()
        if self._booted and self.process.alive and (host_sent or self.input.queued):
            self.input.take()

    # Resets

    def _boot(self, main: bool) -> None:
        clock = self.clock
        zero = None
        if isinstance(clock, RunningClock):
            zero = [clock.computer_us(self.wire.ticks_zero), clock.up, clock.down]
        self._booted = False
        self.input.restart()
        self.watch.restart()
        self.process.start(
            {
                "clock": zero,
                "flash": [
                    str(self.volume.absolute()),
                    volume.blocks(self.volume),
                    str(self.flash.path),
                    str(self.flash.log_path),
                ],
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
        if status == 1 and self.input.interrupted_lately:
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
            self.wire.ticks_zero = self.clock.now() - 1000 * self._options.ticks_ms
            self._boot(main=True)

    def _stop_chip(self) -> None:
        self._boot_number += 1
        self.process.kill()
        self.wire.forget()
        self.port.vanish()
        self.hardware.reset_pins(self.clock.now())
        self.watch.raw = False
        self._booted = False

    def _cut_power(self) -> None:
        self._lose_power(f"power went in flash operation {self.flash.count}")

    def _lose_power(self, why: str) -> None:
        self._stop_chip()
        self.hardware.cut_power(self.clock.now())
        self._powered = False
        self._note(why)

    def _note(self, text: str) -> None:
        self.log.append(f"{self.clock.now() / 1e6:.3f} s: {text}")

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
