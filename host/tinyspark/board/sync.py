"""Takes that a board recorded by itself, brought into a dataset: each once, none lost.

A take is deleted on the board only when it is on this computer's disk for good. Every question
may be asked twice, so after whatever went wrong, another sync goes on where this one ended. What a
board says is untrusted: sizes are checked before anything is fetched, and a take that is damaged,
strange, or unlike the dataset stays where it is, with the reason. Knows no terminal.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np

from gesturekit import take_file
from gesturekit.messages import TAKE_PART, Message
from gesturekit.sample import AXES, SENSORS
from gesturekit.take_file import TakeFileError, TakeVersionError
from tinyspark.board.device import Device, RefusedError
from tinyspark.board.link import LinkError
from tinyspark.board.sitting import fits, of_axes, open_dataset
from tinyspark.dataset import INFO, Dataset, history
from tinyspark.dataset.dataset import TAKES
from tinyspark.dataset.naming import VERDICT_CHARACTERS, NamingError, check_label
from tinyspark.dataset.number_table import table_text
from tinyspark.dataset.settings import Settings, SettingsError, difference
from tinyspark.errors import UserError
from tinyspark.learning.verdicts import Company
from tinyspark.terminal.screen import clean

MOST = 1000  # takes at a time: more are never on a board of ours
_TRIES = 3  # for what got lost or was damaged on its way, while the ack behind it arrived
# What became of a take; known: the dataset had it already
ADDED, KNOWN, LEFT, DROPPED = "added", "known", "left", "dropped"
# Why one is left on the board. elsewhere: another dataset may have it; unreadable: now
DAMAGED, ELSEWHERE, UNREADABLE, NEWER = "damaged", "elsewhere", "unreadable", "newer"


class Waiting(NamedTuple):
    """A take on the board, by what the board says of it."""

    id: bytes
    size: int


class UnfitError(UserError):
    """A take that stays on the board: the reason, and why, one of the four words above."""

    def __init__(self, reason: str, why: str = DAMAGED) -> None:
        super().__init__(reason)
        self.why = why


@dataclass(frozen=True)
class Brought:
    """What became of one take.

    samples: int16 [n, axes], none unless the take is whole; problems: of an added take, in plain
    words; of one that is left or dropped, the reason.
    """

    id: str
    outcome: str
    label: str = ""
    samples: np.ndarray = field(default_factory=lambda: np.zeros((0, 1), np.int16))
    problems: tuple[str, ...] = ()
    why: str = ""


class Shelf:
    """The takes on a board: list, read, delete. What got lost on the way is asked for again.

    heard is told how many bytes have come, each time.
    """

    def __init__(self, device: Device, heard: Callable[[int], None] = lambda count: None) -> None:
        self._device = device
        self._heard = heard

    def takes(self) -> list[Waiting]:
        """Return what the board says it has, at most MOST takes."""
        found: list[Waiting] = []
        for _ in range(_TRIES):
            told = self._device.status().fields.takes
            found = self._pages()
            if len(found) >= min(told, MOST):
                break
        return found

    def read(self, waiting: Waiting) -> take_file.Take:
        """Return a take, all of it checked; UnfitError when it is none."""
        if not 0 < waiting.size <= take_file.MAX_BYTES:
            raise UnfitError(f"{waiting.size} bytes are no take")
        data = b""
        while len(data) < waiting.size:
            part = self._part(waiting.id, len(data))
            data += part
            self._heard(len(part))
            if len(part) < TAKE_PART:
                break
        try:
            take = take_file.decode(data)
        except TakeVersionError as error:
            raise UnfitError(str(error), NEWER) from None
        except TakeFileError as error:
            raise UnfitError(str(error)) from None
        if take.head.id != waiting.id:
            raise UnfitError("it is a copy of another take")
        return take

    def delete(self, identity: bytes) -> None:
        """Let the board forget a take."""
        self._device.request("delete_take", identity)

    def _pages(self) -> list[Waiting]:
        found: list[Waiting] = []
        after = bytes(8)
        while len(found) < MOST:
            answers = self._device.request("list_takes", after)
            page = [m.fields for m in answers if m.name == "take_file" and m.fields.id > after]
            if not page:
                return found
            found += sorted({Waiting(fields.id, fields.size) for fields in page})
            after = found[-1].id
        return found[:MOST]

    def _part(self, identity: bytes, offset: int) -> bytes:
        for _ in range(_TRIES):
            try:
                answers = self._device.request("read_take", identity, offset)
            except RefusedError as error:
                raise UnfitError(str(error).splitlines()[0], UNREADABLE) from None
            for answer in answers:
                if _is_part(answer, identity, offset):
                    return bytes(answer.fields.data)
        raise LinkError(
            f"Parts of a take from the board on {self._device.link.port} do not arrive.\n"
            "Use another cable or USB port, and try again: nothing is lost."
        )


class Homecoming:
    """One sync: takes of a shelf into the dataset of a folder, which is made if need be.

    bytes: of all its takes, once they are listed.
    """

    bytes = 0

    def __init__(self, shelf: Shelf, folder: str, subject: str = "", session: str = "") -> None:
        self._shelf = shelf
        self._folder = folder
        self._who = {"subject": subject, "session": session}
        self._home: tuple[Dataset, Company] | None = None
        if Path(folder, INFO).is_file():
            self._home = _with_company(Dataset.open(folder))

    def bring(self, drop_damaged: bool = False) -> Iterator[Brought]:
        """Bring one take after the other; what the dataset has for good is deleted there."""
        listed = self._shelf.takes()
        self.bytes = sum(min(waiting.size, take_file.MAX_BYTES) for waiting in listed)
        for waiting in listed:
            identity = f"take-{waiting.id.hex()}"
            try:
                brought = self._add(identity, self._shelf.read(waiting))
            except UnfitError as error:
                outcome = DROPPED if drop_damaged and error.why == DAMAGED else LEFT
                reason = clean(str(error))
                brought = Brought(identity, outcome, problems=(reason,), why=error.why)
            if brought.outcome != LEFT:
                self._shelf.delete(waiting.id)
            yield brought

    def _add(self, identity: str, take: take_file.Take) -> Brought:
        label, offered = _label(take), _settings(take)
        dataset, company = self._fitting(offered)
        rows = np.array(take.samples, np.int16).reshape(-1, len(AXES[offered.sensor]))
        samples = of_axes(rows, dataset.settings)
        if _knows(dataset, identity, samples):
            dataset.settle(identity)
            return Brought(identity, KNOWN, label, samples)
        problems = company.problems(samples, label)
        verdict = "; ".join(problems)[:VERDICT_CHARACTERS]
        company.add(dataset.add(samples, label, identity, verdict=verdict, **self._who))
        dataset.settle(identity)
        return Brought(identity, ADDED, label, samples, tuple(problems))

    def _fitting(self, offered: Settings) -> tuple[Dataset, Company]:
        if self._home is None:
            self._home = _with_company(open_dataset(self._folder, offered))
        there = self._home[0].settings
        if not fits(offered, there):
            mine, others = difference(there, offered)
            raise UnfitError(
                f"it does not belong here: it has {others}, the dataset has {mine}", ELSEWHERE
            )
        return self._home


def _with_company(dataset: Dataset) -> tuple[Dataset, Company]:
    return dataset, Company(dataset.recordings, dataset.settings)


def _label(take: take_file.Take) -> str:
    try:
        return check_label(take.head.label)
    except NamingError as error:
        raise UnfitError(str(error).splitlines()[0]) from None


def _settings(take: take_file.Take) -> Settings:
    """Return what the counts of a take mean; UnfitError when no sensor has such settings."""
    head = take.head
    sensor = SENSORS[head.sensor]
    ranges = (head.accel_range or None, head.gyro_range or None)
    try:
        return Settings(sensor, AXES[sensor], head.rate, *ranges)
    except SettingsError as error:
        raise UnfitError(str(error).splitlines()[0]) from None


def _knows(dataset: Dataset, identity: str, samples: np.ndarray) -> bool:
    """Tell whether a dataset has, or once had, this take; UnfitError: another one of its id."""
    put_away = dataset.folder / history.FOLDER / TAKES / f"{identity}.csv"
    listed = [each for each in dataset.recordings if each.id == identity]
    if listed:
        same = np.array_equal(listed[0].samples, samples)
    elif put_away.is_file():
        same = put_away.read_bytes() == table_text(dataset.settings.axes, samples).encode()
    else:
        return False
    if not same:
        raise UnfitError("the dataset has another take of this id", ELSEWHERE)
    return True


def _is_part(answer: Message, identity: bytes, offset: int) -> bool:
    fields = answer.fields
    return answer.name == "take_data" and (fields.id, fields.offset) == (identity, offset)
