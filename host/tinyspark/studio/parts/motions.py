"""Gestures of the virtual board, on pages where a board is moved: buttons, or for each take."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

from nicegui import ui

from tinyspark.dataset.settings import IMU
from tinyspark.errors import UserError
from tinyspark.studio import saying, texts
from tinyspark.studio.changes import on_change
from tinyspark.studio.performer import LEAST
from tinyspark.studio.standing import GONE
from tinyspark.studio.studio import Studio

TEXTS = texts.Motions


def buttons(studio: Studio) -> None:
    """A button for each gesture that plays it, as long as the board is a virtual one of ours.

    Those of the sensor that the board's model uses.
    """

    def sensor() -> str:
        hello = studio.seat.standing.hello
        return (hello.model_sensor if hello else "") or IMU.sensor

    @saying.told
    async def play(label: str) -> None:
        toy, perform = await asyncio.to_thread(studio.toy), studio.performer.play
        if toy is not None and not await asyncio.to_thread(perform, toy, label, sensor()):
            raise UserError(texts.Board.NOT_NOW)

    def draw(found: list[str]) -> None:
        for label in found:
            ui.button(label, icon="play_arrow", on_click=lambda label=label: play(label)).props(
                "outline"
            ).mark(f"play-{label}")

    _row(studio, TEXTS.PLAY, sensor, draw)


def at_each_take(studio: Studio) -> None:
    """A choice of what the virtual board does at each take."""
    recorder, performer = studio.recorder, studio.performer
    chips: dict[str, ui.button] = {}

    def choose(label: str) -> None:
        performer.chosen = label
        plan = recorder.plan
        if label:
            seconds = max(plan.seconds, LEAST)
            recorder.plan = replace(plan, label=label, seconds=seconds)
            if seconds != plan.seconds:
                saying.note(TEXTS.LONGER.format(seconds=seconds))

    def mark(chosen: str) -> None:
        for label, chip in chips.items():
            chip.classes(add="chosen" if label == chosen else "", remove="chosen")
            chip.props["aria-pressed"] = "true" if label == chosen else "false"

    def draw(found: list[str]) -> None:
        chips.clear()
        if performer.chosen not in found:
            performer.chosen = ""
        for label in ("", *found):
            chip = ui.button(label or TEXTS.REST, color=None)
            chip.on_click(lambda label=label: choose(label)).props("flat dense")
            chips[label] = chip.classes("label-chip").mark(f"perform-{label or 'nothing'}")
        mark(performer.chosen)

    _row(studio, TEXTS.AT_EACH_TAKE, lambda: recorder.plan.sensor, draw)
    on_change(lambda: performer.chosen, mark)


def _row(
    studio: Studio, words: str, sensor: Callable[[], str], draw: Callable[[list[str]], None]
) -> None:
    """A row for what the virtual board can do with a sensor; hidden without such a board."""
    with ui.row().classes("row") as row:
        ui.label(words).classes("soft")
        place = ui.row().classes("row")
    row.visible = False

    @saying.told
    async def show(_: object) -> None:
        toy = await asyncio.to_thread(studio.toy)
        found = await asyncio.to_thread(studio.performer.labels, toy, sensor()) if toy else []
        row.visible = bool(found) and studio.seat.standing.state != GONE
        if toy is not None:
            place.clear()
            with place:
                draw(found)

    seen: object = None

    async def look() -> None:
        nonlocal seen
        now = (studio.seat.virtual, sensor(), studio.seat.standing.state == GONE)
        if now != seen:
            seen = now
            await show(now)

    ui.timer(0.3, look)
