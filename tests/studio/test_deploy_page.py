"""The page Deploy: what it says before, and whether it lets a model go to a board."""

import array
import hashlib
import json
import os
import threading
import time
from pathlib import Path

import pytest
import small_models
from nicegui import ui
from nicegui.testing import User
from seat_desk import PATIENCE, PORT, Desk

from gesturekit import messages, model_format
from gesturekit.model_format import Model
from tinyspark.studio import known, proposal
from tinyspark.studio.known import Known
from tinyspark.studio.studio import Studio
from tinyspark.studio.texts import Deploy as Texts
from tinyspark.training_files import Places


def put(path: Path, model: Model) -> str:
    """Write a model file; return its digest."""
    data = model_format.dump(model)
    path.write_bytes(data)
    return hashlib.sha256(data).hexdigest()


def is_enabled(user: User, marker: str) -> bool:
    [button] = user.find(kind=ui.button, marker=marker).elements
    return bool(button.enabled)


async def test_without_model_and_board_it_says_where_to_go(user: User, seated: Studio) -> None:
    await user.open("/deploy")
    await user.should_see(Texts.NO_FILE)
    await user.should_see(Texts.NO_BOARD)
    await user.should_see(Texts.UNKNOWN)  # and not that it has none
    links = {link.props["href"] for link in user.find(kind=ui.link).elements}
    assert {"/train", "/"} <= links
    assert not is_enabled(user, "deploy")


