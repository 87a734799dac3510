"""tinyspark sync, with the board's real App: every take comes once, and none is lost."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from app_link import AppLink, played
from lonely_board import LENGTH, lonely, on_board, record

from tinyspark.board import ports
from tinyspark.board.sync import Homecoming, Shelf
from tinyspark.cli import main
from tinyspark.dataset import Dataset, dataset_rows, durable
from tinyspark.dataset.settings import BOTH, IMU, PROXIMITY, Settings


@pytest.fixture
def link(monkeypatch: pytest.MonkeyPatch) -> Iterator[AppLink]:
    """Any port is that of a board with two takes of each of two labels."""
    with lonely() as link:
        monkeypatch.setattr(ports, "SerialLink", lambda port: link)
        record(link, ["circle", "größer"], 2)
        yield link


def sync(folder: Path, *more: str) -> int:
    return main(["sync", str(folder), "--port", "x", *more])


def same(folder: Path, takes: dict[str, np.ndarray]) -> bool:
    """Whether a dataset has these takes, bit for bit, and no others."""
    there = Dataset.open(folder).recordings
    got = {recording.id: recording.samples.reshape(-1) for recording in there}
    return got.keys() == takes.keys() and all(np.array_equal(got[i], takes[i]) for i in takes)


def test_takes_come_home(
    link: AppLink, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    takes = on_board(link)
    assert len(takes) == 4
    assert sync(tmp_path / "d", "--subject", "anna", "--session", "monday", "--json") == 0
    said = capsys.readouterr()
    dataset = Dataset.open(tmp_path / "d")
    assert same(tmp_path / "d", takes) and dataset.settings == IMU
    assert [take.label for take in dataset.recordings].count("größer") == 2
    assert {(take.subject, take.session) for take in dataset.recordings} == {("anna", "monday")}
    assert all(played(take.samples, link.app.board) for take in dataset.recordings)
    facts = json.loads(said.out)["takes"]
    assert [fact["id"] for fact in facts] == [take.id for take in dataset.recordings]
    assert {(fact["outcome"], fact["samples"]) for fact in facts} == {("added", LENGTH)}
    assert "4 takes came into" in said.err
    assert on_board(link) == {}
    assert sync(tmp_path / "d") == 0
    assert "no takes on the board" in capsys.readouterr().err
    assert same(tmp_path / "d", takes)


def test_all_bytes_are_told_of(link: AppLink, tmp_path: Path) -> None:
    heard: list[int] = []
    with ports.open_board("x") as device:
        home = Homecoming(Shelf(device, heard.append), str(tmp_path / "d"))
        assert len(list(home.bring())) == 4
    assert sum(heard) == home.bytes > 4 * 12 * LENGTH


def test_who_moved_is_asked_for(
    link: AppLink, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "d"
    assert sync(folder, "--session", "monday") == 0
    said = " ".join(capsys.readouterr().err.split())
    assert "not known who moved" in said and f"{folder} --by '' --in monday" in said
    command = ["dataset", "set", str(folder), "--by", "", "--in", "monday", "--subject", "anna"]
    assert main(command) == 0
    assert {take.subject for take in Dataset.open(folder).recordings} == {"anna"}
    record(link, ["circle"])
    assert sync(folder, "--session", "monday", "--subject", "bo") == 0
    assert "not known" not in capsys.readouterr().err


def test_takes_are_judged_as_recorded_ones(
    link: AppLink, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    link.app.board.imu.scene = lambda n: [n % 2, 0, 4096, 0, 0, 0]
    record(link, ["calm"])
    assert sync(tmp_path / "d") == 0
    verdicts = {take.label: take.verdict for take in Dataset.open(tmp_path / "d").recordings}
    assert verdicts["calm"].startswith("too still")
    said = capsys.readouterr().err
    assert "too still" in said and "dataset check" in said


@pytest.mark.parametrize(
    ("sensor", "settings"), [("proximity", PROXIMITY), ("imu+proximity", BOTH)]
)
def test_takes_of_other_sensors(
    link: AppLink,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    sensor: str,
    settings: Settings,
) -> None:
    """They share the board with those of the IMU, and go to a dataset of their own."""
    before = on_board(link)
    link.app.board.proximity.counts = 300
    record(link, ["near"], 2, sensor)
    Dataset.create(tmp_path / "near", settings)
    assert sync(tmp_path / "near") == 1
    said = capsys.readouterr().err
    assert "2 takes came into" in said and "4 takes stay on the board" in said
    assert said.count("does not belong here: it has the sensor imu, the dataset has") == 4
    assert Dataset.open(tmp_path / "near").labels == ["near"]
    assert same(tmp_path / "near", dict(homes(tmp_path / "near")))
    assert on_board(link).keys() == before.keys()
    assert sync(tmp_path / "imu") == 0
    assert same(tmp_path / "imu", before) and on_board(link) == {}


def homes(folder: Path) -> Iterator[tuple[str, np.ndarray]]:
    for take in Dataset.open(folder).recordings:
        yield take.id, take.samples.reshape(-1)


def test_a_dataset_with_fewer_axes_gets_those(link: AppLink, tmp_path: Path) -> None:
    Dataset.create(tmp_path / "d", Settings("imu", ("ax", "gz"), 104, 8, 2000))
    takes = on_board(link)
    assert sync(tmp_path / "d") == 0
    for take in Dataset.open(tmp_path / "d").recordings:
        assert np.array_equal(take.samples, takes[take.id].reshape(-1, 6)[:, [0, 5]])


def put_back(link: AppLink, files: dict[str, bytes]) -> None:
    """Let the board have these files again, as if their deletion had been lost."""
    for name, data in files.items():
        Path(link.app.board.takes_folder, name).write_bytes(data)
    link.app.takes.look()


def take_files(link: AppLink) -> dict[str, bytes]:
    return {
        path.name: path.read_bytes() for path in Path(link.app.board.takes_folder).glob("*.take")
    }


@pytest.mark.parametrize("change", ["nothing", "relabel", "delete", "trim"])
def test_what_came_before_does_not_come_again(
    link: AppLink, tmp_path: Path, capsys: pytest.CaptureFixture[str], change: str
) -> None:
    folder = str(tmp_path / "d")
    files = take_files(link)
    assert sync(tmp_path / "d") == 0
    commands = {
        "nothing": [],
        "relabel": ["dataset", "relabel", folder, "--label", "circle", "--to", "ring"],
        "delete": ["dataset", "delete", folder, "--label", "circle"],
        "trim": ["dataset", "trim", folder],
    }
    if commands[change]:
        assert main(commands[change]) == 0
    before = dict(homes(tmp_path / "d"))
    put_back(link, files)
    capsys.readouterr()
    assert sync(tmp_path / "d") == 0
    said = capsys.readouterr().err
    assert "0 takes came" in said and "4 takes had come before" in said
    assert same(tmp_path / "d", before) and on_board(link) == {}


def test_another_take_of_the_same_id_is_not_lost(
    link: AppLink, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    takes = on_board(link)
    dataset = Dataset.create(tmp_path / "d", IMU)
    other = next(iter(takes))
    dataset.add(np.ones((LENGTH, 6), np.int16), "circle", other)
    assert sync(tmp_path / "d") == 1
    assert "another take of this id" in capsys.readouterr().err
    assert on_board(link).keys() == {other}
    assert len(Dataset.open(tmp_path / "d").recordings) == 4


@pytest.mark.fault(20, "this computer's disk fails when the dataset is written, or made safe")
@pytest.mark.parametrize("what", ["fsync", "replace"])
def test_nothing_is_deleted_before_it_is_safe(
    link: AppLink,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    what: str,
) -> None:
    takes = on_board(link)
    Dataset.create(tmp_path / "d", IMU)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(os, what, fail)
        assert sync(tmp_path / "d") == 1
    assert "No space left" in capsys.readouterr().err
    assert on_board(link).keys() == takes.keys()
    assert sync(tmp_path / "d") == 0
    assert same(tmp_path / "d", takes) and on_board(link) == {}


@pytest.mark.skipif(os.name == "nt", reason="folders are not flushed there")
def test_a_take_s_file_its_row_and_all_folders_are_flushed(
    link: AppLink, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    takes = Path(link.app.board.takes_folder)
    there = {path: path.read_bytes() for path in takes.glob("*.take")}
    flushed, normal = set(), os.open

    def spy(path: Any, *how: Any, **more: Any) -> int:
        opened = normal(path, *how, **more)
        flushed.add(Path(path))
        return opened

    monkeypatch.setattr(durable.os, "open", spy)
    assert sync(tmp_path / "new" / "d") == 0
    folder = tmp_path / "new" / "d"
    (one, *_) = Dataset.open(folder).recordings
    files = {folder / "recordings" / f"{one.id}.csv", folder / "recordings.csv"}
    assert flushed >= {*files, folder / "recordings", folder, tmp_path / "new", tmp_path}
    for path, data in there.items():  # power went on the board before it had forgotten them
        path.write_bytes(data)
    link.app.takes.look()
    flushed.clear()
    assert sync(folder) == 0 and on_board(link) == {}
    assert flushed >= files


@pytest.mark.fault(9, "this computer's program is killed at each write of a sync")
@pytest.mark.parametrize(
    "write", [2, 4, *(pytest.param(n, marks=pytest.mark.long) for n in (1, 3, *range(5, 33)))]
)
def test_killed_at_each_write(
    link: AppLink, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: int
) -> None:
    """Where it renames, lists a take, or waits for the disk; it cleans up nothing."""
    takes = on_board(link)
    Dataset.create(tmp_path / "d", IMU)
    killed = Killed(write)
    with monkeypatch.context() as deadly:
        for name in ("replace", "fsync"):
            deadly.setattr(os, name, killed.before(getattr(os, name)))
        deadly.setattr(dataset_rows, "append", killed.before(dataset_rows.append))
        with pytest.raises(Killed):
            sync(tmp_path / "d")
    saved = {take.id for take in Dataset.open(tmp_path / "d", []).recordings}
    assert saved | on_board(link).keys() == takes.keys()
    assert sync(tmp_path / "d") == 0
    assert same(tmp_path / "d", takes) and on_board(link) == {}


class Killed(BaseException):
    """Nothing of the program runs any more, from the nth call on."""

    def __init__(self, at: int) -> None:
        self._left = at

    def before(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*arguments: Any) -> Any:
            self._left -= 1
            if self._left <= 0:
                raise self
            return call(*arguments)

        return counted


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(["--subject", "a\x1b[2J"], "invisible character"), (["--session", "s" * 99], "too long")],
)
def test_what_cannot_be_said(
    link: AppLink,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    words: str,
) -> None:
    assert sync(tmp_path / "d", *arguments) == 1
    assert words in capsys.readouterr().err and len(on_board(link)) == 4
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "mine.txt").touch()
    assert sync(tmp_path / "d") == 1
    assert "not empty" in capsys.readouterr().err and len(on_board(link)) == 4
