"""The unchanged firmware on a stepped virtual board whose sensors and bus fail."""

from collections.abc import Iterator

import pytest

from gesturekit import messages
from gesturekit.messages import ABSENT, BUS_STUCK, FROZEN, NOW, OK
from tinyspark.board import capture
from tinyspark.board.device import Device
from tinyspark.board.greeting import greet
from tinyspark.virtual.client import VirtualBoard
from tinyspark.virtual.sensor_calls import FOR_EVER, NEVER
from tinyspark.virtual.stepped_link import stepped_device

WRAP = 1 << 30
BEFORE_WRAP = 20_000  # ms
IMU_PIXEL, PROXIMITY_PIXEL = 4, 3
OFF = (0, 0, 0)

Board = tuple[VirtualBoard, Device]


@pytest.fixture(scope="module")
def running(can_run_boards: None) -> Iterator[Board]:
    """A board without a model, whose ticks wrap during these tests."""
    with (
        VirtualBoard(stepped=True, ticks_ms=WRAP - BEFORE_WRAP) as board,
        stepped_device(board) as device,
    ):
        greet(device)
        board.advance(1000)
        yield board, device


def status(device: Device) -> messages.Message:
    return device.status().fields


def states(device: Device) -> tuple[int, int]:
    told = status(device)
    return told.imu, told.proximity


def heal(running: Board) -> None:
    """Both sensors work again, and a take is whole."""
    board, device = running
    board.advance(2500)
    assert states(device) == (OK, OK)
    assert board.pixels[IMU_PIXEL] == board.pixels[PROXIMITY_PIXEL] == OFF
    take = capture.take(device, "imu", 52, NOW)
    assert take.whole and len({tuple(row) for row in take.samples.tolist()}) > 40


@pytest.mark.fault(14, "a NACK at transfer n while it samples, for n = 1 to 40")
def test_nacks_lose_nothing(running: Board) -> None:
    board, device = running
    before = status(device)
    for at in range(1, 41):
        board.nack(at)
        board.advance(40 + 8 * at)
    after = status(device)
    assert after.gaps == before.gaps and after.bus_errors == before.bus_errors + 40
    heal(running)


@pytest.mark.fault(14, "the IMU is away for two seconds, then at its other address")
def test_the_imu_goes_and_comes_at_its_other_address(running: Board) -> None:
    board, device = running
    before = status(device).gaps
    board.nack(1, 300)
    board.advance(1500)
    assert ABSENT in states(device) and board.pixels[IMU_PIXEL] != OFF
    board.set("imu_address", 0x6B)
    board.nack(1, 0)
    board.advance(1500)
    assert device.hello().imu_address == 0x6B and status(device).gaps == before + 1
    board.set("imu_address", 0x6A)
    heal(running)


@pytest.mark.fault(15, "SDA held down until 9 clocks, or a power cycle, have come")
@pytest.mark.parametrize("clocks", [9, NEVER])
def test_a_stuck_bus_is_freed(running: Board, clocks: int) -> None:
    board, device = running
    before = status(device)
    board.stick_bus(clocks)
    heal(running)
    after = status(device)
    assert (after.recovered, after.gaps) == (before.recovered + 1, before.gaps + 1)


@pytest.mark.fault(15, "SDA held down when the board starts, until a power cycle")
@pytest.mark.fault(14, "the IMU does not answer for the first 20 transfers")
def test_trouble_at_the_start(can_run_boards: None) -> None:
    with VirtualBoard(stepped=True) as board:
        board.stick_bus(NEVER)
        with stepped_device(board) as device:
            greet(device)
            heal((board, device))
            assert status(device).recovered == 1
        board.hard_reset()
        board.nack(1, 20)
        board.advance(6000)
        with stepped_device(board) as device:
            greet(device)
            heal((board, device))
            assert status(device).recovered == 0


@pytest.mark.fault(15, "SDA held down for 6 s, LDO2 off for 6 s")
@pytest.mark.parametrize("fault", ["line", "power"])
def test_a_stuck_bus_is_told_until_it_is_free(running: Board, fault: str) -> None:
    board, device = running
    if fault == "line":
        board.stick_bus(FOR_EVER)
    else:
        board.sensor_power(False)
    transfers = board.state()["transfers"]
    for _ in range(2):
        board.advance(3000)
        assert states(device) == (BUS_STUCK, BUS_STUCK)  # it still answers
        assert board.pixels[IMU_PIXEL] == board.pixels[PROXIMITY_PIXEL] != OFF
    assert board.state()["transfers"] - transfers <= 2
    board.free_bus()
    board.sensor_power(True)
    heal(running)


@pytest.mark.fault(16, "the IMU's samples freeze: until its reset, and for five seconds")
@pytest.mark.parametrize("lasting", [False, True])
def test_frozen_samples(running: Board, lasting: bool) -> None:
    board, device = running
    before = status(device).gaps
    board.freeze(lasting=lasting)
    board.advance(600)
    assert status(device).gaps == before + 1
    board.advance(4400)
    told = status(device)
    assert (told.imu == FROZEN) == lasting and told.gaps == before + 1
    assert (board.pixels[IMU_PIXEL] != OFF) == lasting
    board.freeze(on=False)
    heal(running)


@pytest.mark.fault(16, "both sensors lose their settings during a take of both")
def test_a_brown_out_tears_a_take(running: Board) -> None:
    board, device = running
    take = capture.take(
        device,
        "imu+proximity",
        400,
        NOW,
        lambda: board.scene([(1500, {"command": "brown_out"})]),
    )
    assert not take.whole and take.reason and 0 < len(take.samples) < 400
    heal(running)


@pytest.mark.fault(17, "four words of the FIFO get lost, several times during a stream")
def test_a_shifted_pattern(running: Board) -> None:
    board, device = running
    before = status(device)
    device.stream("imu")
    stream = capture.Stream("imu")
    drops = [(ms, {"command": "drop_words", "count": 4}) for ms in range(200, 1000, 103)]
    board.scene(drops)  # some of them meet an empty FIFO
    for _ in range(60):
        for message in device.messages(0.01):
            stream.feed(message)
    device.stop()
    after = status(device)
    gaps = after.gaps - before.gaps
    assert 3 <= gaps <= len(drops) and gaps <= stream.missing <= 3 * gaps
    assert after.overruns == before.overruns
    heal(running)


@pytest.mark.fault(17, "a motion beyond the range, 40 samples long")
def test_clipped_samples(running: Board) -> None:
    board, device = running
    before = status(device).clipped
    beyond = [[32767, -n, n, 0, 0, -32768 + n % 2] for n in range(40)]
    board.play("imu", beyond + [[0, 0, 4098, 0, 0, n] for n in range(8)])
    board.advance(1000)
    assert status(device).clipped == before + 40
    heal(running)


@pytest.mark.fault(18, "ticks pass 2**30, and the rate is measured across it")
def test_ticks_have_wrapped(running: Board) -> None:
    board, device = running
    board.skew(20_000)
    board.brown_out("imu")  # a gap, behind which the measurement begins anew
    board.advance(15_000)
    assert board.time > BEFORE_WRAP / 1000 + 1
    assert abs(status(device).rate - 106_080) < 100
    board.skew(0)
    heal(running)
