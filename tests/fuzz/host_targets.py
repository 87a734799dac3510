"""What only the host reads, asked about damaged bytes: datasets, imports, reports of the board.

A target takes bytes and fails when anything but a UserError comes out, or one whose text a
terminal would obey. Files are written into one folder, over and over.
"""

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import pytest

from gesturekit import messages
from gesturekit.framing import TO_HOST, encode
from tinyspark.board import (
    board_scripts,
    capture,
    flash,
    identity,
    installation,
    meter,
    mpremote,
)
from tinyspark.board.inbox import CONSOLE_LINES, Inbox
from tinyspark.board.link import LinkError
from tinyspark.dataset import Dataset, changes, history
from tinyspark.dataset.settings import IMU
from tinyspark.errors import UserError
from tinyspark.learning.weights import files as weight_files

Target = Callable[[bytes], None]
LONGEST_MESSAGE = 1500  # characters: a name of 10 kB is cut somewhere


def expect_user_error(action: Callable[[], object]) -> None:
    """Run the action; it may end with a UserError that is safe to show, and with nothing else."""
    try:
        action()
    except UserError as error:
        text = str(error)
        assert all(sign.isprintable() or sign == "\n" for sign in text), ascii(text)
        assert len(text) < LONGEST_MESSAGE, text[:200]


def hello(data: bytes) -> None:
    """A message in a whole frame: who the board is and what it measured, or nothing at all."""
    inbox = Inbox()
    line = encode(TO_HOST, data[:700]) if len(data) > 2 else data + b"\n"
    received = inbox.feed(line, 0.0)
    for message in received:
        if message.name == "hello":
            said = identity.read(message)
            texts = (*said.labels, said.firmware, said.machine, said.trouble)
            texts += (said.mode, said.imu, said.model_sensor, said.feature_versions)
            assert all(text.isprintable() and len(text) <= 200 for text in texts)
        if message.name == "samples":
            block = capture.Stream("imu").feed(message)
            assert block.dtype == np.int16 and block.shape[1] == 6
    assert len(inbox.console) <= CONSOLE_LINES


def conversation(data: bytes) -> None:
    """Whatever came before, a board that starts is heard; a take has a whole account.

    And no more is asked for once more than the buffers between hold.
    """
    inbox = Inbox()
    received = inbox.feed(data, 0.0)
    inbox.flush()
    assert sum(count for _, count in inbox.wanted(1.0)) <= messages.CREDIT_WINDOW
    received += inbox.feed(b"\n" + encode(TO_HOST, _HELLO) + encode(TO_HOST, _ENDED), 1.0)
    assert [message.name for message in received[-2:]] == ["hello", "take_ended"]
    for sensor in ("imu", "proximity"):
        taken = capture.assemble(received, sensor)
        assert len(taken.samples) + taken.missing == received[-1].fields.count


_ENDED = messages.encode("take_ended", 9, 0, 70, 20, messages.COMPLETE)
_VALUES = {"s": "", "*": b"", "32s": bytes(32)}
_FIELDS = messages.TABLE[0][2]
_HELLO = messages.encode("hello", 8, *(_VALUES.get(code, 77) for _, code in _FIELDS))


def report(data: bytes) -> None:
    """What mpremote printed, and how it ended: facts of any kind, none of which is believed.

    An input that is a JSON object becomes a line for each of its facts.
    """
    printed = _printed(data)
    ending = (len(data) & 1, printed, printed[:40])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mpremote, "_mpremote", lambda *words: ending)
        patch.setattr(flash, "come_back", _gone)
        expect_user_error(lambda: mpremote.run("/dev/null", [], 1, "done"))
        expect_user_error(lambda: flash._copy_model("/dev/null", b"", ""))
        expect_user_error(lambda: installation._copy("/dev/null", asked(), IMAGE, flash.quietly))
    facts = board_scripts.reported(printed)
    assert isinstance(facts, dict)
    expect_user_error(lambda: meter._read("/dev/null", facts))


def asked() -> dict[str, Any]:
    """What install() knows before it copies."""
    return installation._ask("/dev/null", ["exec", ""], "digests")


def _gone(*_: object) -> NoReturn:
    raise LinkError("The board is gone.")


