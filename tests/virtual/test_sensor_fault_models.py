"""What the control channel can do to the sensors and their bus, held against the models alone."""

import pytest

from tinyspark.errors import UserError
from tinyspark.virtual.chip import ops
from tinyspark.virtual.clock import SteppedClock
from tinyspark.virtual.hardware import INTERNAL, SCL, SDA, SENSOR_POWER, BusError, Hardware
from tinyspark.virtual.i2c import FOR_EVER, NEVER
from tinyspark.virtual.sensor_faults import SensorFaults

WHO_AM_I = b"\x0f"
SETTINGS = ((0x12, 0x44), (0x10, 0x4C), (0x11, 0x4C), (0x08, 0x09), (0x0A, 0x26))
MS = 1000


class Bench(SensorFaults):
    """The board around the chip, and the commands that do something to it."""

    def __init__(self) -> None:
        self._hardware = self.hardware = Hardware()
        self._clock = self.clock = SteppedClock()

    def wait(self, ms: int) -> None:
        self.clock.grant(ms * MS)
        self.clock.run_to(self.clock.limit)

    def transfer(self, out: bytes, count: int = 0, address: int = 0x6A) -> bytes:
        size = (count, self.clock.now())
        return self.hardware.transfer(INTERNAL, address, out, size)

    def set_pin(self, number: int, level: int, mode: int = ops.PIN_OPEN_DRAIN) -> None:
        self.hardware.write_pin(number, level, self.clock.now())
        self.hardware.set_pin(number, mode, 0, self.clock.now())

    def clock_bus(self, times: int) -> None:
        """Let the lines rise and move the clock; the controller has lost its pins then."""
        self.set_pin(SDA, 1)
        self.set_pin(SCL, 1)
        for _ in range(times):
            self.hardware.write_pin(SCL, 0, self.clock.now())
            self.hardware.write_pin(SCL, 1, self.clock.now())

    def sda(self) -> int:
        return self.hardware.read_pin(SDA, self.clock.now())

    def error(self) -> int:
        """What reading WHO_AM_I raises, 0 for nothing."""
        try:
            return 0 if self.transfer(WHO_AM_I, 1) == b"\x6a" else -1
        except BusError as error:
            return error.number

    def start(self) -> None:
        """Switch the IMU on, let it run, and empty its FIFO."""
        for pair in SETTINGS:
            self.transfer(bytes(pair))
        self.wait(200)
        self.rows()

    def rows(self) -> list[tuple[int, ...]]:
        """Everything in the FIFO, as gx gy gz ax ay az."""
        low, high, pattern, _ = self.transfer(b"\x3a", 4)
        words = low | (high & 7) << 8
        data = self.transfer(b"\x3e", 2 * words)[2 * (-pattern % 6) :]
        values = [
            int.from_bytes(data[at : at + 2], "little", signed=True)
            for at in range(0, len(data), 2)
        ]
        return [tuple(values[at : at + 6]) for at in range(0, len(values) - 5, 6)]


def test_a_nack_meets_the_transfers_it_was_made_for() -> None:
    bench = Bench()
    bench.do_nack(2, 2)
    assert [bench.error() for _ in range(5)] == [0, ops.ENODEV, ops.ENODEV, 0, 0]


@pytest.mark.parametrize("clocks", [1, 5, 9])
def test_clocks_free_a_stuck_bus_and_the_controller_takes_it_again(clocks: int) -> None:
    bench = Bench()
    bench.do_stick_bus(clocks)
    assert bench.error() == ops.ETIMEDOUT and not bench.sda()
    bench.clock_bus(clocks - 1)
    assert not bench.sda()
    bench.clock_bus(1)
    assert bench.sda() and bench.error() == ops.ETIMEDOUT  # the controller has no lines
    bench.hardware.attach(INTERNAL, 100_000, 50_000)
    assert bench.error() == 0


@pytest.mark.parametrize("clocks, freed", [(NEVER, True), (FOR_EVER, False)])
def test_what_a_power_cycle_frees(clocks: int, freed: bool) -> None:
    bench = Bench()
    bench.do_stick_bus(clocks)
    bench.clock_bus(20)
    assert not bench.sda()
    bench.set_pin(SENSOR_POWER, 0, ops.PIN_OUT)
    assert not bench.sda()
    bench.set_pin(SENSOR_POWER, 1, ops.PIN_OUT)
    bench.wait(50)
    bench.hardware.attach(INTERNAL, 100_000, 50_000)
    assert bench.sda() == freed and bench.error() == (0 if freed else ops.ETIMEDOUT)
    bench.do_free_bus()
    assert bench.error() == 0


def test_a_failed_supply_looks_like_a_stuck_bus() -> None:
    bench = Bench()
    bench.do_sensor_power(False)
    bench.set_pin(SENSOR_POWER, 1, ops.PIN_OUT)
    assert bench.error() == ops.ETIMEDOUT and not bench.sda()
    bench.do_sensor_power(True)
    bench.wait(20)
    assert bench.error() == 0


def test_frozen_samples_are_all_the_same_until_the_chip_is_reset() -> None:
    bench = Bench()
    for lasting in (False, True):
        bench.start()
        bench.do_freeze(True, lasting)
        bench.wait(500)
        assert len(set(bench.rows())) == 1
        bench.transfer(b"\x12\x01")
        bench.start()
        bench.wait(500)
        assert (len(set(bench.rows())) == 1) == lasting
    bench.do_freeze(False)
    bench.wait(500)
    assert len(set(bench.rows())) > 40


def test_bits_that_do_not_move() -> None:
    bench = Bench()
    bench.start()
    bench.do_stick_bits("gy", 0x8001, 0x0002)
    bench.wait(500)
    rows = bench.rows()
    assert {row[1] & 0x8003 for row in rows} == {0x8001}
    assert len({row[0] & 1 for row in rows}) == 2
    bench.do_stick_bits("gy")
    bench.wait(500)
    assert len({row[1] & 1 for row in bench.rows()}) == 2


def test_a_brown_out_brings_the_registers_back() -> None:
    bench = Bench()
    bench.start()
    bench.do_brown_out("imu")
    bench.wait(20)
    assert bench.transfer(b"\x10", 2) == b"\0\0" and bench.rows() == []


def test_words_get_lost_and_the_rate_is_off() -> None:
    bench = Bench()
    bench.start()
    bench.wait(100)
    bench.do_drop_words(2)
    assert bench.transfer(b"\x3c", 1) == b"\x02"
    bench.rows()
    bench.do_skew(50_000)
    bench.wait(1000)
    assert len(bench.rows()) in (109, 110)


def test_arguments_are_checked() -> None:
    bench = Bench()
    for call, values in (
        (bench.do_nack, (0,)),
        (bench.do_nack, (1, True)),
        (bench.do_stick_bus, (-2,)),
        (bench.do_brown_out, ("nose",)),
        (bench.do_stick_bits, ("az", "1")),
        (bench.do_stick_bits, ("a", 1)),
        (bench.do_drop_words, (1e3,)),
        (bench.do_skew, (200_000,)),
    ):
        with pytest.raises(UserError):
            call(*values)  # type: ignore[operator]
