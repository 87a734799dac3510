"""Ctrl-C while the studio works: it ends quietly, nothing of it goes on, and all is whole."""

import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import small_models
from playwright.sync_api import Page, expect
from processes import still_there, those_with

from gesturekit import model_format
from studio_driver import CONNECTED, RunningStudio
from tinyspark import bundle
from tinyspark.board import flash
from tinyspark.dataset import Dataset
from tinyspark.studio.texts import Board, Deploy, Train
from tinyspark.virtual.client import VirtualBoard

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(os.name != "posix", reason="signals of POSIX"),
]
Open = Callable[..., Page]
Start = Callable[..., RunningStudio]
PATIENCE = 30.0  # seconds
STOPPED = 130


def alone(studio: RunningStudio) -> None:
    studio.process.send_signal(signal.SIGINT)


def all_of_it(studio: RunningStudio) -> None:
    """As a terminal does it: everything that runs in it hears Ctrl-C."""
    os.killpg(studio.process.pid, signal.SIGINT)


def twice(studio: RunningStudio) -> None:
    all_of_it(studio)
    time.sleep(1.5)  # longer than open pages are waited for
    all_of_it(studio)


def interrupted(studio: RunningStudio, how: Callable[[RunningStudio], None]) -> None:
    """Interrupt it; it must end as it should, and all that it has begun with it.

    At that moment a deploy may wait for the board, and have begun nothing.
    """
    begun = those_with(studio.process.pid)
    how(studio)
    told = studio.process.communicate(timeout=PATIENCE)[1]
    assert studio.status == STOPPED and "Traceback" not in told, told
    until = time.monotonic() + PATIENCE
    while any(still_there(process) for process in begun) and time.monotonic() < until:
        time.sleep(0.05)
    assert not [process for process in begun if still_there(process)]


@pytest.fixture
def board(can_run_boards: None) -> Iterator[VirtualBoard]:
    with VirtualBoard() as running:
        yield running


@pytest.mark.fault(9, "Ctrl-C at the studio in mid deploy")
@pytest.mark.parametrize("how", [alone, all_of_it, twice])
def test_the_board_has_a_whole_model(
    board: VirtualBoard,
    start_studio: Start,
    open_page: Open,
    tmp_path: Path,
    how: Callable[[RunningStudio], None],
) -> None:
    old, new = (model_format.dump(each()) for each in (small_models.proximity, small_models.imu))
    flash.deploy(board.port, old)
    folder = tmp_path / "gestures"
    folder.with_name("gestures.tsm").write_bytes(new)
    program = (str(Path(__file__).with_name("with_board.py")), board.port)
    studio = start_studio(folder, program=program)
    page = open_page(studio.address, watched=False)  # its connection will be cut
    page.get_by_role("button", name=Board.CONNECT_TO.format(port=board.port)).click()
    expect(page.get_by_role("status").first).to_contain_text(CONNECTED, timeout=20_000)
    page.goto(studio.home + "/deploy")
    page.get_by_role("button", name=Deploy.DEPLOY, exact=True).click()
    expect(page.locator("ol.happened")).to_contain_text("Copying", timeout=20_000)
    interrupted(studio, how)
    said = flash.found(board.port)
    assert said is not None and said.mode == "classify"
    assert said.model_hash in (flash.sha256(old), flash.sha256(new))


@pytest.mark.parametrize("how", [alone, all_of_it, twice])
def test_no_training_goes_on(
    start_studio: Start,
    open_page: Open,
    tmp_path: Path,
    how: Callable[[RunningStudio], None],
) -> None:
    folder = tmp_path / "gestures"
    shutil.copytree(bundle.folder("datasets") / "synthetic-gestures", folder)
    before = Dataset.open(folder).hash()
    studio = start_studio(folder)
    page = open_page(studio.address, watched=False)
    page.goto(studio.home + "/train")
    page.get_by_role("button", name=Train.TRAIN, exact=True).click()
    expect(page.get_by_text(Train.LOSS)).to_be_visible(timeout=20_000)
    assert those_with(studio.process.pid)
    interrupted(studio, how)
    assert [path.name for path in tmp_path.iterdir()] == [folder.name]
    assert Dataset.open(folder).hash() == before