async def test_until_it_has_looked_it_says_so(
    user: User, seated: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_go_on = threading.Event()

    def read(path: Path) -> proposal.Proposal:
        assert may_go_on.wait(PATIENCE)
        return slow(path)

    slow = proposal.read
    monkeypatch.setattr(proposal, "read", read)
    digest = put(seated.model, small_models.imu())
    await user.open("/deploy")
    await user.should_see(Texts.LOOKING)
    await user.should_not_see(Texts.NO_FILE)
    await user.should_not_see(Texts.NO_FILE_SHORT)
    may_go_on.set()
    await user.should_see(digest[:8])
    await user.should_not_see(Texts.LOOKING)


async def test_what_changes_is_told_before(user: User, seated: Studio, desk: Desk) -> None:
    fields = desk.put(PORT).hello_fields
    fields |= {"labels": b"closer\nwave", "model_hash": bytes(32 * [7]), "model_slot": 1}
    fields |= {"model_state": messages.CONFIRMED, "previous_hash": bytes(32 * [9])}
    seated.seat.connect(PORT).result(PATIENCE)
    digest = put(seated.model, small_models.imu())
    await user.open("/deploy")
    await user.should_see(digest[:8])
    await user.should_see("07070707")
    await user.should_see(Texts.COMES.format(labels="away"))
    await user.should_see(Texts.GOES.format(labels="wave"))
    await user.should_see(f"{seated.model.stat().st_size} bytes; takes 4 KiB")
    await user.should_see("microseconds of every 231 ms")
    await user.should_see(Texts.FITS)
    await user.should_see(Texts.BACK.format(hash="09090909"))
    assert is_enabled(user, "deploy") and is_enabled(user, "back")


async def test_a_model_that_does_not_fit_stays_here(
    user: User, seated: Studio, desk: Desk
) -> None:
    desk.put(PORT).hello_fields["accel_range"] = 4
    seated.seat.connect(PORT).result(PATIENCE)
    put(seated.model, small_models.imu())
    await user.open("/deploy")
    await user.should_see("Train the model with recordings that match")
    assert not is_enabled(user, "deploy")
    put(seated.model, small_models.proximity())
    await user.should_see(Texts.FITS)
    assert is_enabled(user, "deploy")


async def test_models_are_told_by_training_and_score_even_after_going_back(
    user: User, seated: Studio, desk: Desk
) -> None:
    first = put(seated.model, small_models.imu())
    os.utime(seated.model, (1e9, 1e9))
    report = json.dumps({"model_hash": first, "accuracy": 0.93})
    Places.of(seated.model).numbers.write_text(report)
    fields = desk.put(PORT).hello_fields
    fields |= {"labels": b"closer\naway", "model_hash": bytes(32 * [7])}
    fields |= {"model_state": messages.CONFIRMED, "previous_hash": bytes.fromhex(first)}
    seated.seat.connect(PORT).result(PATIENCE)
    await user.open("/deploy")
    when = time.strftime(Texts.WHEN, time.localtime(1e9))
    await user.should_see(when)
    score = Texts.SCORE.format(score=0.93)
    await user.should_see(Texts.BACK_KNOWN.format(trained=when, score=score))
    await user.should_see(Texts.NO_TIME)
    put(seated.model, small_models.proximity())
    await user.should_see("its file is of")
    fields |= {"model_hash": bytes.fromhex(first), "previous_hash": bytes(32 * [7])}
    await user.should_see(f"{Texts.BACK.format(hash='07070707')}")
    await user.should_not_see(Texts.NO_TIME)
    await user.should_see(when)


def remembered(studio: Studio) -> Path:
    return studio.model.with_name(studio.model.name + ".known.json")


def test_other_thresholds_are_the_same_training(studio: Studio) -> None:
    model = small_models.imu()._replace(thresholds=array.array("B", [51, 51]))
    numbers = {"model_hash": put(studio.model, model), "accuracy": 0.5}
    report = Places.of(studio.model).numbers
    report.write_text(json.dumps({**numbers, "live": {"threshold": 0.2}}))
    os.utime(report, (2e9, 2e9))
    assert studio.known.read(studio.model).score == 0.5
    put(studio.model, model._replace(thresholds=array.array("B", [9, 99])))
    os.utime(studio.model, (1e9, 1e9))
    varied = proposal.read(studio.model)  # by somebody who has never seen the first one
    assert (varied.score, varied.trained, varied.written) == (0.5, 2e9, 1e9)
    report.write_text(json.dumps({**numbers, "live": {"threshold": 0.3}}))
    assert proposal.read(studio.model).trained is None


def test_models_are_known_after_the_end_of_the_studio(studio: Studio) -> None:
    first = put(studio.model, small_models.imu())
    Places.of(studio.model).numbers.write_text(json.dumps({"model_hash": first, "accuracy": 0.9}))
    before = studio.known.read(studio.model)
    put(studio.model, small_models.proximity())
    later = Known(studio.model)
    later.read(studio.model)
    assert later.of(first) == before and before.score == 0.9


@pytest.mark.parametrize(
    "change", [{"written": 1e300}, {"trained": "now"}, {"score": float("nan")}, {"model": "AAAA"}]
)
def test_a_memory_that_makes_no_sense_is_begun_anew(
    studio: Studio, change: dict[str, object]
) -> None:
    first = put(studio.model, small_models.imu())
    Places.of(studio.model).numbers.write_text(json.dumps({"model_hash": first, "accuracy": 0.9}))
    studio.known.read(studio.model)
    [entry] = json.loads(remembered(studio).read_text())
    put(studio.model, small_models.proximity())
    for text in (json.dumps([{**entry, **change}]), "[" * 100_000, "{}", '[{"model": 1}]', ""):
        remembered(studio).write_text(text)
        later = Known(studio.model)
        assert later.of(later.read(studio.model).digest) is not None
        assert later.of(first) is None
        assert len(json.loads(remembered(studio).read_text())) == 1


def test_the_latest_models_are_remembered(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known, "MOST", 2)
    model = small_models.imu()
    digests = []
    for threshold in (1, 2, 3):
        digests.append(
            put(studio.model, model._replace(thresholds=array.array("B", [threshold, 0])))
        )
        studio.known.read(studio.model)
    assert [bool(studio.known.of(each)) for each in digests] == [False, True, True]


async def test_the_very_model_is_recognized(user: User, seated: Studio, desk: Desk) -> None:
    digest = put(seated.model, small_models.imu())
    fields = desk.put(PORT).hello_fields
    fields |= {"labels": b"closer\naway", "model_hash": bytes.fromhex(digest)}
    fields |= {"model_slot": 1, "model_state": messages.CONFIRMED}
    seated.seat.connect(PORT).result(PATIENCE)
    await user.open("/deploy")
    await user.should_see(Texts.RUNS)
    await user.should_see(Texts.AGAIN)
    fields["model_state"] = messages.ON_TRIAL
    await user.should_see(Texts.ON_TRIAL)


async def test_a_file_that_is_no_model_is_named(user: User, seated: Studio) -> None:
    seated.model.write_bytes(b"<script>")
    await user.open("/deploy")
    await user.should_see("gestures.tsm")
    assert not is_enabled(user, "deploy")


async def test_the_other_forms_are_downloads(user: User, seated: Studio) -> None:
    put(seated.model, small_models.imu())
    await user.open("/deploy")
    await user.should_see(Texts.PYTHON)
    user.find(Texts.PYTHON).click()
    response = await user.download.next()
    assert b"MODEL = (" in response.content
