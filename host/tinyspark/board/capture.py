"""Samples out of messages: one take, or an endless stream, with every lost sample counted.

A sample's index says where it belongs; whatever the order of frames, a sample is either in its
place or missing. Knows no label and no folder: what a take is good for, others decide.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from gesturekit import messages
from gesturekit.messages import Message
from gesturekit.sample import AXES, PROXIMITY_TAKE, SENSORS
from tinyspark.board.device import Device
from tinyspark.board.identity import Hello
from tinyspark.board.link import LinkError, LinkLostError
from tinyspark.errors import UserError

STEP = 0.5  # seconds between two looks at the clock
_OF_A_TAKE = ("take_begun", "samples", "take_ended")
_PATIENCE = 20.0  # seconds without a sample that a started take may last: longer than healing
_REASONS = {
    messages.COMPLETE: "",
    messages.STOPPED: "stopped",
    messages.GAP: "samples are missing, of the sensor or because nobody read them",
}
_GAPS = 100  # the latest gaps of a stream are kept, all are counted
_WRAP = messages.INDEX_WRAP


@dataclass(frozen=True)
class Gap:
    """Samples that never arrived: count of them, from sample `at` of the take or stream on."""

    at: int
    count: int


@dataclass(frozen=True)
class Take:
    """One recorded gesture: samples int16 [n, axes] in counts, without those that are missing.

    index is the board's index of the first sample; reason says why the board ended the take
    early ('' when it did not); healed counts the frames that were sent again.
    """

    samples: np.ndarray
    index: int
    gaps: tuple[Gap, ...] = ()
    reason: str = ""
    healed: int = 0

    @property
    def missing(self) -> int:
        return sum(gap.count for gap in self.gaps)

    @property
    def whole(self) -> bool:
        """Whether it may be saved: every sample is there, up to the last."""
        return not self.gaps and not self.reason and len(self.samples) > 0


@dataclass
class Stream:
    """Samples of one sensor as they come in; received and missing count them."""

    sensor: str
    received: int = 0
    missing: int = 0
    restarts: int = 0  # how often the index began anew: the board was reset
    gaps: deque[Gap] = field(default_factory=lambda: deque(maxlen=_GAPS))
    _next: int | None = None

    def feed(self, message: Message) -> np.ndarray:
        """Return the new samples in message, int16 [n, axes]; none if it carries no samples."""
        if message.name != "samples" or message.fields.sensor != SENSORS.index(self.sensor):
            return empty(self.sensor)
        block = decode(message)
        self._count(message.fields.index, len(block))
        return block

    def behind(self, index: int) -> int:
        """Return how many samples before the next one that with this index is; 0: nobody knows."""
        if self._next is None:
            return 0
        return (self._next - index + _WRAP // 2) % _WRAP - _WRAP // 2

    def _count(self, index: int, length: int) -> None:
        ahead = 0 if self._next is None else (index - self._next) % _WRAP
        if ahead >= _WRAP // 2:
            self.restarts += 1
        elif ahead:
            self.gaps.append(Gap(self.received + self.missing, ahead))
            self.missing += ahead
        self.received += length
        self._next = (index + length) % _WRAP


def decode(message: Message) -> np.ndarray:
    """Return the samples of a samples message, int16 [n, axes] (n = 0 when it makes no sense)."""
    sensor = message.fields.sensor
    axes = len(AXES[SENSORS[sensor]]) if sensor < len(SENSORS) else 1
    data = message.fields.data
    if len(data) % (2 * axes):
        data = b""
    return np.frombuffer(data, dtype="<i2").astype(np.int16).reshape(-1, axes)


def empty(sensor: str) -> np.ndarray:
    """Return no samples of sensor."""
    return np.zeros((0, len(AXES[sensor])), np.int16)


def take_length(sensor: str, rate: int, seconds: float) -> int:
    """Return how many samples a take of this many seconds has; proximity takes are fixed."""
    return PROXIMITY_TAKE if sensor == "proximity" else max(1, round(rate * seconds))


def length_for(board: Hello, sensor: str, seconds: float) -> int:
    """Return how many samples such a take has; UserError when the board cannot hold it."""
    length = take_length(sensor, board.rate, seconds)
    if length > board.max_take:
        raise UserError(
            f"A take of {seconds:g} s is too long for the board:"
            f" at most {board.max_take / board.rate:.0f} s.\nChoose a smaller --seconds."
        )
    return length


def take(
    device: Device,
    sensor: str,
    count: int,
    start: int = messages.NOW,
    ready: Callable[[], object] | None = None,
) -> Take:
    """Record one take of count samples; with start=BUTTON it waits for the button.

    ready is called once the board records, or waits for the button.
    LinkError when the board stops sending in mid-take, LinkLostError when it restarts. Whatever
    ends this early (Ctrl-C too) stops the take on the board, unless the board is gone.
    """
    device.record(sensor, count, start)
    before = device.inbox.healed
    try:
        if ready is not None:
            ready()
        taken = assemble(_until_ended(device, start, count + 2), sensor)
        return replace(taken, healed=device.inbox.healed - before)
    except KeyboardInterrupt:
        device.stop()
        raise


def assemble(received: list[Message], sensor: str) -> Take:
    """Make the take out of its messages, from take_begun to take_ended."""
    begun = [message.fields.index for message in received if message.name == "take_begun"]
    ended = received[-1].fields
    first = begun[-1] if begun else (ended.index - ended.count) % _WRAP
    parts: dict[int, np.ndarray] = {}
    for message in received:
        if message.name == "samples" and message.fields.sensor == SENSORS.index(sensor):
            parts[(message.fields.index - first) % _WRAP] = decode(message)
    blocks, gaps = _join(parts, ended.count)
    samples = np.concatenate(blocks) if blocks else empty(sensor)
    return Take(samples, first, gaps, _REASONS.get(ended.reason, "unknown reason"))


def _join(parts: dict[int, np.ndarray], count: int) -> tuple[list[np.ndarray], tuple[Gap, ...]]:
    """Put parts (by their place in the take) in order; what no part covers is a gap."""
    blocks = []
    gaps = []
    at = 0
    for place, block in sorted(parts.items()):
        if place >= count:
            break
        if place > at:
            gaps.append(Gap(at, place - at))
        fresh = block[max(0, at - place) : count - place]
        blocks.append(fresh)
        at = max(at, place + min(len(block), count - place))
    if at < count:
        gaps.append(Gap(at, count - at))
    return blocks, tuple(gaps)


def _until_ended(device: Device, start: int, most: int) -> list[Message]:
    """Collect the messages (at most `most`) of a take, up to its end."""
    received: list[Message] = []
    boot = device.inbox.boot
    alive = device.clock()
    while True:
        for message in device.messages(STEP):
            if device.inbox.boot != boot:
                raise LinkLostError("The board was reset in mid-take.\nRepeat the command.")
            if message.name in ("take_begun", "samples"):
                alive = device.clock()
            if message.name == "take_begun":
                received.clear()
            if message.name in _OF_A_TAKE:
                received.append(message)
            if message.name == "take_ended":
                return received
            if len(received) > most:
                raise LinkError("The board sends more than a take.\nPress RESET and try again.")
        waiting = start == messages.BUTTON and not received
        if not waiting and device.clock() - alive > _PATIENCE:
            raise LinkLostError(
                "The board stopped sending in mid-take.\nPress RESET and try again."
            )
