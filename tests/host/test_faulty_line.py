"""Both real ends over a line with faults: what the ring covers comes whole, the rest counted."""

import random
from dataclasses import fields

import numpy as np
import pytest
import small_models
from app_link import AppLink, connect, noise, played
from fault_proxy import Faults, FaultyLink

from gesturekit import framing, messages
from gesturekit.messages import Message
from tinyspark.board.capture import Stream, take
from tinyspark.board.device import Device
from tinyspark.board.inbox import CONSOLE_LINES

MIXED = Faults(0.05, 0.05, 0.05, 0.05, 0.05, 0.05)
KINDS = [field.name for field in fields(Faults)]
FEW = [Faults(**{kind: 0.15}) for kind in KINDS] + [MIXED]
LONG = pytest.mark.long
SEEDS = [0, *(pytest.param(seed, marks=LONG) for seed in range(1, 40))]


def over(faults: Faults, seed: int, model: object = None) -> tuple[Device, FaultyLink, AppLink]:
    """A Device that has said hello before the faults begin."""
    device, link = connect(model)
    device.hello()
    device.link = FaultyLink(link, faults, seed)
    return device, device.link, link


def streamed(device: Device, link: AppLink, ms: int) -> tuple[Stream, dict[int, list[int]]]:
    """Stream for ms of board time, then stop; return it and its samples by their index."""
    stream = Stream("imu")
    found: dict[int, list[int]] = {}

    def feed(message: Message) -> None:
        for at, row in enumerate(stream.feed(message).tolist()):
            assert message.fields.index + at not in found
            found[message.fields.index + at] = row

    device.stream("imu")
    until = link.app.board.ms + ms
    while link.app.board.ms < until:
        for message in device.messages(0.1):
            feed(message)
    device.stop()
    for message in device.messages(1.0):
        feed(message)
    return stream, found


def check_places(stream: Stream, found: dict[int, list[int]]) -> None:
    """Every sample is what the sensor made, and in order; what is not there is in a gap."""
    indices = list(found)
    first, end = indices[0], indices[-1] + 1
    assert indices == sorted(indices)
    born = next(n for n in range(60) if noise(first + n) == found[first])
    assert all(noise(index + born) == row for index, row in found.items())
    missing = set(range(first, end)) - found.keys()
    told = [first + gap.at + n for gap in stream.gaps for n in range(gap.count)]
    assert told == sorted(missing) and stream.missing == len(missing)


@pytest.mark.fault(4, "lines lost, damaged, cut, doubled, swapped, delayed, both ways")
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("faults", FEW, ids=[*KINDS, "mixed"])
def test_a_take_comes_whole(faults: Faults, seed: int) -> None:
    device, line, link = over(faults, seed)
    taken = take(device, "imu", 300)
    assert taken.whole and played(taken.samples, link.app.board)
    assert any(line.to_host.happened.values())


@pytest.mark.fault(4, "lines lost, damaged, cut, doubled, swapped, delayed, both ways")
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("faults", FEW, ids=[*KINDS, "mixed"])
def test_a_stream_comes_whole(faults: Faults, seed: int) -> None:
    device, _, link = over(faults, seed)
    stream, found = streamed(device, link, 6_000)
    check_places(stream, found)
    assert not stream.missing and len(found) > 450  # the rest was sampled, but not sent yet
    assert device.inbox.lost == 0


@pytest.mark.fault(3, "all frames to the host are lost for 1 to 8 s")
@pytest.mark.parametrize("seconds", [1, 4, 8])
def test_an_outage_that_the_ring_covers_costs_nothing(seconds: int) -> None:
    stream, found, _ = after_an_outage(seconds)
    assert not stream.missing
    check_places(stream, found)


@pytest.mark.fault(3, "all frames to the host are lost for 20 s, and 50")
@pytest.mark.parametrize("seconds", [20, pytest.param(50, marks=LONG)])
def test_a_longer_outage_is_one_gap_with_its_place_and_size(seconds: int) -> None:
    stream, found, device = after_an_outage(seconds)
    check_places(stream, found)
    assert [gap.count for gap in stream.gaps] == [stream.missing]
    assert abs(stream.missing - 104 * (seconds - 10)) < 150
    assert device.inbox.lost == stream.missing // 8


@pytest.mark.fault(3, "all frames to the host are lost for 11.5 s of a take")
def test_a_take_that_the_ring_does_not_cover_is_torn_at_a_known_place() -> None:
    device, line, link = over(Faults(), 0)
    silence(line, link, 2_000, 11_500)
    taken = take(device, "imu", 3_000)
    (gap,) = taken.gaps
    assert not taken.whole and 150 < gap.at < 250 and gap.count < 200
    count = len(taken.samples) + gap.count
    assert count == 3_000
    played_at = np.array([noise(n) for n in range(count + 60)], np.int16)
    born = np.flatnonzero((played_at == taken.samples[0]).all(axis=1))[0]
    there = np.delete(np.arange(count), slice(gap.at, gap.at + gap.count))
    np.testing.assert_array_equal(taken.samples, played_at[born + there])


