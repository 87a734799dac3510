"""A stage: the real firmware on a virtual board, to which whole recordings happen.

The board's time stands still while nobody waits for an answer, so nothing is ever late. A
recording goes through the sensor's registers, FIFO and driver; which number the board gives to
its first sample is not guessed: a mark was recorded once, with the board's own numbers, and from
then on rows follow each other without a gap. Knows neither datasets nor what a model means.
"""

from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from gesturekit.messages import NOW, SCORES, SCORES_AND_SAMPLES, Message
from gesturekit.sample import AXES, DEFAULT_RATE, PROXIMITY_SPACING_MS
from tinyspark.board import capture, flash
from tinyspark.board.capture import Take
from tinyspark.board.device import Device
from tinyspark.board.greeting import greet
from tinyspark.board.link import LinkError
from tinyspark.virtual.client import VirtualBoard
from tinyspark.virtual.scenes import AT_REST, BOTH, SIX, Row, stillness
from tinyspark.virtual.stepped_link import STEP_MS, passing_time, stepped_device

MOST_MS = 2000  # at once: the board wants to hear from its host
_MOST_WITH_SAMPLES_MS = 1000  # likewise: it sends so many without a credit
_MARK = [[1000 + number, -number, 7 * number, number, 0, -1, 0] for number in range(8)]
_APPROACH = 60  # rows of stillness, and a hop, in which the board is told to begin anew
_SETTLED = 8  # of them, read before it is told
_AFTER = 60  # rows of stillness behind a recording, in which the next one is queued
_AT_ONCE = 10_000  # rows in one command, which has a limit
_PATIENCE_MS = 3000  # for an answer to Button 1, beside the time of the take itself


class Performance(NamedTuple):
    """What the board said. first: its number of the first row; news: each scores message, with
    the detection that came with it, if any; sampled: what it made of the rows."""

    first: int
    news: list[tuple[Message, Message | None]]
    sampled: list[Row]


def _ignore(left: int) -> None:
    """Hear how many rows are left, for callers who do not care."""


