"""The LSM6DS3TR-C register model, held against the tables of its data sheet."""

import struct

import pytest

from tinyspark.virtual.imu_fifo import CAPACITY
from tinyspark.virtual.lsm6ds3trc import Lsm6ds3trc, convert
from tinyspark.virtual.scenes import Motion

SECOND = 1_000_000
AWAKE = 20_000
G8, G2, G4, G16 = 0x0C, 0x00, 0x08, 0x04
DPS2000, DPS250, DPS500, DPS1000, DPS125 = 0x0C, 0x00, 0x04, 0x08, 0x02
HZ104 = 0x40


class Chip:
    """The chip with a clock that the test moves, spoken to as on the bus."""

    def __init__(self) -> None:
        self.motion = Motion()
        self.model = Lsm6ds3trc(self.motion)
        self.now = AWAKE

    def wait(self, us: int) -> None:
        self.now += us

    def put(self, register: int, *values: int) -> None:
        self.model.write(bytes([register, *values]), self.now)

    def get(self, register: int, count: int = 1) -> bytes:
        self.model.write(bytes([register]), self.now)
        return self.model.read(count, self.now)

    def fifo_words(self) -> int:
        low, high = self.get(0x3A, 2)
        return low | (high & 0x07) << 8

    def run(self, rate: int = HZ104, accel: int = G8, gyro: int = DPS2000) -> None:
        self.put(0x12, 0x44)
        self.put(0x10, rate | accel)
        self.put(0x11, rate | gyro)

    def stream(self, rate: int = HZ104) -> None:
        """As a driver does: sensors on, FIFO on, the first sample thrown away."""
        self.run(rate)
        self.put(0x08, 0x09)
        self.put(0x0A, 0x06 | rate >> 1)
        self.wait(2 * SECOND // 104 + 1)
        self.put(0x0A, 0x00)
        self.put(0x0A, 0x06 | rate >> 1)
        self.wait(SECOND // 104 + 1)
        self.get(0x3E, 12)

    def samples(self) -> list[list[int]]:
        """All whole samples in the FIFO as rows ax ay az gx gy gz."""
        count = self.fifo_words() // 6
        words = struct.unpack(f"<{6 * count}h", self.get(0x3E, 12 * count))
        rows = [words[at : at + 6] for at in range(0, len(words), 6)]
        return [[*row[3:], *row[:3]] for row in rows]


@pytest.fixture
def chip() -> Chip:
    return Chip()


def ramp(count: int) -> list[list[int]]:
    return [[n, -n, n + 7, 2 * n, -3 * n, n % 50] for n in range(count)]


def test_identity_and_reset_values(chip: Chip) -> None:
    assert chip.get(0x0F) == b"\x6a"
    assert chip.get(0x10, 3) == bytes([0, 0, 0x04])
    assert chip.get(0x06, 5) == bytes(5)
    chip.put(0x0F, 0x55)
    assert chip.get(0x0F) == b"\x6a"


def test_it_does_not_answer_while_it_boots() -> None:
    model = Lsm6ds3trc(Motion(), now=0)
    assert not model.awake(14_000)
    assert model.awake(15_000)


def test_a_burst_without_if_inc_stays_on_its_register(chip: Chip) -> None:
    chip.put(0x10, HZ104)
    assert chip.get(0x0F, 2) == bytes([0x6A, HZ104])
    chip.put(0x12, 0x00)
    assert chip.get(0x0F, 2) == b"\x6a\x6a"


def test_software_reset_returns_every_register(chip: Chip) -> None:
    chip.run()
    chip.put(0x12, 0x45)
    assert chip.get(0x10, 3) == bytes([0, 0, 0x04])


@pytest.mark.parametrize(
    ("code", "hertz"),
    [(1, 12.5), (2, 26), (3, 52), (4, 104), (5, 208), (6, 416), (7, 833), (8, 1666)],
)
def test_rates(chip: Chip, code: int, hertz: float) -> None:
    chip.run(code << 4)
    chip.put(0x08, 0x09)
    chip.put(0x0A, 0x06 | code << 3)
    chip.wait(SECOND // 5 + 50)
    assert chip.fifo_words() == int(hertz / 5) * 6


def test_no_rate_no_samples(chip: Chip) -> None:
    chip.put(0x0A, 0x26)
    chip.wait(SECOND)
    assert chip.fifo_words() == 0
    assert chip.get(0x1E) == b"\x00"


@pytest.mark.parametrize(("setting", "count"), [(G2, 4000), (G4, 2000), (G8, 1000), (G16, 500)])
def test_accelerometer_ranges(chip: Chip, setting: int, count: int) -> None:
    chip.motion.play([[1000, -1000, 0, 0, 0, 0]] * 20, 104)
    chip.run(accel=setting)
    chip.wait(SECOND // 10)
    assert struct.unpack("<3h", chip.get(0x28, 6)) == (count, -count, 0)


@pytest.mark.parametrize(
    ("setting", "count"),
    [(DPS125, 16000), (DPS250, 8000), (DPS500, 4000), (DPS1000, 2000), (DPS2000, 1000)],
)
def test_gyroscope_ranges(chip: Chip, setting: int, count: int) -> None:
    chip.motion.play([[0, 0, 0, 1000, -1000, 0]] * 20, 104)
    chip.run(gyro=setting)
    chip.wait(SECOND // 10)
    assert struct.unpack("<3h", chip.get(0x22, 6)) == (count, -count, 0)


def test_conversion_rounds_and_saturates() -> None:
    assert convert(-12345, 244, 244) == -12345
    assert convert(32767, 244, 61) == 32767
    assert convert(-32768, 244, 61) == -32768
    assert [convert(n, 1, 2) for n in (1, 2, 3, -1, -3)] == [1, 1, 2, -1, -2]


def test_status_tells_of_new_data_until_it_is_read(chip: Chip) -> None:
    chip.run()
    chip.wait(SECOND // 10)
    assert chip.get(0x1E) == b"\x03"
    chip.get(0x28, 6)
    assert chip.get(0x1E) == b"\x02"
    chip.get(0x22, 6)
    assert chip.get(0x1E) == b"\x00"
    chip.wait(SECOND // 104)
    assert chip.get(0x1E) == b"\x03"


def test_the_gyroscope_needs_35_ms(chip: Chip) -> None:
    chip.motion.play([[1, 1, 1, 9, 9, 9]] * 20, 104)
    chip.run()
    chip.wait(30_000)
    assert chip.get(0x1E) == b"\x01"
    assert chip.get(0x22, 6) == bytes(6)
    chip.wait(20_000)
    assert struct.unpack("<3h", chip.get(0x22, 6)) == (9, 9, 9)


@pytest.mark.parametrize(("control", "torn"), [(0x44, False), (0x04, True)])
def test_bdu_keeps_both_halves_together(chip: Chip, control: int, torn: bool) -> None:
    chip.motion.play([[0x0102, 0, 0, 0, 0, 0], *[[0x0304, 0, 0, 0, 0, 0]] * 9], 104)
    chip.run()
    chip.put(0x12, control)
    chip.wait(SECOND // 104 + 1)
    low = chip.get(0x28)
    chip.wait(SECOND // 104)
    assert low + chip.get(0x29) == (b"\x02\x03" if torn else b"\x02\x01")
    assert chip.get(0x28, 2) == (b"\x04\x03" if torn else b"\x02\x01")
    chip.wait(SECOND // 100)
    assert chip.get(0x28, 2) == b"\x04\x03"


def test_a_played_recording_comes_out_bit_for_bit(chip: Chip) -> None:
    chip.stream()
    chip.wait(SECOND // 3)
    before = len(chip.samples())
    rows = ramp(500)
    chip.motion.play(rows[:200], 104)
    chip.motion.play(rows[200:], 104)
    got = []
    for step in (1, 333_333, 7, 900_000, 1_200_000, 10, 2_400_000):
        chip.wait(step)
        got += chip.samples()
    assert before > 0
    assert got[: len(rows)] == rows
    assert len(got) > len(rows)


def test_another_rate_is_interpolated(chip: Chip) -> None:
    chip.stream()
    chip.motion.play([[100 * n, 0, 0, 0, 0, 0] for n in range(26)], 26)
    chip.wait(SECOND * 25 // 26)
    assert [row[0] for row in chip.samples()] == [25 * n for n in range(100)]


def test_stillness_keeps_the_last_gravity(chip: Chip) -> None:
    chip.stream()
    chip.motion.play([[4098, 0, 0, 0, 500, 0]] * 10, 104)
    chip.wait(SECOND)
    last = chip.samples()[-1]
    assert abs(last[0] - 4098) <= 4
    assert max(abs(value) for value in last[1:]) <= 4


def test_the_first_sample_after_a_mode_switch_is_junk(chip: Chip) -> None:
    chip.run()
    chip.wait(SECOND)
    chip.put(0x08, 0x09)
    chip.put(0x0A, 0x26)
    chip.wait(SECOND // 50)
    junk, good = chip.samples()
    assert junk == [0x7FFF] * 6
    assert abs(good[2] - 4098) <= 4


def test_pattern_and_threshold(chip: Chip) -> None:
    chip.stream()
    chip.put(0x06, 60, 0)
    chip.put(0x0D, 0x08)
    chip.wait(9 * SECOND // 104)
    assert chip.get(0x3B)[0] & 0x80 == 0
    assert not chip.model.int1(chip.now)
    chip.wait(2 * SECOND // 104)
    assert chip.get(0x3B)[0] & 0x80
    assert chip.model.int1(chip.now)
    patterns = []
    for _ in range(7):
        patterns.append(chip.get(0x3C)[0])
        chip.get(0x3E, 2)
    assert patterns == [0, 1, 2, 3, 4, 5, 0]


def test_empty_flag(chip: Chip) -> None:
    chip.stream()
    assert chip.get(0x3A, 2) == b"\x00\x10"
    chip.wait(SECOND // 100)
    assert chip.get(0x3A, 2) == b"\x06\x00"


def test_overrun_loses_the_oldest_words_and_bypass_mends_it(chip: Chip) -> None:
    chip.stream()
    chip.wait(341 * SECOND // 104 + 100)
    low, high = chip.get(0x3A, 2)
    assert (low | (high & 7) << 8, high & 0x70) == (2046, 0x20)
    chip.wait(SECOND // 104)
    low, high = chip.get(0x3A, 2)
    assert (low | (high & 7) << 8, high & 0x70) == (CAPACITY & 0x7FF, 0x60)
    assert chip.get(0x3C) == b"\x04"  # four words of the oldest sample are gone
    chip.put(0x0A, 0x20)
    assert chip.get(0x3A, 4) == b"\x00\x10\x00\x00"


def test_an_hour_unread_is_caught_up_quickly(chip: Chip) -> None:
    chip.stream()
    chip.motion.play(ramp(1000), 104)
    chip.wait(3600 * SECOND)
    assert chip.get(0x3B)[0] & 0x40
    assert chip.motion.waiting == 0


def test_only_one_sensor_in_the_fifo(chip: Chip) -> None:
    chip.run()
    chip.wait(SECOND)
    chip.put(0x08, 0x01)
    chip.put(0x0A, 0x26)
    chip.wait(SECOND // 50)
    assert chip.fifo_words() == 6
    words = struct.unpack("<6h", chip.get(0x3E, 12))
    assert abs(words[5] - 4098) <= 4


def test_fifo_mode_stops_when_full(chip: Chip) -> None:
    chip.run()
    chip.put(0x08, 0x09)
    chip.put(0x0A, 0x21)
    chip.wait(10 * SECOND)
    low, high = chip.get(0x3A, 2)
    assert (low | (high & 7) << 8, high & 0x70) == (2046, 0x20)


def test_power_loss_returns_to_reset_values(chip: Chip) -> None:
    chip.stream()
    chip.wait(SECOND)
    chip.model.power(False, chip.now)
    assert not chip.model.awake(chip.now)
    chip.model.power(True, chip.now)
    chip.wait(AWAKE)
    assert chip.get(0x10, 3) == bytes([0, 0, 0x04])
    assert chip.fifo_words() == 0


def test_timestamp_wraps_at_24_bits(chip: Chip) -> None:
    chip.put(0x5C, 0x10)
    chip.put(0x19, 0x20)
    chip.put(0x42, 0xAA)
    chip.wait(25 * 0x010203)
    assert chip.get(0x40, 3) == b"\x03\x02\x01"
    chip.wait(25 * (1 << 24))
    assert chip.get(0x40, 3) == b"\x03\x02\x01"
