"""tinyspark sync, with the board's real App: every take comes once, and none is lost on the way."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from app_link import AppLink, played
from lonely_board import on_board, record

from gesturekit import take_file
from tinyspark.board import ports
from tinyspark.cli import main
from tinyspark.dataset import Dataset
from tinyspark.dataset.settings import IMU, PROXIMITY, Settings

pytest_plugins = ("lonely_board",)


def sync(folder: Path, *more: str) -> int:
    return main(["sync", str(folder), "--port", "x", *more])


def same(dataset: Dataset, takes: dict[str, np.ndarray]) -> bool:
    """Whether a dataset has these takes, bit for bit, and no others."""
    got = {recording.id: recording.samples.reshape(-1) for recording in dataset.recordings}
    return got.keys() == takes.keys() and all(np.array_equal(got[i], takes[i]) for i in takes)


def test_takes_come_home(
    link: AppLink, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record(link, ["circle", "größer"], 2)
    takes = on_board(link)
    assert len(takes) == 4
    assert sync(tmp_path / "d", "--subject", "anna", "--session", "monday", "--json") == 0
    said = capsys.readouterr()
    dataset = Dataset.open(tmp_path / "d")
    assert same(dataset, takes) and dataset.settings == IMU
    assert [take.label for take in dataset.recordings].count("größer") == 2
    assert {(take.subject, take.session) for take in dataset.recordings} == {("anna", "monday")}
    assert all(played(take.samples, link.app.board) for take in dataset.recordings)
    facts = json.loads(said.out)["takes"]
    assert [fact["id"] for fact in facts] == [take.id for take in dataset.recordings]
    assert {(fact["outcome"], fact["samples"]) for fact in facts} == {("added", 156)}
    assert "4 takes came into" in said.err
    assert on_board(link) == {}
    assert sync(tmp_path / "d") == 0
    assert "No takes came" in capsys.readouterr().err
    assert same(Dataset.open(tmp_path / "d"), takes)
