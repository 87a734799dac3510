"""The page Record as somebody sees it: labels, verdicts, takes that can be deleted."""

import asyncio
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from nicegui import ui
from nicegui.testing import User

from tinyspark.board.capture import Gap, Take
from tinyspark.board.sitting import Judged
from tinyspark.dataset import Dataset
from tinyspark.dataset.settings import IMU
from tinyspark.studio.pages.record import verdict
from tinyspark.studio.pages.record_fields import colors
from tinyspark.studio.recorder import ASKING, COUNTING, READY, WAITING, Scene
from tinyspark.studio.studio import Studio
from tinyspark.studio.texts import Absent
from tinyspark.studio.texts import Record as Texts

STILL = np.zeros((104, 6), np.int16)


def filled(folder: Path, **counts: int) -> Dataset:
    dataset = Dataset.create(folder, IMU)
    for label, count in counts.items():
        for number in range(count):
            dataset.add(STILL + number, label, verdict="too still: no movement" * (number % 2))
    return dataset


def judged(*problems: str, whole: bool = True) -> Judged:
    gaps = () if whole else (Gap(3, 5),)
    return Judged(Take(STILL, 0, gaps), STILL, list(problems))


def test_a_verdict_is_plain() -> None:
    good = Scene(judged=judged(), id="1")
    assert verdict(good) == Texts.GOOD
    assert verdict(replace(good, id="")) == Texts.DROPPED
    bad = Scene(ASKING, judged=judged("too still: no movement"))
    assert verdict(bad) == f"{Texts.BAD}\ntoo still: no movement"
    assert verdict(replace(bad, state=READY)).endswith(f"movement\n{Texts.DROPPED}")
    torn = Scene(ASKING, judged=judged("5 samples were lost", whole=False))
    assert verdict(torn).endswith(Texts.TORN)
    assert verdict(replace(good, judged=None, words="The board is gone.")) == "The board is gone."


def test_colors_are_those_of_the_sorted_labels(tmp_path: Path) -> None:
    rows = [take.row("") for take in filled(tmp_path / "d", wave=1, circle=1).recordings]
    assert list(colors(rows)) == ["circle", "wave"]
    assert len(set(colors(rows).values())) == 2


async def test_labels_are_chosen_and_counted(user: User, studio: Studio) -> None:
    filled(studio.folder, wave=3, circle=1)
    await user.open("/record")
    await user.should_see("3/10")
    await user.should_see("1/10")
    user.find(marker="chip-circle").click()
    assert studio.recorder.plan.label == "circle"
    [field] = user.find(marker="label").elements
    user.find(marker="label").clear().type("shake")
    assert isinstance(field, ui.input) and studio.recorder.plan.label == "shake"


async def test_a_number_that_does_not_fit_is_told_and_not_used(user: User, studio: Studio) -> None:
    await user.open("/record")
    for wrong in ("0", "2.5", "101"):
        user.find(marker="count").clear().type(wrong)
        told = Texts.RANGE.format(least=1, most=100, used=studio.recorder.plan.count)
        await user.should_see(told)
    user.find(marker="count").clear().type("7")
    await user.should_not_see(told)
    assert studio.recorder.plan.count == 7


async def test_takes_are_listed_with_their_verdict_and_deleted(user: User, studio: Studio) -> None:
    filled(studio.folder, wave=2)
    await user.open("/record")
    await user.should_see("too still: no movement")
    await user.should_see(Texts.GOOD_TAKE)
    studio.recorder.delete(studio.shelf.rows()[-1].id)
    await user.should_not_see("too still: no movement")
    await user.should_see("1/10")


async def test_what_goes_on_is_seen(user: User, studio: Studio) -> None:
    filled(studio.folder, wave=1)
    await user.open("/record")
    await user.should_see(Texts.RECORD)
    studio.recorder.scene = Scene(COUNTING, left=2, wanted=3, done=1)
    await user.should_see(marker="loud", content="2")
    await user.should_not_see(Texts.STANDS_STILL)
    await user.should_see(Texts.STOP)
    await user.should_see(Texts.PROGRESS.format(done=1, wanted=3))
    studio.recorder.scene = Scene(WAITING)
    await user.should_see(marker="loud", content=Texts.PRESS)
    await user.should_see(Texts.STANDS_STILL)
    studio.recorder.scene = Scene(ASKING, number=1, judged=judged("clipped: ax"))
    await user.should_see("clipped: ax")
    await user.should_see(Texts.KEEP)
    studio.recorder.scene = Scene(ASKING, number=2, judged=judged("lost", whole=False))
    await user.should_see(Texts.TORN)
    await user.should_not_see(Texts.KEEP)


async def test_recording_without_a_board_says_what_to_do(user: User, studio: Studio) -> None:
    studio.recorder.plan = replace(studio.recorder.plan, label="wave")
    await user.open("/record")
    await user.should_see(Absent.NO_BOARD)
    user.find(marker="record").click()
    await user.should_see("No board is connected")
    assert not studio.recorder.scene.running


async def test_keys_do_what_the_buttons_do(user: User, studio: Studio) -> None:
    dataset = filled(studio.folder, wave=2)
    await user.open("/record")
    studio.recorder.scene = Scene(judged=judged(), id=dataset.recordings[-1].id)
    press(user, "u", ctrlKey=True)
    assert len(studio.shelf.rows()) == 2
    press(user, "u")
    for _ in range(1500):
        if len(studio.shelf.rows()) == 1:
            break
        await asyncio.sleep(0.02)
    assert len(studio.shelf.rows()) == 1
    press(user, " ")
    await user.should_see("A label is empty.")


def press(user: User, key: str, **held: bool) -> None:
    """Press a key where no field and no button has the focus."""
    none = dict.fromkeys(("altKey", "ctrlKey", "metaKey", "shiftKey", "repeat"), False)
    what = {"action": "keydown", "key": key, "code": key, "location": 0}
    user.find(kind=ui.keyboard).trigger("key", what | none | held)


@pytest.mark.parametrize("text", ("<b>x</b>", "{{1}}", "<img src=x>"))
async def test_labels_are_never_markup(user: User, studio: Studio, text: str) -> None:
    filled(studio.folder, **{text: 1})
    await user.open("/record")
    await user.should_see(text)
    studio.recorder.scene = Scene(ASKING, judged=judged(text))
    await user.should_see(marker="verdict", content=text)
