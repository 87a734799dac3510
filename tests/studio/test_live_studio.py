"""Thresholds that go into the model file, and takes that go into the dataset with their label."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import small_models
from app_link import AppLink
from board_at_hand import rest, seated, wave
from seat_desk import wait

from gesturekit import model_format
from tinyspark.board.flash import sha256
from tinyspark.dataset import Dataset
from tinyspark.dataset.settings import IMU
from tinyspark.errors import UserError
from tinyspark.studio.listening import Answer
from tinyspark.studio.live import Live
from tinyspark.studio.seat import Seat
from tinyspark.studio.tape import Tape

MODEL = model_format.dump(small_models.imu())


@pytest.fixture
def board() -> Iterator[tuple[Seat, AppLink]]:
    with seated(MODEL) as found:
        yield found


@pytest.fixture
def live(board: tuple[Seat, AppLink], tmp_path: Path) -> Live:
    (tmp_path / "takes.tsm").write_bytes(MODEL)
    return Live(tmp_path / "takes", tmp_path / "takes.tsm", board[0].tape)


def told(live: Live) -> int:
    return sum(each.told >= 0 for each in live.listening.answers) if live.listening else 0


def move(board: tuple[Seat, AppLink], live: Live) -> None:
    before = told(live)
    app = board[1].app
    begun = app.board.ms
    app.board.imu.scene = lambda n: wave(n) if app.board.ms < begun + 600 else rest(n)
    wait(lambda: told(live) > before)


def test_the_board_is_listened_to_while_that_is_wanted(
    board: tuple[Seat, AppLink], live: Live
) -> None:
    seat, link = board
    seat.want("page", live.listen)
    wait(lambda: live.listening is not None and link.app.mode.needs_host)
    assert live.listening is not None and live.listening.model is not None
    assert live.thresholds == (128, 128)
    seat.want("page", None)
    wait(lambda: not link.app.mode.needs_host)  # it recognizes by itself again


def test_thresholds_go_into_the_model_file(board: tuple[Seat, AppLink], live: Live) -> None:
    board[0].want("page", live.listen)
    wait(lambda: live.thresholds)
    live.try_threshold(1, 200)
    live.use_thresholds()
    changed = model_format.load(live._file.read_bytes())
    assert list(changed.thresholds) == [128, 200]
    assert changed.layers == model_format.load(MODEL).layers
    live.try_threshold(0, 90)
    live.use_thresholds()  # once more, over the file that is no longer the board's
    assert list(model_format.load(live._file.read_bytes()).thresholds) == [90, 200]
    live.forget_thresholds()
    assert live.thresholds == (128, 128)


def test_a_model_that_was_trained_anew_is_not_written_over(
    board: tuple[Seat, AppLink], live: Live
) -> None:
    board[0].want("page", live.listen)
    wait(lambda: live.thresholds)
    other = model_format.dump(small_models.imu(seed=7))
    live._file.write_bytes(other)
    with pytest.raises(UserError, match="another model"):
        live.use_thresholds()
    assert live._file.read_bytes() == other


def test_another_model_on_the_board_has_no_thresholds_here(
    board: tuple[Seat, AppLink], live: Live
) -> None:
    live._file.write_bytes(model_format.dump(small_models.imu(seed=7)))
    board[0].want("page", live.listen)
    wait(lambda: live.listening is not None)
    assert live.listening is not None and live.listening.model is None and live.thresholds == ()
    assert live.listening.said.model_hash == sha256(MODEL)


def test_the_take_of_an_answer_goes_into_the_dataset(
    board: tuple[Seat, AppLink], live: Live
) -> None:
    board[0].want("page", live.listen)
    wait(lambda: live.thresholds)
    move(board, live)
    assert live.listening is not None
    answer = live.listening.answers[-1]
    take = live.put_right(answer, "circle", "anna", "monday")
    [saved] = Dataset.open(live._folder).recordings
    assert (saved.label, saved.subject, saved.session) == ("circle", "anna", "monday")
    assert np.array_equal(saved.samples, take.samples)
    assert np.ptp(saved.samples[:, 0]) > 1000 and len(saved.samples) > answer.duration


def test_around_a_movement_is_what_joins_on(tmp_path: Path) -> None:
    live, tape = fed(tmp_path)
    tape.write(np.zeros((100, 6), np.int16))
    tape.write(np.ones((100, 6), np.int16), torn=True)
    tape.write(np.full((100, 6), 2, np.int16), torn=True)
    for at, length in ((150, 92), (175, 100), (199, 83)):
        take = live.put_right(Answer(0, 255, at, 40, at=at), "wave", "", "")
        assert len(take.samples) == length and set(take.samples[:, 0]) == {1}
    with pytest.raises(UserError, match="Not all samples"):
        live.put_right(Answer(0, 255, 220, 40, at=220), "wave", "", "")


def fed(tmp_path: Path) -> tuple[Live, Tape]:
    tape = Tape()
    tape.begin(IMU)
    return Live(tmp_path / "takes", tmp_path / "takes.tsm", tape), tape


def test_a_gesture_that_was_missed_is_what_came_last(tmp_path: Path) -> None:
    live, tape = fed(tmp_path)
    samples = np.arange(6 * 400, dtype=np.int16).reshape(400, 6)
    tape.write(samples)
    take = live.put_right(None, "wave", "", "")
    assert np.array_equal(take.samples, samples[-260:])


def test_a_moment_with_a_gap_is_no_take(tmp_path: Path) -> None:
    live, tape = fed(tmp_path)
    with pytest.raises(UserError, match="no samples"):
        live.put_right(None, "wave", "", "")
    tape.write(np.zeros((200, 6), np.int16))
    with pytest.raises(UserError, match="Not all samples"):
        live.put_right(None, "wave", "", "")
    tape.write(np.zeros((200, 6), np.int16), torn=True)
    with pytest.raises(UserError, match="Not all samples"):
        live.put_right(None, "wave", "", "")
    assert not live._folder.exists()
