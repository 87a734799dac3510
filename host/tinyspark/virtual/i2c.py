"""One I2C bus: which device answers at which address, a NACK, a stuck line.

A device is a register model; it is told the board's time with every transfer and owns no clock.
The faults of a bus are here: a NACK at a transfer, a line that somebody holds down.
"""

from typing import Protocol

from tinyspark.virtual.chip import ops

FOR_EVER = -1  # clocks that free a stuck bus: none does, nor does a power cycle
NEVER = 0  # likewise, but a power cycle does


class Device(Protocol):
    """What the bus needs of a register model. Times in us of board time."""

    def power(self, on: bool, now: int) -> None: ...
    def awake(self, now: int) -> bool:
        """Whether it acknowledges its address."""

    def write(self, data: bytes, now: int) -> None: ...
    def read(self, count: int, now: int) -> bytes: ...


class BusError(Exception):
    """A transfer failed; number is what the board's machine.I2C raises."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class I2cBus:
    """Devices by address. pulled_up is False without power: both lines low, all seems stuck.

    attached is False while the program moves the lines itself, which the controller cannot then.
    """

    def __init__(self) -> None:
        self.devices: dict[int, Device] = {}
        self.pulled_up = True
        self.attached = True
        self.frequency = 100_000
        self.timeout_us = 50_000
        self.transfers = 0
        self.nacks = 0
        self._unanswered = range(0)  # numbers of transfers that meet a NACK
        self._held = False  # a device holds SDA down ...
        self._clocks = 0  # ... until it has seen so many more clocks
        self._scl = True

    def transfer(self, address: int, out: bytes, count: int, now: int) -> bytes:
        """Write out (if any or if nothing is to be read), then read count bytes."""
        self.transfers += 1
        if self.blocked:
            raise BusError(ops.ETIMEDOUT)
        device = self.devices.get(address)
        refused = self.transfers in self._unanswered
        if device is None or refused or not device.awake(now):
            self.nacks += 1
            raise BusError(ops.ENODEV)
        if out:
            device.write(out, now)
        return device.read(count, now) if count else b""

    def duration(self, out: int, count: int) -> int:
        """Microseconds that a transfer takes: 9 bits a byte, an address before each direction."""
        if self.blocked:
            return self.timeout_us
        size = out + count + (1 if out or not count else 0) + (1 if count else 0)
        return (size * 9 + 3) * 1_000_000 // self.frequency

    @property
    def blocked(self) -> bool:
        return self._held or not (self.pulled_up and self.attached)

    @property
    def free(self) -> bool:
        """Whether a line that the chip lets go of rises."""
        return self.pulled_up and not self._held

    # Faults

    def refuse(self, at: int, count: int) -> None:
        """Answer `count` transfers with a NACK, the first of them the at-th from now."""
        first = self.transfers + at
        self._unanswered = range(first, first + count)

    def stick(self, clocks: int) -> None:
        """Let a device hold SDA down until it has seen so many clocks (or see above)."""
        self._held = True
        self._clocks = clocks

    def release(self) -> None:
        """Nobody holds SDA down any longer."""
        self._held = False

    def set_scl(self, level: bool) -> None:
        """The program has moved the clock line; a rising edge is one clock."""
        if level and not self._scl and self._held and self._clocks > 0:
            self._clocks -= 1
            self._held = self._clocks > 0
        self._scl = level

    def set_power(self, on: bool, now: int) -> None:
        """The rail of its devices and pull-ups goes on or off."""
        self.pulled_up = on
        if not on and self._clocks != FOR_EVER:
            self._held = False
        for device in self.devices.values():
            device.power(on, now)
