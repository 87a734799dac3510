"""How sure the board is of each label, as bars, and thresholds on them that one can drag."""

import asyncio
import time
from dataclasses import dataclass

from nicegui import ui

from gesturekit.plain_features import LASTING
from tinyspark.studio import looks, saying, texts
from tinyspark.studio.changes import on_change
from tinyspark.studio.listening import NOTHING, Listening
from tinyspark.studio.live import Live
from tinyspark.studio.parts.absence import absence
from tinyspark.studio.parts.handle import Handle
from tinyspark.studio.studio import Studio

TEXTS = texts.Live
FULL = 255
HELD = 2.0  # seconds that an answer is shown


def color(label: int) -> str:
    """Return the color of a label as the pixels show it; of none, that of lines."""
    return "var(--line)" if label == NOTHING else looks.LABELS[label % len(looks.LABELS)]


def percent(share: int) -> int:
    """Return 0..255 as percent."""
    return round(100 * share / FULL)


def has_model(studio: Studio) -> bool:
    """Whether a board with a model is there; without one there is nothing to see."""
    hello = studio.seat.standing.hello
    return not absence(studio) and hello is not None and bool(hello.model_hash)


def bars(studio: Studio) -> None:
    """The bars of the model that the board has, and what to do with their thresholds."""
    live = studio.live
    with ui.element("div").classes("card") as card:
        ui.label(TEXTS.CERTAINTY).classes("head").props("role=heading aria-level=2")
        rows = ui.element("div").style("display: grid; gap: 0.5rem; margin-top: 0.75rem")
        _thresholds(live)

    def draw(listening: Listening | None) -> None:
        rows.clear()
        with rows:
            for number, label in enumerate(listening.said.labels if listening else ()):
                _bar(live, listening, number, label)

    on_change(lambda: live.listening, draw)
    on_change(lambda: has_model(studio), card.set_visibility)


def _bar(live: Live, listening: Listening | None, number: int, label: str) -> None:
    model = listening.model if listening else None
    with ui.element("div").classes("certainty").style(f"--label: {color(number)}"):
        with ui.element("div").classes("name"):
            ui.element("div").classes("dot").style("flex: none")
            ui.label(label)
        with ui.element("div").classes("track"):
            fill = ui.element("div").classes("fill")
            if model is not None and number not in (model.idle, model.unknown):
                _handle(live, number, label)
        share = ui.label()

    def certainty() -> int:
        confidences = shown(listening, time.time()) if listening else b""
        return percent(confidences[number]) if number < len(confidences) else 0

    def show(value: int) -> None:
        fill.style(f"width: {value}%")
        share.text = f"{value} %"

    on_change(certainty, show, every=0.1)


def shown(listening: Listening, clock: float) -> bytes:
    """Return the confidences to show: an answer for a moment, as nobody reads faster."""
    now = listening.now
    return now.answered if clock - now.clock < HELD else now.confidences


def _handle(live: Live, number: int, label: str) -> None:
    def level() -> int:
        there = number < len(live.thresholds)  # not when the model has just gone
        return percent(live.thresholds[number]) if there else 0

    def move(to: int) -> None:
        if number < len(live.thresholds):
            live.try_threshold(number, round(to * FULL / 100))

    handle = Handle(level(), move).mark(f"threshold-{number}")
    handle.props["aria-label"] = TEXTS.THRESHOLD.format(label=label)
    on_change(level, handle.show)


def _thresholds(live: Live) -> None:
    hint = ui.label(TEXTS.HANDLE).classes("soft").style("margin-top: 0.75rem")
    words = ui.label().mark("would").props("role=status")
    with ui.row() as buttons:
        use = ui.button(TEXTS.USE, on_click=lambda: _use(live)).mark("use")
        ui.button(TEXTS.BACK, on_click=live.forget_thresholds).props("flat")
    with ui.element("div").classes("said").mark("must-deploy") as must:
        ui.icon("warning").classes("bad")
        ui.label(TEXTS.MUST_DEPLOY)
        ui.link(TEXTS.TO_DEPLOY, "/deploy")

    def show(found: Told) -> None:
        words.text, hint.visible, must.visible = found.words, bool(found.words), found.must_deploy
        buttons.visible = found.others
        use.text = TEXTS.USED_ALREADY if found.used else TEXTS.USE
        use.icon = "check" if found.used else None
        use.set_enabled(not found.used)

    on_change(lambda: _told(live), show)


@dataclass(frozen=True)
class Told:
    """words: what the thresholds mean for what was heard; others: are they not the board's?

    used: are they in the model file? must_deploy: does the board not have those of the file?
    """

    words: str = ""
    others: bool = False
    used: bool = False
    must_deploy: bool = False


def _told(live: Live) -> Told:
    listening = live.listening
    if listening is None or listening.model is None:
        return Told()
    answers = listening.answers
    count = sum(answer.event != LASTING for answer in answers)
    told = sum(answer.told != NOTHING for answer in answers)
    must = live.must_deploy()
    used = must and live.thresholds == live.used
    if live.thresholds == tuple(listening.model.thresholds):
        return Told(TEXTS.AS_IS.format(count=count, told=told), must, False, must)
    would = sum(label != NOTHING for label in listening.with_thresholds(live.thresholds))
    words = TEXTS.WOULD.format(count=count, told=told, would=would)
    return Told(words, True, used, must)


@saying.told
async def _use(live: Live) -> None:
    await asyncio.to_thread(live.use_thresholds)
    saying.note(TEXTS.USED)
