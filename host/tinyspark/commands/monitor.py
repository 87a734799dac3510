"""Watch the sensor live. In a terminal it draws curves; otherwise it prints samples as CSV.

q or Ctrl-C ends it. Lost samples are counted by their index, not guessed. When the board's app
starts anew, it goes on; RESET takes the port away for a moment, which ends it.
"""

import math
import sys
import time
from argparse import ArgumentParser, Namespace
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

import numpy as np

from gesturekit.messages import INDEX_WRAP, STREAM, Message
from gesturekit.sample import AXES, PROXIMITY_MAX, RECORDABLE
from tinyspark.board import identity
from tinyspark.board.capture import Stream
from tinyspark.board.device import Device
from tinyspark.board.link import LinkError
from tinyspark.board.ports import add_port_argument, open_board
from tinyspark.board.sitting import settings_of
from tinyspark.commands import link_text
from tinyspark.commands.arguments import above_zero
from tinyspark.dataset.settings import Settings
from tinyspark.terminal.graph import curve
from tinyspark.terminal.keys import Keys, keys
from tinyspark.terminal.screen import Panel, counted, fit, size

EXAMPLE = "tinyspark monitor --port virtual"
REDRAW = 0.1  # seconds
SPAN = 5.0  # seconds of samples that the curves show
_LEAST_REACH = {"g": 1.5, "dps": 100.0, "counts": PROXIMITY_MAX}
_MARGIN = 25  # characters before a curve
_RATE_SPAN = 3.0  # seconds over which the rate is measured


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "--sensor", choices=RECORDABLE, default="imu", help="what to watch (default: imu)"
    )
    parser.add_argument(
        "--seconds", type=above_zero(), default=math.inf, metavar="T", help="end after T seconds"
    )
    add_port_argument(parser)


def run(options: Namespace) -> None:
    """Show samples until the user has seen enough."""
    with open_board(options.port, _tell) as device, keys() as keyboard:
        assert device.identity is not None  # open_board has greeted it
        watch = Watch(settings_of(device.identity, options.sensor), device)
        device.stream(options.sensor)
        try:
            if sys.stdout.isatty():
                _draw(watch, keyboard, options.seconds)
            else:
                _print(watch, options.seconds)
        finally:
            if not isinstance(sys.exception(), BrokenPipeError):  # `| head` wants no more words
                _sum_up(watch)


def _sum_up(watch: "Watch") -> None:
    _tell(f"{counted(watch.stream.received, 'sample')}, {watch.losses()}")
    if watch.stream.gaps:
        _tell(f"Missing: {link_text.places(watch.stream.gaps)}.")
    with suppress(LinkError):  # the board may be gone
        measured = watch.device.rate()
        if measured is not None and watch.settings.continuous:
            _tell(f"The board measures {link_text.rate(measured, watch.settings.rate)}.")


@dataclass
class Watch:
    """What has come in, and what of it is shown."""

    settings: Settings
    device: Device
    recent: np.ndarray = field(init=False)  # the samples that the curves show
    stream: Stream = field(init=False)
    arrivals: deque[tuple[float, int]] = field(default_factory=deque)  # time, samples received

    def __post_init__(self) -> None:
        self.stream = Stream(self.settings.sensor)
        self.shown = round(SPAN * (self.settings.rate if self.settings.continuous else 20))
        self.recent = np.zeros((0, len(AXES[self.settings.sensor])))

    def messages(self, seconds: float) -> Iterator[tuple[Message, np.ndarray]]:
        """Yield what comes in during this time, with its counts, [n, axes]; outlive a reset."""
        said = self.device.identity
        for message in self.device.messages(seconds):
            if message.name == "hello" and said is not None and message.fields.boot != said.boot:
                said = self.device.identity = identity.read(message)
                self.device.stream(self.settings.sensor)
            elif message.name == "status" and message.fields.mode != STREAM:  # we slept too long
                self.device.stream(self.settings.sensor)
            samples = self.stream.feed(message)
            values = self.settings.physical(samples)
            self.recent = np.concatenate([self.recent, values])[-self.shown :]
            yield message, samples

    def losses(self) -> str:
        """Return what got lost and what was healed, in words."""
        words = [f"{self.stream.missing} lost"]
        if frames := self.device.inbox.healed:
            words.append(link_text.healed(frames))
        if self.stream.restarts:
            words.append(counted(self.stream.restarts, "reset"))
        return ", ".join(words)

    def rate(self) -> float:
        """Return the samples per second of the last seconds."""
        now = time.monotonic()
        self.arrivals.append((now, self.stream.received))
        while now - self.arrivals[0][0] > _RATE_SPAN:
            self.arrivals.popleft()
        then, before = self.arrivals[0]
        return (self.stream.received - before) / (now - then) if now > then else 0.0

    def lines(self) -> list[str]:
        """Return the picture, made for the size of the terminal."""
        columns, rows = size()
        axes = self.settings.axes
        height = max(1, (rows - 3) // len(axes))
        nominal = f" of {self.settings.rate}" if self.settings.continuous else ""
        head = (
            f"{self.settings.sensor}   {self.rate():.0f}{nominal} samples/s   {self.losses()}"
            f"   q: quit   {self.device.link.port}"
        )
        lines = [fit(head, columns - 1), ""]
        for place, axis in enumerate(axes):
            lines += self._axis(place, axis, (max(1, columns - _MARGIN - 1), min(height, 4)))
        return lines

    def _axis(self, place: int, axis: str, shape: tuple[int, int]) -> list[str]:
        unit, _ = self.settings.unit(axis)
        group = self.recent[:, self.settings.columns(unit)]
        reach = max(_LEAST_REACH[unit], float(np.abs(group).max(initial=0)))
        values = self.recent[:, place]
        digits = 2 if unit == "g" else 0
        latest = f"{values[-1]:z.{digits}f}" if len(values) else "-"
        if unit == "counts":  # proximity has no negative side
            values = 2 * values - reach
        span = f"0..{reach:.0f}" if unit == "counts" else f"±{reach:.{digits}f}"
        names = [f"{axis:>9} {latest:>7} {unit}", f"{span:>23}", "", ""]
        picture = curve(values, shape, reach)
        return [name.ljust(_MARGIN) + line for name, line in zip(names, picture, strict=False)]


def _draw(watch: Watch, keyboard: Keys, seconds: float) -> None:
    panel = Panel(sys.stdout)
    until = time.monotonic() + seconds
    while time.monotonic() < until and keyboard.read(0) != "q":
        for _ in watch.messages(REDRAW):
            pass
        panel.draw(watch.lines())


def _print(watch: Watch, seconds: float) -> None:
    print("index," + ",".join(watch.settings.axes))
    for message, samples in watch.messages(seconds):
        for at, row in enumerate(samples):
            print((message.fields.index + at) % INDEX_WRAP, *row, sep=",")
        sys.stdout.flush()


def _tell(line: str) -> None:
    print(line, file=sys.stderr)
