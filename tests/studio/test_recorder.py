"""Series of takes: counted down, recorded by the board's own app, judged, kept or redone."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from app_link import AppLink, played
from board_at_hand import PATIENCE, PORT, rest, seated, wave
from seat_desk import wait

from faults import fault
from tinyspark.dataset import Dataset
from tinyspark.dataset.settings import PROXIMITY
from tinyspark.dataset.shelf import Shelf
from tinyspark.errors import UserError
from tinyspark.studio import recorder as recorders
from tinyspark.studio.recorder import ASKING, LOST, PAUSE, READY, TAKING, WAITING, Recorder
from tinyspark.studio.seat import Seat
from tinyspark.studio.tape import TAKE
from tinyspark.studio.texts import Record as Texts

LENGTH = 52  # samples


@pytest.fixture
def board() -> Iterator[tuple[Seat, AppLink]]:
    with seated() as found:
        yield found


@pytest.fixture
def recorder(
    board: tuple[Seat, AppLink], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Recorder]:
    monkeypatch.setattr(recorders, "TICK", 0.001)
    made = Recorder(Shelf(tmp_path / "gestures"), board[0])
    made.plan = replace(made.plan, label="wave", subject="anna", seconds=0.5, pause=0.01)
    yield made
    made.stop()


def takes(recorder: Recorder) -> list:
    return Dataset.open(recorder._shelf.folder).recordings


def test_a_series_is_saved_bit_for_bit(recorder: Recorder, board: tuple[Seat, AppLink]) -> None:
    seat, link = board
    link.app.board.imu.scene = wave
    recorder.plan = replace(recorder.plan, count=3, session="monday")
    recorder.start()
    wait(lambda: not recorder.scene.running)
    assert (recorder.scene.done, recorder.scene.words) == (3, "")
    kept = takes(recorder)
    assert [(take.label, take.subject, take.session) for take in kept] == [
        ("wave", "anna", "monday")
    ] * 3
    assert recorder.scene.id == kept[-1].id and not kept[-1].verdict
    assert all(len(take.samples) == LENGTH for take in kept)
    assert all(played(take.samples, link.app.board) for take in kept)
    strip = seat.tape.since(0)
    taken = strip.samples[strip.flags & TAKE > 0]
    assert np.array_equal(taken, np.concatenate([take.samples for take in kept]))


def test_a_take_with_problems_waits_to_be_kept_or_redone(
    recorder: Recorder, board: tuple[Seat, AppLink]
) -> None:
    recorder.start()
    wait(lambda: recorder.scene.state == ASKING)
    assert recorder.scene.judged is not None
    assert recorder.scene.judged.problems == ["too still: no movement"]
    board[1].app.board.imu.scene = wave
    recorder.redo()
    wait(lambda: not recorder.scene.running)
    assert [take.verdict for take in takes(recorder)] == [""]
    board[1].app.board.imu.scene = rest
    recorder.start()
    wait(lambda: recorder.scene.state == ASKING)
    recorder.keep()
    wait(lambda: not recorder.scene.running)
    assert [take.verdict for take in takes(recorder)] == ["", "too still: no movement"]


def test_keys_at_the_wrong_moment_decide_nothing(recorder: Recorder) -> None:
    recorder.keep()
    recorder.redo()
    recorder.undo()
    assert recorder.scene.state == READY
    recorder.start()
    recorder.keep()
    wait(lambda: recorder.scene.state == ASKING)
    recorder.stop()
    wait(lambda: not recorder.scene.running)
    assert takes(recorder) == []


def test_the_latest_take_is_undone_and_recorded_again(
    recorder: Recorder, board: tuple[Seat, AppLink]
) -> None:
    board[1].app.board.imu.scene = wave
    recorder.start()
    wait(lambda: not recorder.scene.running)
    first = recorder.scene.id
    recorder.redo()
    wait(lambda: not recorder.scene.running)
    [take] = takes(recorder)
    assert take.id == recorder.scene.id != first
    recorder.undo()
    assert takes(recorder) == [] and recorder.scene.judged is None


def test_the_button_of_the_board_starts_a_take(
    recorder: Recorder, board: tuple[Seat, AppLink]
) -> None:
    app = board[1].app
    app.board.imu.scene = wave
    heard = []
    recorder.on_ready = lambda: (heard.append("ready"), app.board.down.add(1))
    recorder.on_begun = lambda: heard.append("begun")
    recorder.plan = replace(recorder.plan, button=True)
    recorder.start()
    wait(lambda: not recorder.scene.running)
    assert len(takes(recorder)) == 1 and heard == ["ready", "begun"]


def test_waiting_for_the_button_is_stopped(recorder: Recorder) -> None:
    recorder.plan = replace(recorder.plan, button=True)
    ready = []
    recorder.on_ready = lambda: ready.append(True)
    recorder.start()
    wait(lambda: ready)
    assert recorder.scene.state == WAITING
    recorder.stop()
    wait(lambda: not recorder.scene.running)
    assert recorder.scene.words == "" and recorder.scene.judged is None


@fault(1, "the cable is pulled in the middle of a take of the studio, and plugged in again")
def test_a_lost_board_costs_the_take_under_way_only(
    recorder: Recorder, board: tuple[Seat, AppLink]
) -> None:
    link = board[1]
    link.app.board.imu.scene = wave
    cut = []

    def pull() -> None:
        if not cut:
            cut.append(recorder.scene.state)
            link.ends_at = link.app.board.ms

    recorder.on_begun = pull
    recorder.plan = replace(recorder.plan, count=2)
    recorder.start()
    wait(lambda: recorder.scene.state == LOST)
    assert cut == [TAKING] and "gone" in recorder.scene.words
    link.ends_at = float("inf")
    wait(lambda: not recorder.scene.running)
    assert recorder.scene.done == 2 and recorder.scene.words == ""
    assert all(played(take.samples, link.app.board) for take in takes(recorder))


def test_what_cannot_be_recorded_is_told(recorder: Recorder) -> None:
    recorder.plan = replace(recorder.plan, label=" ")
    with pytest.raises(UserError, match="label is empty"):
        recorder.start()
    recorder.plan = replace(recorder.plan, label="wave", seconds=300.0)
    recorder.start()
    wait(lambda: not recorder.scene.running)
    assert "too long for the board" in recorder.scene.words


def test_takes_deleted_elsewhere_are_not_compared_with(
    recorder: Recorder, board: tuple[Seat, AppLink]
) -> None:
    board[1].app.board.imu.scene = wave
    recorder.start()
    wait(lambda: not recorder.scene.running)
    sitting = recorder._sitting
    recorder.start()
    wait(lambda: not recorder.scene.running)
    assert recorder._sitting is sitting
    recorder.delete(recorder.scene.id)
    recorder.start()
    wait(lambda: not recorder.scene.running)
    assert recorder._sitting is not sitting and len(takes(recorder)) == 2


def test_a_series_ends_when_nobody_looks_on_any_more(recorder: Recorder) -> None:
    recorder.plan = replace(recorder.plan, button=True)
    recorder.watched("one", True)
    recorder.watched("two", True)
    recorder.start()
    wait(lambda: recorder.scene.state == WAITING)
    recorder.watched("one", False)
    assert recorder.scene.running
    recorder.watched("two", False)
    wait(lambda: not recorder.scene.running)
    assert recorder.scene.words == "" and recorder.scene.done == 0


def test_a_series_ends_when_another_board_is_taken(
    recorder: Recorder, board: tuple[Seat, AppLink]
) -> None:
    seat, link = board
    link.app.board.imu.scene = wave
    recorder.plan = replace(recorder.plan, count=2, pause=60)
    recorder.start()
    wait(lambda: recorder.scene.state == PAUSE)
    seat.disconnect()
    seat.connect(PORT).result(PATIENCE)
    recorder.redo()
    wait(lambda: not recorder.scene.running)
    assert recorder.scene.words == Texts.ANOTHER_BOARD
    recorder.start(1)
    wait(lambda: not recorder.scene.running)
    assert (recorder.scene.done, recorder.scene.words) == (1, "")


def test_of_two_tabs_that_press_at_once_one_begins_and_one_takes_back(recorder: Recorder) -> None:
    def press(act: Callable[[], object]) -> None:
        tabs = [threading.Thread(target=act) for _ in range(8)]
        for tab in tabs:
            tab.start()
        for tab in tabs:
            tab.join()

    recorder.plan = replace(recorder.plan, label="idle")
    press(recorder.start)
    wait(lambda: recorder.scene.state == ASKING or not recorder.scene.running)
    recorder.keep()
    wait(lambda: not recorder.scene.running)
    assert len(takes(recorder)) == 1
    press(recorder.undo)
    assert takes(recorder) == [] and recorder.scene.done == 0


def test_the_sensor_is_that_of_the_dataset(tmp_path: Path) -> None:
    with seated() as (seat, _):
        assert Recorder(Shelf(tmp_path / "none"), seat).plan.sensor == "imu"
        Dataset.create(tmp_path / "some", PROXIMITY)
        assert Recorder(Shelf(tmp_path / "some"), seat).plan.sensor == "proximity"
