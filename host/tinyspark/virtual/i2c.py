"""One I2C bus: which device answers at which address, a NACK, a stuck line.

A device is a register model; it is told the board's time with every transfer and owns no clock.
"""

from typing import Protocol

from tinyspark.virtual.chip import ops


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
    """Devices by address. pulled_up is False without power: both lines low, all seems stuck."""

    def __init__(self) -> None:
        self.devices: dict[int, Device] = {}
        self.pulled_up = True
        self.frequency = 100_000
        self.timeout_us = 50_000
        self.transfers = 0
        self.nacks = 0

    def transfer(self, address: int, out: bytes, count: int, now: int) -> bytes:
        """Write out (if any or if nothing is to be read), then read count bytes."""
        self.transfers += 1
        if not self.pulled_up:
            raise BusError(ops.ETIMEDOUT)
        device = self.devices.get(address)
        if device is None or not device.awake(now):
            self.nacks += 1
            raise BusError(ops.ENODEV)
        if out:
            device.write(out, now)
        return device.read(count, now) if count else b""

    def duration(self, out: int, count: int) -> int:
        """Microseconds on the wire: 9 bits a byte, with an address before each direction."""
        size = out + count + (1 if out or not count else 0) + (1 if count else 0)
        return (size * 9 + 3) * 1_000_000 // self.frequency
