"""The page Record: the live plot, one big button, the verdict on each take at once."""

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from nicegui import ui
from nicegui.events import KeyEventArguments

from tinyspark.dataset.dataset_rows import Row
from tinyspark.studio import recorder, saying, texts
from tinyspark.studio.changes import on_change
from tinyspark.studio.pages import record_fields
from tinyspark.studio.parts import motions
from tinyspark.studio.parts.absence import absent
from tinyspark.studio.parts.sketch import Sketch
from tinyspark.studio.parts.trace import Trace
from tinyspark.studio.recorder import Scene
from tinyspark.studio.showing import Showing
from tinyspark.studio.shown import while_shown
from tinyspark.studio.studio import Studio

TEXTS = texts.Record
PATH = "/record"
GOAL = 10  # takes of each label
SHOWN = 8  # takes
_TYPING = ["input", "select", "textarea"]  # who is in one of these means no key of ours


def build(studio: Studio) -> None:
    """Draw the page."""
    absent(studio).classes("card")
    with ui.element("div").classes("recording"):
        with ui.element("div"):
            record_fields.labels(studio, GOAL)
            _stage(studio)
            motions.at_each_take(studio)
            _verdict(studio)
        with ui.element("div"):
            _button(studio)
            record_fields.fields(studio.recorder)
    _last(studio)
    _keys({" ": partial(_toggle, studio)}, _TYPING + ["button"])  # there it presses the button
    acts = {"k": studio.recorder.keep, "r": studio.recorder.redo, "u": studio.recorder.undo}
    _keys(acts, _TYPING)
    client = ui.context.client
    client.on_connect(lambda: studio.recorder.watched(client.id, True))
    client.on_delete(lambda: studio.recorder.watched(client.id, False))
    choose = while_shown(studio.seat, None)
    on_change(lambda: studio.recorder.plan.sensor, lambda sensor: choose(Showing(sensor)))


def _stage(studio: Studio) -> None:
    """The plot, and over it what somebody who stands before the board has to read."""
    with ui.element("div").classes("stage") as stage:
        Trace().follow(studio.seat.tape)
        loud = ui.label().classes("loud").props("role=status aria-live=assertive").mark("loud")
        still = ui.label(TEXTS.STANDS_STILL).classes("loud quiet").mark("stands-still")

    def show(scene: Scene) -> None:
        stage.classes(remove="taking")
        still.visible = scene.state == recorder.WAITING
        loud.classes(remove="number")
        if scene.state == recorder.COUNTING and scene.left:
            loud.classes(add="number")
        if scene.state == recorder.TAKING:
            stage.classes(add="taking")
        loud.text = {
            recorder.COUNTING: str(scene.left or ""),
            recorder.TAKING: TEXTS.NOW,
            recorder.WAITING: TEXTS.PRESS,
            recorder.LOST: TEXTS.LOST,
        }.get(scene.state, "")

    on_change(lambda: studio.recorder.scene, show, every=0.05)


def _button(studio: Studio) -> None:
    button = (
        ui.button(on_click=lambda: _try(partial(_toggle, studio)))
        .classes("big first")
        .mark("record")
    )
    button.props('autofocus data-test="record"')
    with ui.row().classes("first"):
        progress = ui.label().classes("head").mark("progress")
        ui.label(TEXTS.SPACE).classes("soft")

    def show(scene: Scene) -> None:
        button.text = TEXTS.STOP if scene.running else TEXTS.RECORD
        button.props(f"color={'negative' if scene.running else 'primary'}")
        button.props(f"icon={'stop' if scene.running else 'fiber_manual_record'}")
        told = TEXTS.PROGRESS.format(done=scene.done, wanted=scene.wanted)
        progress.text = told if scene.wanted > 1 else ""

    on_change(lambda: studio.recorder.scene, show)


