"""The faults of the sensors and of their bus, as methods of VirtualBoard.

Each happens at once, at the board time of the call, and the same calls always have the same
effect.
"""

from abc import ABC, abstractmethod
from typing import Any

from tinyspark.virtual.i2c import FOR_EVER, NEVER


class SensorCalls(ABC):
    """What can go wrong between the chip and its sensors."""

    @abstractmethod
    def ask(self, command: str, **arguments: Any) -> dict[str, Any]:
        """Send one command."""

    def nack(self, at: int = 1, count: int = 1) -> None:
        """Let `count` transfers meet a NACK, the first of them the at-th from now."""
        self.ask("nack", at=at, count=count)

    def stick_bus(self, clocks: int = 9) -> None:
        """Let a sensor hold SDA down until it has seen so many clocks.

        NEVER: clocks are of no use, only a power cycle is; FOR_EVER: that neither.
        """
        self.ask("stick_bus", clocks=clocks)

    def free_bus(self) -> None:
        """SDA is let go of by itself."""
        self.ask("free_bus")

    def sensor_power(self, on: bool) -> None:
        """The sensors' supply (LDO2) fails, whatever the program does, or is whole again."""
        self.ask("sensor_power", on=on)

    def brown_out(self, sensor: str = "") -> None:
        """Bring the registers of a sensor (imu, proximity, else both) back to their start."""
        self.ask("brown_out", sensor=sensor)

    def freeze(self, on: bool = True, lasting: bool = False) -> None:
        """Let the IMU's samples stop changing: until its next reset, or lasting until on=False."""
        self.ask("freeze", on=on, lasting=lasting)

    def stick_bits(self, axis: str, ones: int = 0, zeros: int = 0) -> None:
        """Let bits of an axis always be 1, and others always 0; without any, all move again."""
        self.ask("stick_bits", axis=axis, ones=ones, zeros=zeros)

    def drop_words(self, count: int = 1) -> None:
        """Lose the oldest words of the IMU's FIFO, as a disturbed transfer does."""
        self.ask("drop_words", count=count)

    def skew(self, ppm: int) -> None:
        """Let the IMU sample so many millionths faster than its nominal rate."""
        self.ask("skew", ppm=ppm)


__all__ = ["FOR_EVER", "NEVER", "SensorCalls"]
