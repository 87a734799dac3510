"""Watching what the board recognizes: its answers, thresholds to try, takes to put right.

Outlives a reload. Reads and writes the model file and the dataset; draws nothing.
"""

import array
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from gesturekit import model_format
from gesturekit.messages import SCORES_AND_SAMPLES
from gesturekit.model_format import Model
from gesturekit.sample import RECORDABLE
from tinyspark.board.device import Device
from tinyspark.board.flash import sha256
from tinyspark.board.identity import Hello
from tinyspark.board.sitting import of_axes, open_dataset, settings_of
from tinyspark.dataset import Recording
from tinyspark.dataset.naming import DETAIL_CHARACTERS
from tinyspark.dataset.settings import Settings
from tinyspark.dataset.verdict import judge
from tinyspark.errors import UserError
from tinyspark.learning.model_file import read_model
from tinyspark.studio.listening import Answer, Listening
from tinyspark.studio.tape import BREAK, GAP, Tape
from tinyspark.studio.turn import Turn
from tinyspark.whole_files import Version, file_version, write_file

MARGIN = 0.4  # seconds of a take before and after the movement
MISSED = 2.5  # seconds: the length of a take of a gesture that the board did not notice


class Live:
    """listening: to the board that was heard last. thresholds: what is tried, 0..255 a label.

    used: the thresholds that were written into the model file last. righted: the ids of the takes
    that were added for answers which were wrong.
    """

    def __init__(self, folder: Path, model: Path, tape: Tape) -> None:
        self.listening: Listening | None = None
        self.thresholds: tuple[int, ...] = ()
        self.used: tuple[int, ...] = ()
        self.righted: dict[Answer, str] = {}
        self._written: tuple[str, Version] = ("", None)  # the hash with them, and their file
        self._folder = folder
        self._file = model
        self._tape = tape
        self._known: dict[str, bytes] = {}  # model files that were seen, by hash

    # For the seat

    def listen(self, device: Device, turn: Turn) -> None:
        """Hear what the board recognizes: an activity."""
        said = device.identity
        assert said is not None  # the seat has greeted it
        listening = self._begin(said)
        if said.model_hash:
            if said.model_sensor in RECORDABLE:
                turn.tape.begin(settings_of(said, said.model_sensor))
            device.classify(SCORES_AND_SAMPLES)
        for message in turn.messages(device):
            turn.tape.hear(message)
            listening.hear(message)

    def _begin(self, said: Hello) -> Listening:
        before = self.listening
        model = self._model_of(said.model_hash)
        if before is None or before.said.model_hash != said.model_hash or model != before.model:
            self.listening = Listening(said, model, self._tape.place)
            self.thresholds = tuple(model.thresholds) if model else ()
            return self.listening
        before.begin_anew()
        return before

    def _model_of(self, wanted: str) -> Model | None:
        """Return the model with this hash, if its file was ever seen here."""
        try:
            data = read_model(self._file)
            self._known[sha256(data)] = data
        except UserError:
            pass  # there may be none; what was seen before still counts
        return model_format.load(self._known[wanted]) if wanted in self._known else None

    # For pages

    def try_threshold(self, label: int, threshold: int) -> None:
        """See what another threshold of a label would have reported."""
        tried = list(self.thresholds)
        tried[label] = threshold
        self.thresholds = tuple(tried)

    def forget_thresholds(self) -> None:
        """Back to those of the board."""
        model = self.listening.model if self.listening else None
        self.thresholds = tuple(model.thresholds) if model else ()

    def use_thresholds(self) -> None:
        """Write the thresholds that are tried into the model file; UserError."""
        model = self.listening.model if self.listening else None
        there = model_format.load(read_model(self._file))
        if model is None or _with(there, model.thresholds) != model_format.dump(model):
            raise UserError(
                f"{self._file.name} is another model than the board's by now.\n"
                "Deploy it; then choose its thresholds."
            )
        data, self.used = _with(model, self.thresholds), self.thresholds
        write_file(self._file, data)
        self._written = sha256(data), file_version(self._file)

    def must_deploy(self) -> bool:
        """Whether thresholds wait in the model file which the board does not use yet."""
        digest, version = self._written
        on_board = self.listening.said.model_hash if self.listening else ""
        return bool(digest) and digest != on_board and version == file_version(self._file)

    def put_right(
        self, answer: Answer | None, label: str, subject: str, session: str
    ) -> Recording:
        """Add the take of an answer, None: of the last moments, to the dataset; UserError."""
        samples, settings = self._take_of(answer)
        dataset = open_dataset(str(self._folder), settings)
        samples = of_axes(samples, dataset.settings)
        problems = "; ".join(judge(samples, dataset.settings, 0, label))[:DETAIL_CHARACTERS]
        added = dataset.add(samples, label, subject=subject, session=session, verdict=problems)
        dataset.settle(added.id)
        if answer is not None:
            self.righted[answer] = added.id
        return added

    def _take_of(self, answer: Answer | None) -> tuple[np.ndarray, Settings]:
        """Return the samples around an answer, of all axes of the sensor; UserError."""
        settings = self._tape.settings
        if settings is None or self._tape.total == 0:
            raise UserError(
                "The board sends no samples of its takes.\nRecord it on the page Record."
            )
        if answer is None:
            total = self._tape.total
            wanted = (total - round(MISSED * settings.rate), total)
            return self._whole(*wanted, 0), settings
        margin = round(MARGIN * settings.rate) if settings.continuous else 0
        return self._whole(answer.at - answer.duration, answer.at, margin), settings

    def _whole(self, begin: int, end: int, margin: int) -> np.ndarray:
        """Return samples begin..end of the tape, with as much around them as joins on."""
        strip = self._tape.since(begin - margin)
        places = np.flatnonzero(strip.flags & (GAP | BREAK)) + strip.first
        first = max([strip.first, begin - margin, *places[places <= begin]])
        last = min([strip.total, end + margin, *places[places > begin]])
        if first > begin or last < end:
            raise UserError(
                "Not all samples of that moment are there.\nRecord the gesture on the page Record."
            )
        return strip.samples[first - strip.first : last - strip.first]


def _with(model: Model, thresholds: Sequence[int]) -> bytes:
    """Return the file of the model with other thresholds."""
    return bytes(model_format.dump(model._replace(thresholds=array.array("B", thresholds))))
