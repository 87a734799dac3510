"""tinyspark record, with the board's real App: keys, verdicts, what is saved and what is not."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from app_link import AppLink, connect, played
from fakes import run

from gesturekit import framing, messages
from tinyspark.board import healing, ports, rejoining
from tinyspark.board.link import LinkError
from tinyspark.cli import main
from tinyspark.commands import record
from tinyspark.dataset import Dataset
from tinyspark.dataset.settings import IMU

STILL = [0, 4096, 0, 0, 0]  # of all axes but the first, which is never quite still


class Keys:
    """A keyboard on which these keys are pressed, then Ctrl-C."""

    def __init__(self, pressed: str) -> None:
        self.interactive = bool(pressed)
        self._pressed = list(pressed)

    def wait(self) -> str:
        if self._pressed[0] == "^":
            raise KeyboardInterrupt
        return self._pressed.pop(0)


@pytest.fixture
def board(monkeypatch: pytest.MonkeyPatch) -> AppLink:
    """A board that is waved for a moment, again and again."""
    _, link = connect()
    link.app.board.imu.scene = wave
    monkeypatch.setattr(ports, "SerialLink", lambda port: link)
    monkeypatch.setattr(record, "COUNTDOWN", 0)
    return link


def wave(n: int) -> list[int]:
    return [n * n * 37 % 6367] * 6 if 40 < n % 160 < 110 else [n % 2, *STILL]


def type_keys(monkeypatch: pytest.MonkeyPatch, pressed: str) -> None:
    @contextmanager
    def keys() -> Iterator[Keys]:
        yield Keys(pressed)

    monkeypatch.setattr(record, "keys", keys)


def call(folder: Path, *more: str) -> int:
    return main(["record", "wave", "--port", "x", "--dataset", str(folder), *more])


def test_without_a_terminal(
    board: AppLink, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(tmp_path / "d", "-n", "2", "--subject", "anna", "--json") == 0
    printed = json.loads(capsys.readouterr().out)
    dataset = Dataset.open(tmp_path / "d")
    assert [take["id"] for take in printed["takes"]] == [r.id for r in dataset.recordings]
    first = printed["takes"][0]
    recording = dataset.recordings[0]
    assert len(recording.samples) == 156
    assert played(recording.samples, board.app.board)
    assert (recording.label, recording.subject, first["missing"]) == ("wave", "anna", 0)


@pytest.mark.parametrize(
    ("pressed", "outcome"),
    [
        ("\n\n", (2, 0)),  # keep, keep
        ("r\n\n", (2, 0)),  # redo, keep, keep
        ("\nq", (2, 0)),  # keep, keep and stop
        ("x\n?r\nq", (2, 0)),  # other keys do nothing
        ("\n^", (2, 130)),  # a good take survives Ctrl-C
        ("rrq", (1, 0)),
    ],
)
def test_keys(
    board: AppLink,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    pressed: str,
    outcome: tuple[int, int],
) -> None:
    monkeypatch.setattr("tinyspark.board.sitting.Company.problems", lambda *_: [])
    type_keys(monkeypatch, pressed)
    status = call(tmp_path / "d", "-n", "2")
    assert (len(Dataset.open(tmp_path / "d").recordings), status) == outcome


BAD_ONE = "1 take added to {}.\n1 of them has problems"
DROPPED = "dropped: the take has problems\n0 takes added to {}.\n"


@pytest.fixture
def still(board: AppLink) -> None:
    """Nobody moves the board."""
    board.app.board.imu.scene = lambda n: [n % 2, 0, 4096, 0, 0, 0]


@pytest.mark.usefixtures("still")
@pytest.mark.parametrize(
    ("pressed", "outcome"),
    [
        ("\n", (1, 0, "kept\n" + BAD_ONE)),
        ("q", (0, 0, DROPPED)),
        ("^", (0, 130, "\n  " + DROPPED)),  # Ctrl-C decides nothing
        ("", (1, 0, BAD_ONE)),  # no terminal: nobody to ask
    ],
)
def test_a_take_with_a_problem(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    pressed: str,
    outcome: tuple[int, int, str],
) -> None:
    count, status, words = outcome
    type_keys(monkeypatch, pressed)
    assert call(tmp_path / "d", "-n", "1") == status
    assert words.format(tmp_path / "d") in capsys.readouterr().err
    saved = Dataset.open(tmp_path / "d").recordings
    assert [recording.verdict.partition(":")[0] for recording in saved] == count * ["too still"]


def test_a_take_unlike_its_label_is_told_at_once(
    board: AppLink,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = Dataset.create(tmp_path / "d", IMU)
    for number in range(6):
        twirl = [[100 * number, 0, 4096, 0, 0, 900 * (40 < n < 90)] for n in range(156)]
        before.add(np.array(twirl, np.int16), "wave")
        waved = [wave(n + 160 * (number + 9)) for n in range(156)]
        before.add(np.array(waved, np.int16), "swipe")
    type_keys(monkeypatch, "rq")
    assert call(tmp_path / "d", "-n", "2") == 0
    said = capsys.readouterr().err
    assert said.count("! unlike its label: more like swipe") == 2
    assert "redo" in said and "dropped" in said
    assert len(Dataset.open(tmp_path / "d").recordings) == 12


def test_a_long_verdict_is_stored_whole(
    board: AppLink, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    board.app.board.imu.scene = lambda n: [32767] * 6 if n % 160 == 80 else wave(n)
    assert call(tmp_path / "d", "-n", "1", "--json") == 0
    [take] = json.loads(capsys.readouterr().out)["takes"]
    assert len(take["verdict"]) >= 6
    [saved] = Dataset.open(tmp_path / "d").recordings
    assert saved.verdict == "; ".join(take["verdict"])


def test_a_copy_is_told_at_once(
    board: AppLink,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = Dataset.create(tmp_path / "d", IMU)
    there = before.add(np.array([wave(n + 8) for n in range(156)], np.int16), "wave").id
    type_keys(monkeypatch, "q")
    assert call(tmp_path / "d", "-n", "1") == 0
    said = capsys.readouterr().err
    assert f"  ! duplicate: a copy of {there}\n" in said and "dropped" in said


def test_torn_takes_are_never_saved(
    board: AppLink,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(board, "read", _losing(board.read))
    monkeypatch.setattr(healing, "PATIENCE", 0.05)
    assert call(tmp_path / "d", "-n", "1") == 1
    said = capsys.readouterr().err
    assert "samples were lost" in said and "torn" in said and "0 takes" in said
    assert Dataset.open(tmp_path / "d").recordings == []


def _losing(read: Callable[[float], bytes]) -> Callable[[float], bytes]:
    """Lose every third samples frame, however often it is sent."""

    def arrives(line: bytes) -> bool:
        payload = framing.decode(line[1:-1]) or b""
        return payload[:1] != b"\x02" or messages.decode(payload).seq % 3 != 0

    def lossy(timeout: float) -> bytes:
        return b"".join(filter(arrives, read(timeout).splitlines(keepends=True)))

    return lossy


def test_ctrl_c_in_the_countdown_ends_its_line(
    board: AppLink,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def interrupt(seconds: float) -> None:
        raise KeyboardInterrupt

    type_keys(monkeypatch, "q")
    monkeypatch.setattr(record, "COUNTDOWN", 3)
    monkeypatch.setattr("tinyspark.commands.record.time.sleep", interrupt)
    assert call(tmp_path / "d") == 130
    assert "  3 \n0 takes added" in capsys.readouterr().err


def unplug_in(board: AppLink, ms: int) -> None:
    board.ends_at = board.app.board.ms + ms


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A board that is gone stays away."""
    monkeypatch.setattr(rejoining, "SerialLink", Absent)
    monkeypatch.setattr(rejoining, "WAIT", 0)


