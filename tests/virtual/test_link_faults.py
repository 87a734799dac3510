"""The real firmware behind a bad cable: noise, stale bytes and stalls, healed or counted."""

import random
from collections.abc import Iterator

import numpy as np
import pytest

from gesturekit.messages import STREAM
from tinyspark.board import capture
from tinyspark.board.capture import Stream
from tinyspark.board.device import Device
from tinyspark.virtual.client import VirtualBoard
from tinyspark.virtual.stepped_link import stepped_device

PRINTABLE = bytes(range(32, 127))  # what may come to a board without being a key
MOTION = [[n, -n, 5 * n, n % 50, 3, -4 * n] for n in range(1, 4000)]


@pytest.fixture
def cable(can_run_boards: None) -> Iterator[tuple[VirtualBoard, Device]]:
    """A stepped board with firmware, and a Device on it whose clock is the board's."""
    with VirtualBoard(stepped=True) as board:
        board.advance(1_000)
        board.stale(b"$half a frame of an earlier host")
        with stepped_device(board) as device:
            device.hello()
            yield board, device


def disturb(board: VirtualBoard, seed: int) -> None:
    """Noise on both directions: bytes are lost, and others come in their place."""
    chance = random.Random(seed)
    board.noise(chance.randbytes(20), after=chance.randrange(2_000), lose=chance.randrange(200))
    typed = bytes(chance.choices(PRINTABLE, k=5))
    board.noise(typed, after=chance.randrange(40), lose=3, direction="from_host")


@pytest.mark.fault(4, "a cable with noise in both directions, real firmware")
@pytest.mark.fault(5, "half a frame, stale at open")
def test_a_take_over_a_noisy_cable_is_whole(cable: tuple[VirtualBoard, Device]) -> None:
    board, device = cable
    board.play("imu", MOTION, rate=104)
    for seed in range(6):
        disturb(board, seed)
    taken = capture.take(device, "imu", 500)
    assert taken.whole and taken.healed >= 3
    motion = np.array(MOTION, np.int16)
    start = int(np.flatnonzero(motion[:, 0] == taken.samples[100][0])[0]) - 100
    np.testing.assert_array_equal(taken.samples[100:], motion[start + 100 : start + 500])


@pytest.mark.long
@pytest.mark.fault(3, "the host's system takes nothing for 5 and 20 s, real firmware")
@pytest.mark.parametrize(("seconds", "gaps"), [(5, 0), (20, 1)])
def test_a_stall_costs_nothing_or_one_counted_gap(
    cable: tuple[VirtualBoard, Device], seconds: int, gaps: int
) -> None:
    board, device = cable
    stream = Stream("imu")
    places: list[tuple[int, int]] = []  # of each sample: the board's and the motion's number

    def read(seconds: float) -> None:
        until = device.clock() + seconds
        while device.clock() < until:
            for message in device.messages(0.2):
                if message.name == "status" and message.fields.mode != STREAM:
                    device.stream("imu")
                for at, row in enumerate(stream.feed(message)):
                    places.append((message.fields.index + at, int(row[0])))

    board.play("imu", MOTION, rate=104)
    device.stream("imu")
    read(2)
    board.stall(1000 * seconds)
    board.advance(1000 * seconds)  # the host sleeps, too
    read(5)
    assert len(stream.gaps) == gaps and bool(stream.missing) == bool(gaps)
    played = [(index, number) for index, number in places if number > 0]
    assert len({index - number for index, number in played}) == 1
    assert [index for index, _ in places] == sorted(index for index, _ in places)
    assert played[-1][1] > 104 * (seconds + 5) and device.status().fields.overruns == 0