def silence(line: FaultyLink, link: AppLink, after_ms: int, ms: int) -> None:
    """Lose everything to the host from after_ms on, for ms."""
    begin = link.app.board.ms + after_ms
    pass_on = line.to_host.pass_on

    def interrupted(data: bytes) -> bytes:
        return b"" if begin < link.app.board.ms < begin + ms else pass_on(data)

    line.to_host.pass_on = interrupted  # type: ignore[method-assign]


def after_an_outage(seconds: int) -> tuple[Stream, dict[int, list[int]], Device]:
    """Stream for 12 s with an outage in the middle."""
    device, line, link = over(Faults(), 0)
    silence(line, link, 2_000, 1_000 * seconds)
    return *streamed(device, link, 1_000 * seconds + 12_000), device


class LosesOnce:
    """A Link that loses the first line with a message of this name."""

    def __init__(self, link: AppLink, name: str) -> None:
        self.port, self.write, self.close = link.port, link.write, link.close
        self._link = link
        self.name = name

    def read(self, timeout: float) -> bytes:
        lines = self._link.read(timeout).splitlines(keepends=True)
        return b"".join(line for line in lines if not self._is_to_be_lost(line))

    def _is_to_be_lost(self, line: bytes) -> bool:
        payload = framing.decode(line[1:-1])
        lost = payload is not None and messages.decode(payload).name == self.name
        if lost:
            self.name = ""
        return lost


@pytest.mark.fault(4, "take_begun, the ack or take_ended is lost")
@pytest.mark.parametrize("name", ["take_begun", "ack", "take_ended"])
@pytest.mark.parametrize("count", [1, 100])
def test_every_message_of_a_take_may_get_lost(name: str, count: int) -> None:
    device, link = connect()
    device.hello()
    device.link = losing = LosesOnce(link, name)
    taken = take(device, "imu", count)
    assert not losing.name and taken.whole and len(taken.samples) == count
    assert played(taken.samples, link.app.board)


@pytest.mark.fault(4, "a detection and scores are lost")
@pytest.mark.parametrize("name", ["detection", "scores"])
def test_a_lost_detection_is_healed(name: str) -> None:
    device, said = what_is_recognized(name)
    _, whole = what_is_recognized("")
    assert device.inbox.healed == 1 and said == whole
    assert sum(message.name == "detection" for message in said) == 2


def what_is_recognized(name: str) -> tuple[Device, list[Message]]:
    """What the board says in 6 s about movements; the first message of this name is lost."""
    device, link = connect(small_models.imu())
    link.app.board.imu.scene = lambda n: [n * 37 % 64 * 100 if n // 104 % 2 else n % 3] * 6
    device.hello()
    device.link = LosesOnce(link, name)
    device.classify(scores=True)
    until = link.app.board.ms + 6_000
    said: list[Message] = []
    while link.app.board.ms < until:
        said += [one for one in device.messages(0.1) if one.name in ("scores", "detection")]
    return device, said


@pytest.mark.fault(5, "256 stale bytes of another host's stream, cut anywhere")
@pytest.mark.parametrize("cut", [0, 1, 100])
def test_stale_bytes_at_open_are_nothing(cut: int) -> None:
    before, link = connect()
    before.hello()
    before.stream("imu")
    list(before.messages(3.0))
    link.app.board.output = link.read(0.0)[-256 + cut :]
    device = Device(link, clock=before.clock)
    device.hello()
    taken = take(device, "imu", 100)
    assert taken.whole and played(taken.samples, link.app.board)
    assert device.inbox.lost == 0 and device.inbox.healed == 0


class Chatty:
    """A Link on which others talk, too: between frames, within them, and as its own echo."""

    words = (
        b"\r\nMicroPython v1.27.0 on 2025-12-09; Generic ESP32S3 module\r\n>>> ",
        b"Traceback (most recent call last):\r\n  File ",
        b"ESP-ROM:esp32s3-20210327\r\nrst:0x1 (POWERON),boot:0x8\r\n",
        b"AT\r\r\nERROR\r\n",
        b"\x04\x04>",
    )

    def __init__(self, link: AppLink, seed: int) -> None:
        self.port, self.close = link.port, link.close
        self._link = link
        self._chance = random.Random(seed)
        self._echo = b""

    def write(self, data: bytes) -> None:
        self._echo += data
        self._link.write(data)

    def read(self, timeout: float) -> bytes:
        data = self._link.read(timeout)
        if self._chance.random() > 0.3:
            return data
        said = self._echo + self._chance.choice(self.words)
        self._echo = b""
        place = self._chance.randrange(len(data) + 1)
        return data[:place] + said + data[place:] if data else b""


@pytest.mark.fault(4, "banners, tracebacks, prompts, modem probing and an echo within frames")
@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=LONG)])
def test_a_take_among_console_text_is_whole(seed: int) -> None:
    device, link = connect()
    device.link = Chatty(link, seed)
    device.hello()
    taken = take(device, "imu", 300)
    assert taken.whole and played(taken.samples, link.app.board)
    assert taken.healed and device.inbox.bad
    assert 10 < len(device.inbox.console) <= CONSOLE_LINES
