"""One sitting of recording: takes from a board, each judged at once, kept ones saved at once.

A take is judged alone and among the takes of the dataset so far.
Knows no terminal: whoever calls it asks the user and shows what came out.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from gesturekit import messages
from gesturekit.sample import AXES
from tinyspark.board import capture
from tinyspark.board.capture import Take
from tinyspark.board.device import Device
from tinyspark.board.identity import Hello
from tinyspark.board.link import LinkError
from tinyspark.dataset import INFO, Dataset, Recording
from tinyspark.dataset.naming import VERDICT_CHARACTERS
from tinyspark.dataset.settings import PROXIMITY, Settings, has_accel, has_gyro
from tinyspark.errors import UserError
from tinyspark.learning.verdicts import Company


@dataclass(frozen=True)
class Judged:
    """A take with its problems in plain words; samples have the axes of the dataset."""

    take: Take
    samples: np.ndarray
    problems: list[str]

    @property
    def good(self) -> bool:
        return not self.problems


@dataclass
class Sitting:
    """Takes of one label for one dataset; button: each take waits for Button 1.

    ready is called whenever the board records, or waits for the button.
    """

    device: Device
    dataset: Dataset
    label: str
    length: int  # samples of a take
    button: bool = False
    subject: str = ""
    session: str = ""
    ready: Callable[[], object] | None = None
    saved: int = 0
    healed: int = 0  # frames of all takes that were sent again
    rate: float | None = None  # the IMU's samples per second, as the board measures them
    company: Company = field(init=False)

    def __post_init__(self) -> None:
        self.company = Company(self.dataset.recordings, self.dataset.settings)

    def take(self) -> Judged:
        """Record and judge one take; saves nothing."""
        wanted = self.dataset.settings
        start = messages.BUTTON if self.button else messages.NOW
        taken = capture.take(self.device, wanted.sensor, self.length, start, self.ready)
        self.healed += taken.healed
        with suppress(LinkError):  # the take is there already
            self.rate = self.device.rate() or self.rate
        samples = of_axes(taken.samples, wanted)
        problems = self.company.problems(samples, self.label, taken.missing)
        if taken.reason:
            problems.insert(0, f"the board ended it early: {taken.reason}")
        return Judged(taken, samples, problems)

    def save(self, judged: Judged) -> Recording:
        """Append a take to the dataset; UserError unless it is whole."""
        if not judged.take.whole:
            raise UserError("The take has a gap.\nRecord it again.")
        self.saved += 1
        recording = self.dataset.add(
            judged.samples,
            self.label,
            subject=self.subject,
            session=self.session,
            verdict="; ".join(judged.problems)[:VERDICT_CHARACTERS],
        )
        self.dataset.settle(recording.id)
        self.company.add(recording)
        return recording


def settings_of(board: Hello, sensor: str) -> Settings:
    """Return the settings of what this board records from sensor."""
    if sensor == PROXIMITY.sensor:
        return PROXIMITY
    return Settings(sensor, AXES[sensor], board.rate, board.accel_range, board.gyro_range)


def open_dataset(folder: str, offered: Settings) -> Dataset:
    """Open or make a dataset; one with fewer axes than the board offers is fine too."""
    if Path(folder, INFO).is_file():
        dataset = Dataset.open(folder)
        if fits(offered, dataset.settings):
            return dataset
    return Dataset.open_or_create(folder, offered)


def fits(offered: Settings, there: Settings) -> bool:
    """Tell whether takes of the offered settings have what a dataset needs."""
    return there == _narrowed(offered, there)


def of_axes(samples: np.ndarray, wanted: Settings) -> np.ndarray:
    """Return those columns of all of a sensor's axes that a dataset has."""
    return samples[:, [AXES[wanted.sensor].index(axis) for axis in wanted.axes]]


def _narrowed(offered: Settings, there: Settings) -> Settings:
    """Return the offered settings with the axes of a dataset that is there, if they fit."""
    if there.sensor != offered.sensor:
        return offered
    accel = offered.accel_range if has_accel(there.axes) else None
    gyro = offered.gyro_range if has_gyro(there.axes) else None
    return replace(offered, axes=there.axes, accel_range=accel, gyro_range=gyro)
