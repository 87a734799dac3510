"""The page Lessons: all of them are there, told section by section; a reload loses none."""

import asyncio
import time

import pytest
from nicegui import ui
from nicegui.testing import User

from gesturekit import model_format
from tinyspark import lessons
from tinyspark.lessons.story import Heading, Next, Paragraph, Program, Table
from tinyspark.studio import jobs
from tinyspark.studio.pages import lessons as page
from tinyspark.studio.studio import Studio
from tinyspark.studio.telling import Drawn, Telling, sections
from tinyspark.studio.texts import Lessons as Texts
from tinyspark.studio.work import DONE

TOLD = [
    Paragraph("before all"),
    Heading("First things"),
    Table(("name", "figure"), [("<b>one</b>", "1.5")]),
    Program("print(1)"),
    Heading("Last things"),
    Drawn("curve", b"\x89PNG"),
    Next("go on"),
]


def test_parts_stand_under_their_headings() -> None:
    found = sections(TOLD, "Opening")
    assert [section.title for section in found] == ["Opening", "First things", "Last things"]
    assert [len(section.parts) for section in found] == [1, 2, 2]
    assert sections([]) == []


async def test_all_lessons_are_there(user: User, studio: Studio) -> None:
    await user.open("/lessons")
    for lesson in lessons.LESSONS:
        await user.should_see(lesson.title)
        await user.should_see(lesson.summary[1:])
    await user.should_see(Texts.EXAMPLE)


async def test_a_lesson_is_seen_section_by_section(user: User, studio: Studio) -> None:
    studio.lesson = Telling("neuron", TOLD)
    await user.open("/lessons")
    await user.should_see("before all")
    user.find(marker="next").click()
    await user.should_see("<b>one</b>")
    await user.should_see("print(1)")
    await user.should_not_see(marker="onward")
    user.find(marker="next").click()
    await user.should_see("go on")
    await user.should_see(Texts.ONWARD.format(title="Walk or stop?"))
    [picture] = [each for each in user.find(kind=ui.element).elements if each.tag == "img"]
    assert picture.props["src"].startswith("data:image/png;base64,") and picture.props["alt"]
    await user.open("/lessons")  # a reload
    await user.should_see("go on")
    user.find(marker="all").click()
    await user.should_see(Texts.TAKE)


async def test_after_the_last_lesson_there_are_gestures(user: User, studio: Studio) -> None:
    studio.lesson = Telling(lessons.GLASS_BOX, TOLD[:1])
    await user.open("/lessons")
    await user.should_see(Texts.LAST)
    await user.should_see(Texts.TO_RECORD)


async def test_new_parts_appear_while_a_lesson_is_told(user: User, studio: Studio) -> None:
    told = TOLD[:1]
    studio.lesson = Telling("neuron", told)
    await user.open("/lessons")
    await user.should_see("1 of 1")
    told.extend(TOLD[1:])
    await user.should_see("1 of 3")


@pytest.mark.long
@pytest.mark.parametrize("name", ["by-hand", "glass-box"])
async def test_a_lesson_is_told_by_the_work(user: User, studio: Studio, name: str) -> None:
    await user.open("/lessons")
    user.find(marker=f"take-{name}").click()
    for _ in range(1200):
        await asyncio.sleep(0.05)
        if studio.work.state == DONE:
            break
    assert studio.work.state == DONE and studio.work.name == page.JOBS + name
    assert studio.lesson is not None
    assert any(isinstance(part, Drawn) for part in studio.lesson.told)
    await user.should_see(f"1 of {len(sections(studio.lesson.told))}")


@pytest.mark.long
def test_a_lesson_brings_its_networks_as_models(studio: Studio) -> None:
    studio.work.start("lesson", jobs.lesson, "streetlight")
    while studio.work.running:
        time.sleep(0.05)
    models = studio.work.result.models
    assert "streetlight" in models
    assert model_format.load(models["streetlight"]).sensor == "buttons"
