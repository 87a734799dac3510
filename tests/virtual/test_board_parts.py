"""The parts of the virtual board that need no process: clock, scenes, buses, pins, prompt."""

import os
import time
from pathlib import Path

import pytest

from tinyspark.errors import UserError
from tinyspark.virtual import scenes
from tinyspark.virtual.chip import ops
from tinyspark.virtual.clock import RunningClock, SteppedClock
from tinyspark.virtual.hardware import BusError, Hardware
from tinyspark.virtual.options import Options
from tinyspark.virtual.repl_watch import RAW_BANNER, ReplWatch
from tinyspark.virtual.scenes import Motion

LED, POWER, IMU_INT1, BUTTON1, BUTTON2, PIXELS = 13, 14, 21, 0, 38, 39
LATER = 100_000


def test_a_stepped_clock_moves_only_as_far_as_granted() -> None:
    clock = SteppedClock()
    assert not clock.run_to(100)
    clock.grant(250)
    assert clock.run_to(100)
    assert clock.now() == 100
    assert not clock.run_to(300)
    assert clock.now() == 250


def test_a_stepped_clock_stops_at_calls_and_keeps_their_order() -> None:
    clock, ran = SteppedClock(), []
    for name, when in (("b", 20), ("a", 10), ("c", 20)):
        clock.call_at(when, lambda name=name: ran.append((name, clock.now())))
    clock.grant(1000)
    steps = 0
    while not clock.run_to(30):
        steps += 1
    assert ran == [("a", 10), ("b", 20), ("c", 20)]
    assert steps == 3
    assert clock.now() == 30


