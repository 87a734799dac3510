"""What a check of all takes finds, and one press for what to do about each kind of problem."""

import asyncio
from functools import partial

from nicegui import ui

from tinyspark.learning.advice import Advice, advise
from tinyspark.learning.verdicts import Verdicts
from tinyspark.studio import saying, texts
from tinyspark.studio.changes import on_change
from tinyspark.studio.data import repairs
from tinyspark.studio.data.browsing import Browsing, Wanted
from tinyspark.studio.data.doing import do
from tinyspark.studio.studio import Studio
from tinyspark.studio.work import DONE, FAILED, RUNNING
from tinyspark.terminal.screen import clean

TEXTS = texts.Data
NAME = "check"


def build(studio: Studio) -> None:
    """Draw the card."""
    browsing = studio.browsing

    @saying.told
    async def start() -> None:
        await asyncio.to_thread(studio.work.start, NAME, repairs.check, studio.folder)

    with ui.element("div").classes("card").mark("check-card"):
        ui.label(TEXTS.CHECK).classes("head").props("role=heading aria-level=2")
        ui.label(TEXTS.CHECK_HINT).classes("soft")
        with ui.row().classes("row"):
            button = ui.button(TEXTS.CHECK, icon="fact_check", on_click=start).mark("check")
            stop = ui.button(TEXTS.STOP, on_click=studio.work.stop).props("outline")
            wait = ui.spinner()
            state = ui.label().props("role=status aria-live=polite").mark("check-state")
        found = ui.element("div").classes("found")

    def show(now: tuple[str, str, Verdicts | None, int]) -> None:
        name, going, verdicts, count = now
        running = name == NAME and going == RUNNING
        stop.visible = wait.visible = running
        button.visible = not running
        button.text = TEXTS.CHECK_AGAIN if verdicts else TEXTS.CHECK
        if running:
            state.text = TEXTS.CHECKING
        elif name == NAME and going == FAILED:
            state.text = studio.work.error
        else:
            state.text = _summary(verdicts, count) if verdicts else ""
        found.clear()
        with found:
            for each in advise(verdicts, studio.folder) if verdicts else []:
                _advice(browsing, each)

    def look() -> tuple[str, str, Verdicts | None, int]:
        work = studio.work
        if work.name == NAME and work.state == DONE:
            browsing.checked = work.result
        shown = browsing.look()
        return work.name, work.state, shown.verdicts, len(shown.every)

    on_change(look, show)


def _summary(verdicts: Verdicts, there: int) -> str:
    """Say what was found; there: how many takes there are by now."""
    count = len(verdicts.problems)
    unseen = TEXTS.SINCE.format(count=there - count, total=there) if there > count else ""
    good = TEXTS.CHECKED_GOOD if unseen else TEXTS.ALL_GOOD
    said = TEXTS.SOME_BAD if verdicts.bad else good if count else ""
    tight = TEXTS.TIGHT.format(tight=len(verdicts.tight), count=count) if verdicts.tight else ""
    words = (said.format(bad=verdicts.bad, count=count), unseen, tight)
    return " ".join(filter(None, words))


def _advice(browsing: Browsing, advice: Advice) -> None:
    """Draw what to do about one kind of problem."""
    ids = frozenset(advice.takes)

    def choose() -> None:
        browsing.wanted = Wanted(problem=advice.kind)
        browsing.chosen = ids

    with ui.element("div").classes("advice"):
        ui.label(clean(advice.sentence(), 400)).classes("lines")
        with ui.row().classes("row"):
            ui.button(TEXTS.CHOOSE_THEM, on_click=choose).props("flat dense")
            if advice.label:
                text = TEXTS.RELABEL_THEM.format(count=len(ids), label=clean(advice.label))
                act = partial(do, repairs.relabel, browsing.shelf, ids, advice.label)
            else:
                text = TEXTS.DELETE_THEM.format(count=len(ids))
                act = partial(do, repairs.delete, browsing.shelf, ids)
            ui.button(text, on_click=act).props("outline dense")
