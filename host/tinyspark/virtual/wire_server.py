"""The supervisor's end of the wire: takes the requests of chip/wire.py and answers them.

A request is answered as soon as it can be: after the output before it has left the program, and
when board time has come far enough.
"""

import os
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tinyspark.virtual.chip import ops
from tinyspark.virtual.clock import Clock, SteppedClock
from tinyspark.virtual.hardware import BusError, Hardware

# What a request takes of a stepped clock, in us; I2C takes its time on the wire.
_COST = {ops.PIN_READ: 2, ops.PIN_WRITE: 2, ops.TICKS: 2, ops.RTC_GET: 2, ops.PIXELS: 160}
_POLL_COST = 10


@dataclass
class Request:
    """One request; due is the board time at which it ends, once that is known."""

    operation: int
    argument: int
    value: int
    size: int
    data: bytes
    due: int = -1


class WireServer:
    """One request at a time. on_stage(stage), on_reset() and on_power_cut() are called
    as the program asks."""

    def __init__(self, hardware: Hardware, clock: Clock) -> None:
        self._hardware = hardware
        self._clock = clock
        self._input = b""
        self.request: Request | None = None
        self.served = 0
        self.reset_cause = ops.PWRON_RESET
        self.ticks_zero = 0  # board time of the last hard reset
        self.rtc_offset = 0
        self.has_input: Callable[[], bool] = lambda: False
        self.on_stage: Callable[[int], None] = lambda stage: None
        self.on_reset: Callable[[], None] = lambda: None
        self.on_power_cut: Callable[[], None] = lambda: None
        self._operations: dict[int, Callable[[Request], Any]] = {
            ops.STAGE: self._stage,
            ops.PIN_SETUP: self._pin_setup,
            ops.PIN_READ: self._pin_read,
            ops.PIN_WRITE: self._pin_write,
            ops.I2C_SETUP: self._i2c_setup,
            ops.I2C: self._i2c,
            ops.PIXELS: self._show_pixels,
            ops.SLEEP: lambda request: None,
            ops.WAIT_INPUT: lambda request: int(self.has_input()),
            ops.TICKS: self._ticks,
            ops.RTC_GET: self._rtc_get,
            ops.RTC_SET: self._rtc_set,
            ops.RESET: lambda request: self.on_reset(),
            ops.POWER_CUT: lambda request: self.on_power_cut(),
            ops.RESET_CAUSE: lambda request: self.reset_cause,
        }

    def forget(self) -> None:
        """The process is gone, and its request with it."""
        self._input = b""
        self.request = None

    def receive(self, fd: int) -> None:
        self._input += os.read(fd, 4096 + ops.HEADER_SIZE)
        if self.request is None and len(self._input) >= ops.HEADER_SIZE:
            operation, argument, length, value, size = struct.unpack_from(ops.HEADER, self._input)
            end = ops.HEADER_SIZE + length
            if len(self._input) >= end:
                data = self._input[ops.HEADER_SIZE : end]
                self._input = self._input[end:]
                self.request = Request(operation, argument, value, size, data)

    def serve(self, fd: int) -> bool:
        """Answer the request if its time has come; tell whether it was answered."""
        if self.request is None or not self._ready(self.request):
            return False
        self._finish(fd, self.request)
        return True

    def interrupt(self, fd: int) -> None:
        """Ctrl-C: the request is answered now, so that the next one need not wait for it."""
        if self.request is not None:
            self._finish(fd, self.request)

    def _finish(self, fd: int, request: Request) -> None:
        self.request = None
        self.served += 1
        try:
            status, data = self._answer(request)
        except BusError as error:
            status, data = -error.number, b""
        if request.operation not in (ops.RESET, ops.POWER_CUT):
            self._reply(fd, status, data.ljust(request.size, b"\0"))

    def _reply(self, fd: int, status: int, data: bytes) -> None:
        os.write(fd, struct.pack("<i", status) + data)

    def _ready(self, request: Request) -> bool:
        if not isinstance(self._clock, SteppedClock):
            return True
        if request.due < 0:
            request.due = self._clock.now() + self._duration(request)
        if request.operation == ops.WAIT_INPUT and self.has_input():
            return True
        return self._clock.run_to(request.due)

    def _duration(self, request: Request) -> int:
        if request.operation == ops.WAIT_INPUT:
            return max(request.value, _POLL_COST)
        if request.operation == ops.SLEEP:
            return request.value
        if request.operation == ops.I2C:
            bus = self._hardware.buses[request.argument]
            return bus.duration(len(request.data) + (request.value >> 8 & 3), request.size)
        return _COST.get(request.operation, 0)

    def _answer(self, request: Request) -> tuple[int, bytes]:
        answer = self._operations[request.operation](request)
        return answer if isinstance(answer, tuple) else (answer or 0, b"")

    # The operations of chip/ops.py: status, bytes, or both

    def _stage(self, request: Request) -> None:
        self.on_stage(request.argument)

    def _pin_setup(self, request: Request) -> None:
        value, now = request.value, self._clock.now()
        if value >> 8 != ops.KEEP_LEVEL:
            self._hardware.write_pin(request.argument, value >> 8, now)
        self._hardware.set_pin(request.argument, value & 0x0F, value >> 4 & 0x0F, now)

    def _pin_read(self, request: Request) -> int:
        return self._hardware.read_pin(request.argument, self._clock.now())

    def _pin_write(self, request: Request) -> None:
        self._hardware.write_pin(request.argument, request.value, self._clock.now())

    def _i2c_setup(self, request: Request) -> None:
        timeout_us = max(1, request.value >> 20) * 1000
        self._hardware.attach(request.argument, request.value & 0xFFFFF, timeout_us)

    def _i2c(self, request: Request) -> tuple[int, bytes]:
        register = (request.value >> 16).to_bytes(2, "big")[2 - (request.value >> 8 & 3) :]
        size = (request.size, self._clock.now())
        address = request.value & 0x7F
        out = register + request.data
        return len(out), self._hardware.transfer(request.argument, address, out, size)

    def _show_pixels(self, request: Request) -> None:
        self._hardware.set_pixels(request.argument, request.data)

    def _ticks(self, request: Request) -> tuple[int, bytes]:
        return 0, (self._clock.now() - self.ticks_zero).to_bytes(8, "little")

    def _rtc_get(self, request: Request) -> tuple[int, bytes]:
        return 0, (self._clock.now() + self.rtc_offset).to_bytes(8, "little")

    def _rtc_set(self, request: Request) -> None:
        self.rtc_offset = int.from_bytes(request.data, "little") - self._clock.now()