def test_a_running_clock_runs_at_its_speed() -> None:
    clock, ran = RunningClock(50), []
    start = clock.now()
    clock.call_at(start + 500_000, lambda: ran.append(clock.now()))
    while not ran:
        time.sleep(clock.delay() or 0)
        clock.run_due()
    assert ran[0] >= start + 500_000
    assert abs(clock.computer_us(clock.now()) - time.monotonic_ns() // 1000) < 1_000_000


def test_samples_from_outside_are_checked() -> None:
    assert scenes.motion_rows([[1, 2, 3]]) == [[1, 2, 3, 0, 0, 0]]
    assert scenes.motion_rows([[1, 2]], ["gz", "ax"]) == [[2, 0, 0, 0, 0, 1]]
    for samples, axes in (
        ([], None),
        ([[]], None),
        ([[1, 2, 3], [1, 2]], None),
        ([[1, 2, 40000]], None),
        ([[1, 2, 3.5]], None),
        ([[1, 2, True]], None),
        ([["1", "2", "3"]], None),
        ([[1] * 7], None),
        ([[1, 2]], ["ax", "ax"]),
        ([[1, 2]], ["ax", "up"]),
        ("abc", None),
    ):
        with pytest.raises(UserError):
            scenes.motion_rows(samples, axes)


def test_motion_skips_as_it_would_have_played() -> None:
    played, skipped = Motion(), Motion()
    for motion in (played, skipped):
        motion.play([[n, 0, 0, 0, 0, 0] for n in range(10)], 104)
        motion.play([[100 + n, 0, 0, 0, 0, 0] for n in range(10)], 52)
    for _ in range(17):
        played.next_row(1040)
    skipped.skip(17, 1040)
    assert played.next_row(1040) == skipped.next_row(1040)
    skipped.skip(1000, 1040)
    assert skipped.waiting == 0


def test_a_slower_recording_takes_its_own_time() -> None:
    motion = Motion()
    assert motion.play([[n, 0, 0, 0, 0, 0] for n in range(52)], 52) == 1.0
    for _ in range(103):
        motion.next_row(1040)
    assert motion.waiting == 1
    motion.next_row(1040)
    assert motion.waiting == 0


@pytest.fixture
def hardware() -> Hardware:
    return Hardware()


def read(hardware: Hardware, address: int, register: int, now: int = LATER) -> bytes:
    return hardware.transfer(ops.BUS_INTERNAL, address, bytes([register]), (1, now))


def error_of(hardware: Hardware, address: int, bus: int = ops.BUS_INTERNAL) -> int:
    with pytest.raises(BusError) as caught:
        hardware.transfer(bus, address, b"\x0f", (1, LATER))
    return caught.value.number


def test_who_is_on_the_bus(hardware: Hardware) -> None:
    assert read(hardware, 0x6A, 0x0F) == b"\x6a"
    assert read(hardware, 0x39, 0x92) == b"\x39"
    assert error_of(hardware, 0x6B) == ops.ENODEV
    assert error_of(hardware, 0x6A, ops.BUS_QWIIC) == ops.ENODEV
    assert error_of(hardware, 0x6A, ops.BUS_NONE) == ops.ETIMEDOUT


def test_the_imu_at_its_other_address() -> None:
    hardware = Hardware(imu_address=0x6B)
    assert read(hardware, 0x6B, 0x0F) == b"\x6a"
    assert error_of(hardware, 0x6A) == ops.ENODEV
    hardware.imu_address = 0x6A
    assert read(hardware, 0x6A, 0x0F) == b"\x6a"
    assert error_of(hardware, 0x6B) == ops.ENODEV


def test_without_sensor_power_the_bus_seems_stuck(hardware: Hardware) -> None:
    hardware.transfer(ops.BUS_INTERNAL, 0x6A, b"\x10\x40", (0, LATER))
    hardware.write_pin(POWER, 0, LATER)
    assert read(hardware, 0x6A, 0x10) == b"\x40"  # an input still: the rail stays on
    hardware.set_pin(POWER, ops.PIN_OUT, 0, LATER)
    assert error_of(hardware, 0x6A) == ops.ETIMEDOUT
    hardware.write_pin(POWER, 1, LATER)
    assert error_of(hardware, 0x6A) == ops.ENODEV  # it boots
    assert read(hardware, 0x6A, 0x10, 2 * LATER) == b"\x00"


def test_a_reset_leaves_the_sensors_alone(hardware: Hardware) -> None:
    hardware.transfer(ops.BUS_INTERNAL, 0x6A, b"\x10\x40", (0, LATER))
    hardware.set_pin(LED, ops.PIN_OUT, 0, LATER)
    hardware.write_pin(LED, 1, LATER)
    assert hardware.led
    hardware.reset_pins(LATER)
    assert not hardware.led
    assert read(hardware, 0x6A, 0x10) == b"\x40"
    hardware.cut_power(LATER)
    hardware.give_power(LATER)
    assert read(hardware, 0x6A, 0x10, 2 * LATER) == b"\x00"


def test_buttons_are_active_low_and_the_second_needs_a_pull_up(hardware: Hardware) -> None:
    assert hardware.read_pin(BUTTON1, 0) == 1
    assert hardware.read_pin(BUTTON2, 0) == 0
    hardware.set_pin(BUTTON2, ops.PIN_IN, ops.PULL_UP, 0)
    assert hardware.read_pin(BUTTON2, 0) == 1
    hardware.pressed |= {1, 2}
    assert (hardware.read_pin(BUTTON1, 0), hardware.read_pin(BUTTON2, 0)) == (0, 0)


def test_the_interrupt_pin_of_the_imu(hardware: Hardware) -> None:
    for setting in (b"\x10\x4c", b"\x11\x4c", b"\x06\x06", b"\x08\x09", b"\x0d\x08", b"\x0a\x26"):
        hardware.transfer(ops.BUS_INTERNAL, 0x6A, setting, (0, LATER))
    assert hardware.read_pin(IMU_INT1, LATER) == 0
    assert hardware.read_pin(IMU_INT1, LATER + 20_000) == 1


def test_pixels_are_green_red_blue(hardware: Hardware) -> None:
    hardware.set_pixels(PIXELS, bytes([2, 1, 3]))
    assert hardware.pixels == [(1, 2, 3), *[(0, 0, 0)] * 4]
    hardware.set_pixels(PIXELS, bytes(range(30)))
    assert hardware.pixels[4] == (13, 12, 14)
    hardware.set_pixels(4, bytes(15))
    assert hardware.pixels[0] == (1, 0, 2)


@pytest.mark.parametrize("size", [1, 2, 7, 100])
def test_the_prompt_is_followed_in_any_pieces(size: int) -> None:
    friendly = b'>>> \r\nMicroPython\r\nType "help()" for more information.\r\n>>> '
    watch = ReplWatch()
    for text, raw in ((friendly, False), (b"\r\n" + RAW_BANNER + b">", True), (friendly, False)):
        out = b"".join(watch.feed(text[at : at + size]) for at in range(0, len(text), size))
        assert (out, watch.raw) == (text, raw)
    watch.hide_until(RAW_BANNER)
    text = b"banner nobody sees\r\n" + RAW_BANNER + b">OK"
    out = b"".join(watch.feed(text[at : at + size]) for at in range(0, len(text), size))
    assert out == RAW_BANNER + b">OK"
    watch.hide_until(b"")
    assert watch.feed(text) == b""
    watch.restart()
    assert watch.feed(text) == text
    assert watch.raw


def test_options_are_checked(tmp_path: Path) -> None:
    assert Options(volume=str(tmp_path / "new")).checked().imu_address == 0x6A
    for wrong in (
        Options(speed=0),
        Options(speed=1e9),
        Options(imu_address=0x39),
        Options(volume=os.path.join(str(tmp_path), "no", "file")),
    ):
        with pytest.raises(UserError):
            wrong.checked()