class MotionStage:
    """Motions, one after the other. period: samples after which the classifier's hops recur.

    Rows of both sensors become rows with the readings that the board had when it looked, so
    only the board can say what it was asked about.
    """

    def __init__(
        self, board: VirtualBoard, device: Device, period: int, sensor: str = "imu"
    ) -> None:
        self._board = board
        self._device = device
        self._period = period
        self._sensor = sensor
        self._width = len(AXES[sensor])
        self._tells_samples = sensor == BOTH
        self._most_ms = _MOST_WITH_SAMPLES_MS if self._tells_samples else MOST_MS
        self._next = 0  # the board's number of the row that is queued next
        self._number_rows()

    def perform(self, rows: Sequence[Row], tell: Callable[[int], None] = _ignore) -> Performance:
        """Return what the board says about rows of counts, after stillness like the first.

        Its classifier has been reset before, and a hop begins with the first row. tell hears now
        and then how many rows are left.
        """
        phase = self._begin_anew(rows[0])
        self._queue(stillness(rows[0], (phase - self._next) % self._period))
        first = self._queue(rows)
        self._queue(stillness(rows[-1], _AFTER))
        end = first + len(rows)
        said = self._pass_until(end + _SETTLED, tell)  # behind the end: a frame may wait for it
        self._check()
        news = [one for one in _paired(said) if first < one[0].fields.index <= end]
        sampled = self._sampled(said, first, end) if self._tells_samples else list(rows)
        if [row[:SIX] for row in sampled] != [row[:SIX] for row in rows]:
            raise LinkError("The virtual board did not sample what was played to it.\nTry again.")
        return Performance(first, news, sampled)

    def _sampled(self, said: list[Message], first: int, end: int) -> list[Row]:
        """Return the samples first..end among what was said."""
        found: list[Row] = []
        for message in said:
            if message.name == "samples":
                begin = message.fields.index
                block = capture.decode(message).tolist()
                found += block[max(0, first - begin) : max(0, end - begin)]
        return found

    def record(self, rows: Sequence[Row]) -> tuple[int, Take]:
        """Return the number of the first row, and a take that the board recorded meanwhile."""
        self._queue(stillness(rows[0], _APPROACH))
        first = self._next
        length = _AFTER + _APPROACH + len(rows)
        queued = [*rows, *stillness(rows[-1], 3 * _AFTER)]
        return first, capture.take(
            self._device, self._sensor, length, NOW, lambda: self._queue(queued)
        )

    def _number_rows(self) -> None:
        """Learn the number of a row that the board can be seen to read."""
        while not self._device.status().fields.index:
            self._board.advance(STEP_MS)  # the sensor has not given a sample yet
        mark = [row[: self._width] for row in _MARK]
        queued = [*mark, *stillness((*AT_REST, 0)[: self._width], 2 * _AFTER)]
        take = capture.take(self._device, self._sensor, _AFTER, NOW, lambda: self._play(queued))
        places = [
            place
            for place in range(len(take.samples))
            if take.samples[place : place + len(mark)].tolist() == mark
        ]
        if not take.whole or len(places) != 1:
            raise LinkError("The virtual board did not sample what was played to it.\nTry again.")
        self._next = take.index + places[0] + len(queued)

    def _begin_anew(self, still: Row) -> int:
        """Reset the classifier during stillness; return the number of a row that begins a hop."""
        begun = self._queue(stillness(still, _APPROACH + self._period))
        self._pass_until(begun + _SETTLED)
        self._device.classify(SCORES_AND_SAMPLES if self._tells_samples else SCORES)
        reset_by = self._device.status().fields.index  # older news may still be on their way
        while True:
            self._board.advance(STEP_MS)
            for message in self._device.messages(0):
                if message.name == "scores" and message.fields.index > reset_by:
                    return int(message.fields.index)

    def _queue(self, rows: Sequence[Row]) -> int:
        """Let rows follow what is queued, without a gap; return the number of the first."""
        if not self._board.state()["waiting"]["imu"]:
            raise LinkError("The virtual board ran out of movement.\nTry again.")
        for at in range(0, len(rows), _AT_ONCE):
            self._play(rows[at : at + _AT_ONCE])
        first, self._next = self._next, self._next + len(rows)
        return first

    def _play(self, rows: Sequence[Row]) -> None:
        self._board.play(self._sensor, rows, rate=DEFAULT_RATE)

    def _pass_until(self, number: int, tell: Callable[[int], None] = _ignore) -> list[Message]:
        """Let time pass until the board has read the row before number; return what it says."""
        said: list[Message] = []
        while (left := number - self._device.status().fields.index) > 0:
            tell(left)
            self._board.advance(min(self._most_ms, STEP_MS + 1000 * left // DEFAULT_RATE))
            said += self._device.messages(0)
        return said + list(self._device.messages(0))

    def _check(self) -> None:
        inbox = self._device.inbox
        if inbox.lost or self._device.status().fields.overruns:
            raise LinkError("Something got lost on the virtual board.\nTry again.")


class ProximityStage:
    """Takes at the press of Button 1."""

    def __init__(self, board: VirtualBoard, device: Device) -> None:
        self._board = board
        self._device = device
        device.classify(SCORES)

    def perform(self, counts: Sequence[int]) -> Performance:
        """Return what the board says about a hand at these counts."""
        self._board.press_and_move(counts)
        said: list[Message] = []
        passed = 0
        while not any(message.name == "scores" for message in said):
            if passed > _PATIENCE_MS + len(counts) * PROXIMITY_SPACING_MS:
                raise LinkError("The virtual board gave no answer to Button 1.\nTry again.")
            self._board.advance(5 * STEP_MS)
            passed += 5 * STEP_MS
            said += self._device.messages(0)
        self._board.advance(PROXIMITY_SPACING_MS)  # the hand leaves, the button comes up
        self._device.status()  # whatever was said before its answer is there now
        news = _paired([*said, *self._device.messages(0)])
        sampled: list[Row] = [[count] for count in counts]  # it looks when the hand rests
        return Performance(news[0][0].fields.index - len(counts), news, sampled)


@contextmanager
def deployed(model: bytes) -> Iterator[tuple[VirtualBoard, Device]]:
    """A board of our own, whose time is stepped, with this model, and a Device on it."""
    with VirtualBoard(stepped=True) as board:
        with passing_time(board):
            flash.deploy(board.port, model)
        with stepped_device(board) as device:
            greet(device)
            yield board, device


def rows_of(pushed: array, width: int) -> list[Row]:
    """Return the rows of what is pushed to a classifier: whole samples of its sensor."""
    values = pushed.tolist()
    return [values[at : at + width] for at in range(0, len(values), width)]


def _paired(said: Sequence[Message]) -> list[tuple[Message, Message | None]]:
    """Return the scores messages, each with the detection that follows it at once, if any."""
    news: list[tuple[Message, Message | None]] = []
    for message in said:
        if message.name == "scores":
            news.append((message, None))
        elif message.name == "detection" and news:
            news[-1] = (news[-1][0], message)
    return news
