"""What the board has reported, and "that was wrong": the take of it goes into the dataset."""

import asyncio
import time
from dataclasses import dataclass, replace

from nicegui import ui

from gesturekit.plain_features import LASTING
from tinyspark.dataset.naming import REST_LABELS, check_label
from tinyspark.studio import saying, texts
from tinyspark.studio.changes import on_change
from tinyspark.studio.listening import NOTHING, Answer, Listening
from tinyspark.studio.live import MISSED, Live
from tinyspark.studio.pages.live_bars import color, has_model, percent
from tinyspark.studio.studio import Studio

TEXTS = texts.Live
SHOWN = 25  # entries


@dataclass(frozen=True)
class Entry:
    """One line. told: what was reported, NOTHING if nothing was; would: what else would be.

    righted: the label with which it is in the dataset by now, "" when it is not.
    """

    answer: Answer
    told: int
    would: int
    righted: str = ""


def entries(live: Live) -> list[Entry]:
    """Return what is worth a line, the latest first: each movement that ended, each report."""
    listening = live.listening
    if listening is None:
        return []
    would = listening.with_thresholds(live.thresholds)
    found = [
        Entry(answer, answer.told, other)
        for answer, other in zip(listening.answers, would, strict=False)
        if answer.event != LASTING or answer.told != NOTHING or other != NOTHING
    ]
    return found[: -SHOWN - 1 : -1]


def log(studio: Studio) -> None:
    """The list, and the dialog of what it really was."""
    live = studio.live
    with ui.element("div").classes("card stack") as card:
        ui.label(TEXTS.LOG).classes("head").props("role=heading aria-level=2")
        with ui.row().classes("row") as missed:
            ui.button(TEXTS.MISSED, on_click=lambda: _ask(studio, None)).props("outline")
            ui.label(TEXTS.MISSED_HINT.format(seconds=f"{MISSED:g}")).classes("soft")
        rows = ui.element("div").classes("log").props("role=log").mark("log")

    def show(found: list[Entry]) -> None:
        rows.clear()
        with rows:
            if not found:
                ui.label(TEXTS.NOTHING_YET).classes("soft")
            for entry in found:
                _row(studio, entry)

    on_change(lambda: _righted(studio, entries(live)), show)
    on_change(lambda: has_model(studio), missed.set_visibility)
    on_change(lambda: has_model(studio) or bool(entries(live)), card.set_visibility)


def _righted(studio: Studio, found: list[Entry]) -> list[Entry]:
    """Say which of them are in the dataset, and as what: Data may have changed that since."""
    ids = studio.live.righted
    if not ids:
        return found
    labels = {row.id: row.label for row in studio.shelf.rows()}
    return [replace(entry, righted=labels.get(ids.get(entry.answer, ""), "")) for entry in found]


def _row(studio: Studio, entry: Entry) -> None:
    listening, answer = studio.live.listening, entry.answer
    with ui.element("div").classes("log-row").style(f"--label: {color(entry.told)}"):
        with ui.element("div"):
            clock = time.strftime("%H:%M:%S", time.localtime(answer.clock))
            ui.label(clock).classes("soft small")
            sure = TEXTS.PERCENT.format(
                label=name(listening, answer.best), share=percent(answer.confidence)
            )
            ui.label(sure if entry.told != NOTHING else f"{TEXTS.NOTHING} ({sure})")
            if entry.would != entry.told:
                other = TEXTS.NOTHING if entry.would == NOTHING else name(listening, entry.would)
                ui.label(TEXTS.WOULD_BE.format(label=other)).classes("head")
            if entry.righted:
                ui.label(TEXTS.RIGHTED.format(label=entry.righted)).classes("good")
        if not entry.righted:
            button = ui.button(TEXTS.WRONG_SHORT, icon="flag").mark("wrong")
            button.on_click(lambda: _ask(studio, answer)).props("flat dense")
            button.props(f'aria-label="{TEXTS.WRONG}"').tooltip(TEXTS.WRONG)


def name(listening: Listening | None, label: int) -> str:
    """Return the label with this number."""
    labels = listening.said.labels if listening else ()
    return labels[label] if label < len(labels) else str(label)


def _ask(studio: Studio, answer: Answer | None) -> None:
    """Ask what it really was, and add it to the dataset."""
    listening = studio.live.listening
    known = {*(listening.said.labels if listening else ()), *REST_LABELS}
    known |= {row.label for row in studio.shelf.rows()}
    with ui.dialog() as dialog, ui.element("div").classes("card"):
        ui.label(TEXTS.WHAT).classes("head")
        with ui.row().style("margin: 0.75rem 0"):
            for label in sorted(known):
                _choice(studio, answer, label, dialog)
        with ui.row():
            other = ui.input(TEXTS.WHAT_HINT).props("outlined dense").mark("right-label")
            ui.button(TEXTS.ADD, on_click=lambda: _add(studio, answer, other.value, dialog))
            ui.button(TEXTS.CANCEL, on_click=dialog.close).props("flat")
    dialog.on("hide", dialog.delete)
    dialog.open()


def _choice(studio: Studio, answer: Answer | None, label: str, dialog: ui.dialog) -> None:
    ui.button(label, on_click=lambda: _add(studio, answer, label, dialog)).props("outline")


@saying.told
async def _add(studio: Studio, answer: Answer | None, label: str, dialog: ui.dialog) -> None:
    plan = studio.recorder.plan
    put_right = studio.live.put_right
    await asyncio.to_thread(put_right, answer, check_label(label), plan.subject, plan.session)
    dialog.close()
    saying.note(TEXTS.ADDED.format(label=label))
