"""The APDS-9930 register model, held against the tables of its data sheet."""

import pytest

from tinyspark.virtual.apds9930 import Apds9930
from tinyspark.virtual.scenes import Proximity

AWAKE = 5_000
ENABLE, PTIME, PPULSE, CONTROL, ID, STATUS, PDATA = 0x00, 0x02, 0x0E, 0x0F, 0x12, 0x13, 0x18


class Chip:
    """The chip with a clock that the test moves, spoken to as on the bus."""

    def __init__(self) -> None:
        self.scene = Proximity()
        self.model = Apds9930(self.scene)
        self.now = AWAKE

    def wait(self, ms: float) -> None:
        self.now += int(ms * 1000)

    def put(self, register: int, value: int) -> None:
        self.model.write(bytes([0x80 | register, value]), self.now)

    def get(self, register: int, count: int = 1, command: int = 0xA0) -> bytes:
        self.model.write(bytes([command | register]), self.now)
        return self.model.read(count, self.now)

    def enable(self, pulses: int = 8, control: int = 0x28) -> None:
        self.put(PPULSE, pulses)
        self.put(CONTROL, control)
        self.put(ENABLE, 0x05)

    def count(self) -> int:
        return int.from_bytes(self.get(PDATA, 2), "little")


@pytest.fixture
def chip() -> Chip:
    return Chip()


def test_identity_and_reset_values(chip: Chip) -> None:
    assert chip.get(ID) == b"\x39"
    assert chip.get(ENABLE) == b"\x00"
    assert chip.get(PTIME) == b"\xff"
    assert chip.get(PPULSE) == b"\x00"


def test_it_does_not_answer_right_after_power() -> None:
    model = Apds9930(Proximity(), now=0)
    assert not model.awake(4_000)
    assert model.awake(4_500)


def test_a_command_needs_its_top_bit(chip: Chip) -> None:
    chip.get(ID, command=0x80)
    assert chip.get(ENABLE, command=0x00) == b"\x39"  # still at the last register
    chip.model.write(bytes([ENABLE, 0x05]), chip.now)
    assert chip.get(ENABLE) == b"\x00"


def test_two_bytes_need_auto_increment(chip: Chip) -> None:
    chip.scene.play([0x155], 10_000_000, 0)
    chip.enable()
    chip.wait(20)
    assert chip.get(PDATA, 2, command=0x80) == b"\x55\x55"
    assert chip.get(PDATA, 2, command=0xA0) == b"\x55\x01"


def test_the_first_value_takes_12_ms_and_the_next_8(chip: Chip) -> None:
    chip.scene.play([100, 200], 15_000, AWAKE)
    chip.enable()
    chip.wait(11.9)
    assert (chip.get(STATUS)[0] & 2, chip.count()) == (0, 0)
    chip.wait(0.2)
    assert (chip.get(STATUS)[0] & 2, chip.count()) == (2, 100)
    chip.wait(8)
    assert chip.count() == 100
    chip.wait(0.4)
    assert chip.count() == 200


@pytest.mark.parametrize(
    ("pulses", "control", "count"),
    [(8, 0x28, 400), (0, 0x28, 0), (8, 0x08, 0), (8, 0x38, 0), (4, 0x28, 200), (8, 0x20, 100)],
)
def test_no_light_no_diode_no_counts(chip: Chip, pulses: int, control: int, count: int) -> None:
    chip.scene.play([400], 10_000_000, 0)
    chip.enable(pulses, control)
    chip.wait(20)
    assert chip.get(STATUS)[0] & 2
    assert chip.count() == count


@pytest.mark.parametrize("enable", [0x00, 0x01, 0x04])
def test_both_power_and_proximity_must_be_on(chip: Chip, enable: int) -> None:
    chip.scene.play([400], 10_000_000, 0)
    chip.enable()
    chip.put(ENABLE, enable)
    chip.wait(50)
    assert (chip.get(STATUS), chip.count()) == (b"\x00", 0)


def test_saturation(chip: Chip) -> None:
    chip.scene.play([1023], 10_000_000, 0)
    chip.enable(pulses=16)
    chip.wait(20)
    assert chip.get(STATUS)[0] & 0x40
    assert chip.count() == 1023


def test_the_high_byte_belongs_to_the_low_byte_that_was_read(chip: Chip) -> None:
    chip.scene.play([0x0FF, 0x100], 30_000, AWAKE)
    chip.enable()
    chip.wait(20)
    assert chip.get(PDATA) == b"\xff"
    chip.wait(30)
    assert chip.get(PDATA + 1) == b"\x00"
    assert chip.count() == 0x100


def test_a_longer_ptime_slows_it_down(chip: Chip) -> None:
    chip.scene.play([100, 200], 15_000, AWAKE)
    chip.put(PTIME, 0xF5)
    chip.enable()
    chip.wait(12.1)
    assert chip.count() == 100
    chip.wait(30)
    assert chip.count() == 100


def test_power_loss_returns_to_reset_values(chip: Chip) -> None:
    chip.enable()
    chip.wait(20)
    chip.model.power(False, chip.now)
    chip.model.power(True, chip.now)
    assert not chip.model.awake(chip.now)
    chip.wait(5)
    assert (chip.get(ENABLE), chip.get(PPULSE), chip.get(STATUS)) == (b"\x00", b"\x00", b"\x00")


def test_values_hold_until_the_next_and_end_at_idle() -> None:
    scene = Proximity()
    assert scene.play([5, 6, 7], 250_000, 1_000_000) == 0.75
    times = (0, 1_000_000, 1_249_999, 1_250_000, 1_500_000, 1_749_999, 1_750_000)
    assert [scene.at(time) for time in times] == [0, 5, 5, 6, 7, 7, 0]
    assert scene.waiting == 0
