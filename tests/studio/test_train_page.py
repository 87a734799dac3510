"""The page Train: what it asks for, what it shows meanwhile and afterwards, what it mends."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
import some_jobs
import trained
from nicegui import ui
from nicegui.testing import User

from tinyspark.dataset import Dataset
from tinyspark.learning.training import Options
from tinyspark.learning.work import SCORING
from tinyspark.pictures.report import words
from tinyspark.studio import report_page
from tinyspark.studio.pages import train
from tinyspark.studio.parts.score import doubts
from tinyspark.studio.studio import Studio
from tinyspark.studio.texts import Data as DataTexts
from tinyspark.studio.texts import Train as Texts
from tinyspark.studio.texts import Work as WorkTexts
from tinyspark.studio.work import DONE
from tinyspark.training_files import Places


async def until(what: Callable[[], object]) -> None:
    for _ in range(600):
        if what():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it never came")


def the_button(user: User, marker: str) -> ui.button:
    [button] = user.find(kind=ui.button, marker=marker).elements
    assert isinstance(button, ui.button)
    return button


async def test_without_takes_it_says_what_is_missing(user: User, studio: Studio) -> None:
    await user.open("/train")
    await user.should_see(Texts.NO_TAKES)
    await user.should_see(Texts.NO_REPORT)
    assert not the_button(user, "train").enabled
    await user.should_see(marker="to-record")
    trained.bring_takes(studio)
    await user.should_see("10 takes, 2 labels")
    await user.should_not_see(marker="to-record")
    await user.should_see(Texts.ONE_PERSON)
    assert the_button(user, "train").enabled


async def test_a_training_is_watched_and_stopped(user: User, studio: Studio) -> None:
    trained.bring_takes(studio)
    await user.open("/train")
    studio.work.start(train.JOB, some_jobs.train_for_ever)
    await user.should_see(SCORING["subject"] + " · 50 %")
    await user.should_see(marker="curves")
    await user.should_see(Texts.NOW.format(training=2, what="scoring"))
    assert not the_button(user, "train").enabled
    user.find(marker="stop").click()
    await user.should_see(Texts.STOPPED)
    await user.should_not_see(marker="working")
    assert the_button(user, "train").enabled and not studio.model.exists()


async def test_what_went_wrong_is_told(user: User, studio: Studio) -> None:
    await user.open("/train")
    studio.work.start(train.JOB, some_jobs.refuse)
    await user.should_see("There are no takes.")
    studio.work.start("another", some_jobs.last)
    await user.should_not_see("There are no takes.")
    await user.should_not_see(WorkTexts.BEGINNING)


async def test_the_button_trains_with_what_was_chosen(user: User, studio: Studio) -> None:
    trained.bring_takes(studio)
    await user.open("/train")
    [epochs] = user.find(marker="epochs").elements
    epochs.value = 5
    assert studio.options.epochs == 5 and studio.options.hidden is None
    user.find(marker="train").click()
    await until(lambda: studio.work.state == DONE)
    await user.should_see(marker="score")
    await user.should_see(marker="whole")
    assert studio.model.is_file() and studio.report.is_file()
    assert {each.epochs for each in studio.work.told} == {5}


TYPED: list[tuple[str, float | None, int | None]] = [
    ("hidden", 99_999, 256),
    ("hidden", -3, 1),
    ("hidden", None, None),
    ("epochs", 7.9, 7),
    ("seed", -1, 0),
    ("seed", 1e30, 2**32 - 1),
    ("seed", None, 1),
]


async def test_numbers_are_held_to_what_can_be(user: User, studio: Studio) -> None:
    await user.open("/train")
    for name, typed, taken in TYPED:
        [field] = user.find(kind=ui.number, marker=name).elements
        field.value = typed
        assert getattr(studio.options, name) == taken


async def test_what_another_tab_chooses_is_seen_here(user: User, studio: Studio) -> None:
    await user.open("/train")
    studio.options = Options(split="session", hidden=9)
    [hidden] = user.find(kind=ui.number, marker="hidden").elements
    [split] = user.find(kind=ui.select, marker="split").elements
    await until(lambda: hidden.value == 9)
    assert split.value == "session"


async def test_the_score_comes_first_and_the_rest_beside_it(user: User, studio: Studio) -> None:
    report = trained.train(studio)
    await user.open("/train")
    await user.should_see(words.percent(report["accuracy"]))
    for text in (words.certainty(report), words.gap(report), words.yardstick(report)):
        await user.should_see(text)
    await user.should_see("has 5 takes only, so luck decides")
    await user.should_see(report["curves"]["text"])
    await user.should_see(Texts.NONE_HURT)
    await user.should_see(marker="whole")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, ""),
        ({"folds": 1}, Texts.DOUBT_SEEN),
        ({"split": "random"}, Texts.DOUBT_RANDOM),
        ({"nothing": [2, 0], "confusion": [[7, 0], [0, 30]]}, "wave has 9 takes only"),
        ({"confidence_interval": {"recordings": [0.6, 0.95]}}, "from 60.0\N{NO-BREAK SPACE}% to"),
    ],
)
def test_a_score_that_is_worth_little_says_why(changed: dict[str, Any], said: str) -> None:
    sound = {
        "split": "subject",
        "folds": 3,
        "labels": ["wave", "idle"],
        "confusion": [[28, 2], [0, 30]],
        "nothing": [0, 0],
        "confidence_interval": {"recordings": [0.9, 0.99]},
    }
    told = doubts(sound | changed)
    assert said in told and bool(said) == bool(told)


async def test_a_damaged_report_is_told_on_the_page(user: User, studio: Studio) -> None:
    trained.bring_takes(studio)
    numbers = Places.of(studio.model).numbers
    numbers.write_text('{"accuracy": 1}')
    await user.open("/train")
    await user.should_see(Texts.DAMAGED.format(file=numbers.name))
    await user.should_not_see(kind=ui.spinner)
    numbers.unlink()
    await user.should_see(Texts.NO_REPORT)


async def test_a_list_that_is_damaged_meanwhile_is_told(user: User, studio: Studio) -> None:
    trained.bring_takes(studio)
    await user.open("/train")
    await user.should_see("10 takes, 2 labels")
    listed = studio.folder / "recordings.csv"
    before = listed.read_text()
    listed.write_text("x" + before)
    await user.should_see("is not the header of a dataset")
    listed.write_text(before.rpartition("\n")[0].rpartition("\n")[0] + "\n")
    await user.should_see("9 takes, 2 labels")


async def test_a_cell_shows_its_takes_and_leads_to_them(user: User, studio: Studio) -> None:
    trained.train(studio)
    take = Dataset.open(studio.folder).recordings[0]
    await user.open("/train")
    await user.should_see(marker="cell-1-1")
    await user.should_not_see(marker=f"take-{take.id}")
    user.find(marker="cell-1-1").click()
    await user.should_see(marker=f"take-{take.id}")
    user.find(marker=f"take-{take.id}").click()
    await user.should_see(DataTexts.INTRO)
    assert studio.browsing.opened == take.id


async def test_a_take_is_relabeled_and_taken_back(user: User, studio: Studio) -> None:
    trained.train(studio)
    said = trained.suspect(studio, 0)
    await user.open("/train")
    await user.should_see(marker=f"relabel-{said['id']}")
    await user.should_not_see(Texts.OLDER)
    user.find(marker=f"relabel-{said['id']}").click()
    await user.should_see(Texts.OLDER)
    await user.should_see(Texts.RELABELED.format(label=said["suggested"]))
    assert Dataset.open(studio.folder).recordings[0].label == said["suggested"]
    user.find(marker="undo").click()
    await user.should_not_see(Texts.OLDER)
    assert Dataset.open(studio.folder).recordings[0].label == said["label"]


async def test_the_report_is_served_in_a_sandbox(user: User, studio: Studio) -> None:
    assert (await user.http_client.get(report_page.PATH)).status_code == 404
    trained.train(studio)
    answer = await user.http_client.get(report_page.PATH)
    assert answer.content == studio.report.read_bytes()
    assert answer.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("text", ["<img src=x onerror=alert(1)>", "{0} {take}", "'; --"])
async def test_labels_are_text(user: User, studio: Studio, text: str) -> None:
    trained.train(studio)
    for file in (studio.folder / "recordings.csv", Places.of(studio.model).numbers):
        file.write_text(file.read_text().replace("closer", text))
    await user.open("/train")
    await user.should_see(marker="cell-1-1")
    user.find(marker="cell-1-1").click()
    await user.should_see(text)
    assert not [each for each in user.find(kind=ui.html).elements if text in each.content]