def _printed(data: bytes) -> str:
    try:
        facts = json.loads(data)
    except (ValueError, RecursionError):
        facts = None
    if not isinstance(facts, dict):
        return data.decode("utf-8", "replace")
    lines = ["tinyspark:" + json.dumps({name: value}) for name, value in facts.items()]
    return "\r\n".join(["banner", *lines, ""])


class DatasetFiles:
    """A target for each file of a dataset; the others stay good."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "set"
        made = Dataset.create(self.folder, IMU, name="n", notes="m", licence="l")
        for label in ("up", "down"):
            made.add(np.arange(60).reshape(10, 6), label, subject="anna", verdict="short")
        self._rows = changes.read(self.folder)
        changes.write(self.folder, self._rows, self._rows[:1], {}, "delete down")
        self._record = next((self.folder / history.FOLDER).glob("*.json"))
        self._good = {path: path.read_bytes() for path in self.folder.rglob("*") if path.is_file()}

    def targets(self) -> dict[str, tuple[Target, list[bytes]]]:
        files = {
            "dataset settings": self.folder / "dataset.json",
            "dataset rows": self.folder / "recordings.csv",
            "dataset take": self.folder / self._rows[0].file,
        }
        return {name: (self._reader(path), [self._good[path]]) for name, path in files.items()} | {
            "dataset history": (self._undo, [self._good[self._record]])
        }

    def _reader(self, path: Path) -> Target:
        def read(data: bytes) -> None:
            path.write_bytes(data)
            try:
                expect_user_error(lambda: Dataset.open(self.folder))
                expect_user_error(lambda: _all_printable(self.folder))
            finally:
                path.write_bytes(self._good[path])

        return read

    def _undo(self, data: bytes) -> None:
        self._record.write_bytes(data)
        before = set(self.folder.parent.iterdir())
        expect_user_error(lambda: changes.undo(self.folder))
        assert set(self.folder.parent.iterdir()) == before
        for path in self.folder.rglob("*"):
            if path.is_file() and path not in self._good:
                path.unlink()
        for path, good in self._good.items():
            path.write_bytes(good)


def _all_printable(folder: Path) -> None:
    """All takes that can be read have safe texts; all problems are named in safe ones."""
    problems: list[str] = []
    dataset = Dataset.open(folder, problems)
    for take in dataset.recordings:
        texts = (take.id, take.label, take.subject, take.session, take.verdict, take.created)
        assert all(sign.isprintable() or sign.isspace() for text in texts for sign in text)
    assert all(problem.isprintable() for problem in problems)


def weights(folder: Path) -> tuple[Target, list[bytes]]:
    """Weights of another library, in an .npz file."""
    place = folder / "weights.npz"
    arrays = {"weights_0": np.ones((3, 2)), "bias_0": np.zeros(2), "labels": np.array(["a", "b"])}
    np.savez(place, **arrays)  # type: ignore[arg-type]
    good = place.read_bytes()

    def read(data: bytes) -> None:
        place.write_bytes(data)
        expect_user_error(lambda: weight_files.load(place))

    return read, [good]


JSON_WORDS = (
    b"null",
    b"true",
    b"-1",
    b"1e999",
    b"NaN",
    b"9" * 400,
    b"9" * 5000,
    b'"\\u001b[2J"',
    b'"\\u202e"',
    b'"\\ud800"',
    b'"../../x"',
    b"[" * 3000,
    b"{}",
    b"[]",
    b'""',
    b",",
    b":",
)
CSV_WORDS = (b"\n", b"\r\n", b",", b'"', b";", b"\x1b[2J", b"../", b"nan", b"-", b"99999999999")
FACTS: dict[str, Any] = {
    "name": "micropython",
    "digests": {"app.py": "0" * 64, "board.py": ""},
    "free": 900_000,
    "renames": True,
    "loader": "0" * 64,
    "old": ["/app.py"],
    "way": "b",
    "good": True,
    "whole": False,
    "mpy": 1,
    "room": True,
    "hop": 5,
    "features": 1,
    "network": 2,
    "heap": 0,
    "ram": 99,
    "platform": "esp32",
}
IMAGE = {"app.py": b"app", "board.py": b"board"}
REPORTS = [
    json.dumps({**FACTS, **more}).encode() for more in ({}, {"trouble": "x"}, {"room": False})
]


def scratch() -> tempfile.TemporaryDirectory[str]:
    """A folder for the files of the targets, in memory where the system has such a place."""
    memory = Path("/dev/shm")
    return tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None)
