"""The page Lessons: one is chosen and told step by step while it computes; then the board."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from nicegui import ui

from gesturekit import model_format
from tinyspark import lessons
from tinyspark.learning.model_file import read_model
from tinyspark.lessons import GLASS_BOX, Lesson
from tinyspark.studio import jobs, orders, saying, texts
from tinyspark.studio.changes import on_change
from tinyspark.studio.parts.facts import heading
from tinyspark.studio.parts.orders import order_button
from tinyspark.studio.parts.stepping import stepping
from tinyspark.studio.parts.told import told
from tinyspark.studio.parts.working import working
from tinyspark.studio.standing import THERE
from tinyspark.studio.studio import Studio
from tinyspark.studio.telling import Section, Telling, sections
from tinyspark.studio.work import DONE, FAILED, STOPPED

TEXTS = texts.Lessons
PATH = "/lessons"
JOBS = "lesson "  # and the name of one


def build(studio: Studio) -> None:
    """Draw the page."""
    with ui.column().classes("full") as whole:
        pass

    def draw(telling: Telling | None) -> None:
        whole.clear()
        with whole:
            if telling is None:
                _list(studio)
            else:
                _one(studio, telling)

    on_change(lambda: studio.lesson, draw)


def _list(studio: Studio) -> None:
    """Draw all lessons, to choose one."""
    working(studio.work, JOBS)
    with ui.element("div").classes("two full"):
        for number, lesson in enumerate(lessons.LESSONS, 1):
            with ui.element("section").classes("card stack").mark(f"lesson-{lesson.name}"):
                with ui.row().classes("row"):
                    heading(f"{number}. {lesson.title}")
                    ui.label(lesson.name).classes("soft")
                ui.label(_sentence(lesson)).classes("words")
                if lesson.name == GLASS_BOX:
                    own = studio.model.is_file() and studio.shelf.rows()
                    ui.label(TEXTS.OWN if own else TEXTS.EXAMPLE).classes("soft words")
                ui.button(TEXTS.TAKE, on_click=_beginner(studio, lesson.name)).mark(
                    f"take-{lesson.name}"
                )


def _beginner(studio: Studio, name: str) -> Callable[[], Awaitable[None]]:
    """Return what begins a lesson."""

    @saying.told
    async def begin() -> None:
        job = JOBS + name
        if name == GLASS_BOX:
            own = await asyncio.to_thread(_own, studio)
            await asyncio.to_thread(studio.work.start, job, jobs.look_inside, *own)
        else:
            await asyncio.to_thread(studio.work.start, job, jobs.lesson, name)
        studio.lesson = Telling(name, studio.work.told)

    return begin


def _own(studio: Studio) -> tuple[bytes, Path, str]:
    """Return model, dataset and take for the glass box; no model where there is none."""
    rows = studio.shelf.rows()
    if not studio.model.is_file() or not rows:
        return b"", studio.folder, ""
    take = studio.glass.take
    there = take in {row.id for row in rows}
    return read_model(studio.model), studio.folder, take if there else rows[0].id


def _one(studio: Studio, telling: Telling) -> None:
    """Draw the lesson that was begun last."""
    lesson = lessons.find(telling.name)
    job = JOBS + telling.name

    def leave() -> None:
        studio.lesson = None

    with ui.element("section").classes("card stack"):
        with ui.row().classes("row full"):
            heading(lesson.title)
            ui.label(_sentence(lesson)).classes("soft")
            ui.space()
            ui.button(TEXTS.AGAIN, on_click=_beginner(studio, telling.name)).props("outline")
            ui.button(TEXTS.ALL, icon="list", on_click=leave).props("flat").mark("all")
        working(studio.work, job)
        outcome = ui.label().classes("words bad").props("role=status").mark("outcome")
        stepping(
            telling,
            lambda: sections(telling.told, TEXTS.BEGINNING),
            _draw,
            lambda: studio.work.name == job and studio.work.running,
        )
        _onward(studio, telling, job)
    board = ui.column().classes("full")

    def end(seen: tuple[str, str, str]) -> None:
        state, name, error = seen
        words = {FAILED: error, STOPPED: TEXTS.STOPPED}.get(state, "") if name == job else ""
        outcome.text, outcome.visible = words, bool(words)
        board.clear()
        result = studio.work.result if state == DONE and name == job else None
        if result is not None and result.models:  # None when another tab has just begun anew
            with board:
                _board(studio, result.models)

    on_change(lambda: (studio.work.state, studio.work.name, studio.work.error), end)


def _sentence(lesson: Lesson) -> str:
    return f"{lesson.summary[0].upper()}{lesson.summary[1:]}."


def _onward(studio: Studio, telling: Telling, job: str) -> None:
    """Draw the way to the next lesson, where this one ends."""
    following = lessons.after(lessons.find(telling.name))
    with ui.row().classes("row") as row:
        if following:
            words = TEXTS.ONWARD.format(title=following.title)
            button = ui.button(words, on_click=_beginner(studio, following.name))
            button.props("outline icon-right=arrow_forward").mark("onward")
        else:
            ui.label(TEXTS.LAST)
            ui.link(TEXTS.TO_RECORD, "/record").mark("onward")

    def look() -> bool:
        running = studio.work.name == job and studio.work.running
        return not running and telling.step == len(sections(telling.told, TEXTS.BEGINNING)) - 1

    on_change(look, row.set_visibility)


def _draw(section: Section) -> None:
    for part in section.parts:
        told(part)


def _board(studio: Studio, models: dict[str, bytes]) -> None:
    """Draw what puts the networks of a lesson on the board."""
    with ui.element("section").classes("card stack").mark("board"):
        heading(TEXTS.BOARD)
        ui.label(TEXTS.BOARD_HINT).classes("words")
        with ui.row().classes("row") as row:
            for name, model in models.items():
                _put(studio, name, model)
        hint = ui.label(TEXTS.NO_BOARD).classes("soft")

    def turn(there: bool) -> None:
        row.visible, hint.visible = there, not there

    on_change(lambda: studio.seat.standing.state == THERE, turn)


def _put(studio: Studio, name: str, model: bytes) -> None:
    buttons = model_format.load(model).sensor == "buttons"
    order_button(
        TEXTS.PUT.format(name=name),
        lambda: orders.deploy(studio.seat, model),
        lambda _: saying.note(TEXTS.WITH_BUTTONS if buttons else TEXTS.WITH_A_HAND),
    ).mark(f"put-{name}")
