"""The IMU's driver against a register file."""

from fake_chips import FakeI2C, FakeImu, numbered

from drivers.lsm6ds3trc import LSM6DS3TRC, OVERRUN, SHIFTED
from faults import fault


class Clock:
    ms = 0


def started(address=0x6A, rate=104):
    clock = Clock()
    imu = FakeImu(clock)
    chip = LSM6DS3TRC(FakeI2C({address: imu}))
    assert chip.find() and chip.address == address
    chip.configure(rate, 8, 2000)
    return chip, imu, clock


def read_all(chip):
    """Read until nothing is left; return the samples as lists of six."""
    rows = []
    while (count := chip.read()) > 0 or chip.waiting:
        rows += [list(chip.samples[6 * at : 6 * at + 6]) for at in range(count)]
    return rows


def test_it_is_found_at_either_address():
    for address in (0x6A, 0x6B):
        started(address)


def test_it_is_not_found_where_another_chip_or_none_answers():
    bus = FakeI2C({})
    assert not LSM6DS3TRC(bus).find()
    other = FakeImu(Clock())
    other.registers[0x0F] = 0x69
    bus.chips[0x6B] = other
    assert not LSM6DS3TRC(bus).find()


def test_the_settings_are_those_of_the_data_sheet():
    _, imu, _ = started()
    registers = {0x10: 0x4C, 0x11: 0x4C, 0x12: 0x44, 0x08: 0x09, 0x0A: 0x26}
    assert all(imu.registers[register] == value for register, value in registers.items())
    assert started(rate=208)[1].registers[0x0A] == 0x2E


def test_every_range_has_its_code():
    chip, imu, _ = started()
    for accel, code in ((2, 0x40), (16, 0x44), (4, 0x48), (8, 0x4C)):
        chip.configure(104, accel, 250)
        assert imu.registers[0x10] == code
    for gyro, code in ((250, 0x40), (125, 0x42), (500, 0x44), (1000, 0x48), (2000, 0x4C)):
        chip.configure(104, 8, gyro)
        assert imu.registers[0x11] == code


def test_samples_come_in_order_with_acceleration_first():
    chip, _, clock = started()
    clock.ms = 1000
    rows = read_all(chip)
    first = rows[0]
    skipped = (first[0] + 20000) // 6
    assert 1 <= skipped <= 6  # the gyroscope's turn-on time
    assert rows == [numbered(n) for n in range(skipped, 104)]


def test_nothing_is_read_twice_or_left_out():
    chip, _, clock = started()
    clock.ms = 100
    rows = read_all(chip)
    for ms in (101, 105, 117, 150, 900, 901, 2000):
        clock.ms = ms
        rows += read_all(chip)
    first = (rows[0][0] + 20000) // 6
    assert rows == [numbered(n) for n in range(first, first + len(rows))]


def test_a_burst_is_bounded_and_tells_what_is_left():
    chip, _, clock = started()
    clock.ms = 2000
    assert chip.read() <= 32 and chip.waiting == 208 - 32
    assert chip.read() == 32 and chip.waiting == 208 - 64


def test_extreme_values():
    chip, imu, clock = started()
    extremes = [-32768, 32767, -1, 0, 1, -32767]
    imu.scene = lambda n: extremes
    clock.ms = 200
    assert read_all(chip)[-1] == extremes


def test_an_overrun_is_told_and_the_fifo_starts_anew():
    chip, _, clock = started()
    clock.ms = 10_000
    assert chip.read() == OVERRUN
    assert chip.read() == 0
    clock.ms = 10_100
    rows = read_all(chip)
    assert len(rows) == 10 - 1  # the first one after a change of the mode is not valid
    assert rows == [numbered(n) for n in range(1041, 1050)]


@fault(17, "the FIFO begins with another word of a sample")
def test_a_shifted_pattern_is_told_and_mended():
    chip, imu, clock = started()
    clock.ms = 200
    read_all(chip)
    clock.ms = 250
    imu.drop_word()
    assert chip.read() == SHIFTED
    rows = read_all(chip)
    assert rows == [numbered(n) for n in range(21, 26)]


def test_a_brown_out_is_noticed():
    chip, imu, _ = started()
    assert chip.check()
    imu.power_on()
    assert not chip.check()


def test_a_nack_is_an_os_error():
    chip, _, _ = started()
    chip._bus.fail = 1
    try:
        chip.read()
    except OSError:
        return
    raise AssertionError("a transfer without an answer went unnoticed")