def Absent(port: str) -> AppLink:  # noqa: N802 (stands for a class)
    raise LinkError(f"There is no port {port}.\nPlug it in.")


@pytest.mark.usefixtures("impatient")
@pytest.mark.fault(1, "the port goes in the fourth take and stays away")
def test_unplugged_in_mid_take(
    board: AppLink, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    unplug_in(board, 5_000)  # three takes and a bit
    assert call(tmp_path / "d", "-n", "9") == 1
    said = capsys.readouterr().err
    assert "This take is not saved." in said and "3 takes added" in said
    assert "tinyspark: The board on app did not come back within 0 s.\nPlug it in again" in said
    assert len(Dataset.open(tmp_path / "d").recordings) == 3


@pytest.mark.fault(1, "the port goes in the fourth take; Ctrl-C while the board is awaited")
def test_ctrl_c_while_the_board_is_away(
    board: AppLink,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def interrupt(seconds: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(rejoining, "SerialLink", Absent)
    monkeypatch.setattr("tinyspark.board.rejoining.time.sleep", interrupt)
    unplug_in(board, 5_000)
    assert call(tmp_path / "d", "-n", "9") == 130
    assert "3 takes added" in capsys.readouterr().err
    assert len(Dataset.open(tmp_path / "d").recordings) == 3


def come_back(monkeypatch: pytest.MonkeyPatch, *links: AppLink, absent: int = 2) -> None:
    """Let every board that is gone be back as the next of links, after some looks in vain."""
    left = list(links)
    looks = iter(range(1000))

    def open_port(port: str) -> AppLink:
        return left.pop(0) if next(looks) % (absent + 1) == absent else Absent(port)

    monkeypatch.setattr(rejoining, "SerialLink", open_port)
    monkeypatch.setattr(rejoining, "_LOOK_EVERY", 0)


def waved_board(boot: int) -> AppLink:
    """A board that has just started."""
    _, link = connect()
    link.app.boot = boot
    link.app.board.output = b""  # its first hello, of another id
    link.app.board.imu.scene = wave
    return link


@pytest.mark.fault(1, "the port goes twice, in mid-take, and is back after a while")
@pytest.mark.fault(2, "the board is back twice, with another boot id")
def test_recording_goes_on_when_the_board_is_back(
    board: AppLink,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    unplug_in(board, 5_000)
    second, third = waved_board(boot=2), waved_board(boot=3)
    unplug_in(second, 4_000)
    come_back(monkeypatch, second, third)
    assert call(tmp_path / "d", "-n", "7", "--json") == 0
    printed = capsys.readouterr()
    assert printed.err.count("This take is not saved.") == 2
    assert printed.err.count("The board is back, restarted.") == 2
    assert len(json.loads(printed.out)["takes"]) == 7
    recordings = Dataset.open(tmp_path / "d").recordings
    boards = [link.app.board for link in (board, second, third)]
    assert len(recordings) == 7
    assert all(any(played(one.samples, there) for there in boards) for one in recordings)


@pytest.mark.fault(2, "the port goes and comes back while the board runs on")
def test_a_board_that_ran_on(
    board: AppLink,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    unplug_in(board, 2_500)
    come_back(monkeypatch, AppLink(board.app))
    assert call(tmp_path / "d", "-n", "2") == 0
    assert "The board is back.\n" in capsys.readouterr().err


@pytest.mark.fault(2, "another board is plugged in instead")
def test_another_board_is_not_taken_for_it(
    board: AppLink,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    unplug_in(board, 2_500)
    other = waved_board(boot=2)
    other.app.board.machine = "another one"
    come_back(monkeypatch, other)
    assert call(tmp_path / "d", "-n", "9") == 1
    said = capsys.readouterr().err
    assert "Another board is on app now: another one.\nPlug the first one in again" in said
    assert len(Dataset.open(tmp_path / "d").recordings) == 1


def test_ctrl_c_in_mid_take(
    board: AppLink, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    normal = board.read

    def read(timeout: float) -> bytes:
        if 3_000 < board.app.board.ms < 3_000 + 40:
            run(board.app, 100)
            raise KeyboardInterrupt
        return normal(timeout)

    monkeypatch.setattr(board, "read", read)
    assert call(tmp_path / "d", "-n", "9") == 130
    assert len(Dataset.open(tmp_path / "d").recordings) == 1
    assert board.app.mode.number == 0  # it was told to stop


def test_the_course_s_takes(board: AppLink, tmp_path: Path) -> None:
    board.app.board.proximity.counts = 200
    assert call(tmp_path / "d", "-n", "1", "--sensor", "proximity") == 0
    dataset = Dataset.open(tmp_path / "d")
    assert dataset.recordings[0].samples.tolist() == [[200], [200], [200]]
    assert (dataset.settings.sensor, dataset.settings.rate) == ("proximity", 4)


def test_a_dataset_with_fewer_axes_gets_those(board: AppLink, tmp_path: Path) -> None:
    from tinyspark.dataset.settings import Settings

    Dataset.create(tmp_path / "d", Settings("imu", ("ax", "ay", "az"), 104, 8, None))
    assert call(tmp_path / "d", "-n", "1") == 0
    assert Dataset.open(tmp_path / "d").recordings[0].samples.shape == (156, 3)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--seconds", "3000"], "too long for the board"),
        (["--subject", "a\x1b[2J"], "invisible character"),
    ],
)
def test_what_cannot_be_recorded(
    board: AppLink,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    words: str,
) -> None:
    assert call(tmp_path / "d", *arguments) == 1
    said = capsys.readouterr().err
    assert words in said and "\x1b" not in said


def test_a_dataset_of_other_settings_is_refused(board: AppLink, tmp_path: Path) -> None:
    from tinyspark.dataset.settings import PROXIMITY

    Dataset.create(tmp_path / "d", PROXIMITY)
    assert call(tmp_path / "d") == 1