def _verdict(studio: Studio) -> None:
    with ui.element("div").classes("card row").props("role=status aria-live=polite") as card:
        icon = ui.icon("check_circle").classes("text-h4")
        words = ui.label().mark("verdict").style("white-space: pre-line; flex: 1")
        thumb = ui.element("div").classes("verdict-thumb")
        with ui.row():
            keep = _decision(studio, TEXTS.KEEP, studio.recorder.keep)
            redo = _decision(studio, TEXTS.REDO, studio.recorder.redo)
            undo = _decision(studio, TEXTS.UNDO, studio.recorder.undo)

    def show(scene: Scene) -> None:
        asking = scene.state == recorder.ASKING
        card.visible = scene.judged is not None or bool(scene.words)
        keep.visible = asking and scene.judged is not None and scene.judged.take.whole
        redo.visible = scene.judged is not None and scene.state in recorder.MAY_REDO
        undo.visible = bool(scene.id) and not asking
        words.text = verdict(scene)
        good = scene.judged is not None and scene.judged.good and not scene.words
        icon.name = "check_circle" if good else "error"
        icon.classes(add="good" if good else "bad", remove="bad" if good else "good")

    def draw(_: int) -> None:
        judged = studio.recorder.scene.judged
        thumb.clear()
        if judged is not None and len(judged.samples):
            with thumb:
                Sketch(judged.samples, studio.shelf.settings())

    on_change(lambda: studio.recorder.scene, show)
    on_change(lambda: studio.recorder.scene.number, draw)


def _decision(studio: Studio, text: str, act: Callable[[], object]) -> ui.button:
    return ui.button(text, on_click=lambda: _try(act)).props("outline")


def verdict(scene: Scene) -> str:
    """Return what became of the latest take, and what went wrong, in words."""
    lines = [scene.words] if scene.words else []
    judged = scene.judged
    if judged is not None and judged.good:
        lines.append(TEXTS.GOOD if scene.id else TEXTS.DROPPED)
    elif judged is not None:
        lines.append(TEXTS.KEPT if scene.id else TEXTS.BAD)
        lines += judged.problems
        lines += [] if judged.take.whole else [TEXTS.TORN]
        lines += [] if scene.id or scene.state == recorder.ASKING else [TEXTS.DROPPED]
    return "\n".join(lines)


def _last(studio: Studio) -> None:
    ui.label(TEXTS.LAST).classes("head").props("role=heading aria-level=2")
    takes = ui.element("div").classes("takes")

    def show(rows: tuple[Row, ...]) -> None:
        takes.clear()
        with takes:
            if not rows:
                ui.label(TEXTS.NONE).classes("soft")
            for row in reversed(rows[-SHOWN:]):
                _take(studio, row, record_fields.colors(rows)[row.label])

    on_change(studio.shelf.rows, show)


def _take(studio: Studio, row: Row, color: str) -> None:
    with ui.element("div").classes("card").style(f"--label: {color}; padding: 0.5rem"):
        with ui.row().classes("row"):
            ui.element("div").classes("dot")
            ui.label(row.label).classes("head")
            ui.space()
            drop = partial(studio.recorder.delete, row.id)
            ui.button(icon="delete", on_click=lambda: _try(drop)).props(
                f'flat round dense aria-label="{TEXTS.DELETE}"'
            )
        take = studio.shelf.take(row)
        if take is not None:
            Sketch(take.samples, studio.shelf.settings())
        good = not row.verdict
        ui.label(TEXTS.GOOD_TAKE if good else row.verdict).classes("good" if good else "bad")


def _toggle(studio: Studio) -> None:
    going = studio.recorder.scene.running
    (studio.recorder.stop if going else studio.recorder.start)()


def _keys(acts: Mapping[str, Callable[[], object]], left_alone: list[Any]) -> None:
    """Let keys act; with Ctrl, Alt or Meta they are the browser's."""

    async def press(event: KeyEventArguments) -> None:
        act, held = acts.get(event.key.name.lower()), event.modifiers
        if event.action.keydown and act and not (held.ctrl or held.alt or held.meta):
            await _try(act)

    ui.keyboard(press, repeating=False, ignore=left_alone)


@saying.told
async def _try(act: Callable[[], object]) -> None:
    await asyncio.to_thread(act)  # some write files
