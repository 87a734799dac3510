"""The proximity sensor's driver against a register file."""

from fake_chips import FakeI2C, FakeProximity

from drivers.apds9930 import APDS9930


class Clock:
    ms = 0


def started():
    clock = Clock()
    sensor = FakeProximity(clock)
    chip = APDS9930(FakeI2C({0x39: sensor}))
    assert chip.find()
    chip.configure()
    return chip, sensor, clock


def test_it_is_not_found_where_another_chip_or_none_answers():
    bus = FakeI2C({})
    assert not APDS9930(bus).find()
    bus.chips[0x39] = FakeProximity(Clock())
    bus.chips[0x39].registers[0x12] = 0x30
    assert not APDS9930(bus).find()


def test_the_settings_give_light():
    _, sensor, _ = started()
    registers = {0x00: 0x05, 0x02: 0xFF, 0x0E: 8, 0x0F: 0x28}
    assert all(sensor.registers[register] == value for register, value in registers.items())


def test_there_is_no_value_before_the_first_measurement():
    chip, sensor, clock = started()
    sensor.counts = 500
    assert chip.read() is None
    clock.ms = 20
    assert chip.read() == 500


def test_all_counts():
    chip, sensor, clock = started()
    clock.ms = 20
    for counts in (0, 1, 255, 256, 1022, 1023):
        sensor.counts = counts
        assert chip.read() == counts and not chip.saturated


def test_too_much_light_is_flagged():
    chip, sensor, clock = started()
    clock.ms = 20
    sensor.bright = True
    chip.read()
    assert chip.saturated


def test_a_brown_out_is_noticed():
    chip, sensor, _ = started()
    assert chip.check()
    sensor.power_on()
    assert not chip.check()
