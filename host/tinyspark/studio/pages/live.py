"""The page Live: what the board recognizes, thresholds that one can drag, takes put right."""

import time

from nicegui import ui

from tinyspark.studio import texts
from tinyspark.studio.changes import on_change
from tinyspark.studio.listening import NOTHING, Listening
from tinyspark.studio.pages import live_bars, live_log
from tinyspark.studio.parts import motions
from tinyspark.studio.parts.absence import absence
from tinyspark.studio.shown import while_shown
from tinyspark.studio.standing import THERE
from tinyspark.studio.studio import Studio

TEXTS = texts.Live
PATH = "/live"
SHOWN = 2.0  # seconds that a detection is shown big
_WAITING = {"proximity": TEXTS.PRESS, "buttons": TEXTS.BUTTONS}


def build(studio: Studio) -> None:
    """Draw the page."""
    while_shown(studio.seat, studio.live.listen)
    _what_is_missing(studio)
    with ui.element("div").classes("recording"):
        with ui.element("div"):
            _headline(studio)
            motions.buttons(studio)
            live_bars.bars(studio)
        with ui.element("div"):
            live_log.log(studio)


def missing(studio: Studio) -> tuple[str, str, str]:
    """Return what is in the way of all or some of the page, and where to go: words and address."""
    standing, listening = studio.seat.standing, studio.live.listening
    if words := absence(studio):
        return words, texts.Absent.TO_BOARD, "/"
    if standing.hello is not None and not standing.hello.model_hash:
        return TEXTS.NO_MODEL, TEXTS.TO_DEPLOY, "/deploy"
    if listening is not None and listening.said.model_hash and listening.model is None:
        return TEXTS.OTHER_MODEL, TEXTS.TO_DEPLOY, "/deploy"
    return "", "", ""


def _what_is_missing(studio: Studio) -> None:
    place = ui.element("div").props("role=status")

    def show(found: tuple[str, str, str]) -> None:
        words, link, address = found
        place.clear()
        place.visible = bool(words)
        with place, ui.element("div").classes("card row"):
            ui.icon("info").classes("bad")
            ui.label(words)
            if link:
                ui.link(link, address)

    on_change(lambda: missing(studio), show)


def headline(listening: Listening | None, clock: float) -> tuple[str, int]:
    """Return the words of what goes on, and the label of a gesture, NOTHING if it is none."""
    if listening is None or not listening.said.labels:
        return "", NOTHING
    now, labels = listening.now, listening.said.labels
    if now.told is not None and clock - now.told.clock < SHOWN and now.told.told < len(labels):
        return labels[now.told.told], now.told.told
    if _was_strange(listening, clock):
        return TEXTS.UNKNOWN, NOTHING
    state = TEXTS.MOVING if now.active else TEXTS.STILL
    return _WAITING.get(listening.said.model_sensor, state), NOTHING


def _was_strange(listening: Listening, clock: float) -> bool:
    """Whether the latest movement was none of the gestures, a moment ago."""
    if listening.model is None or not listening.answers:
        return False
    last = listening.answers[-1]
    return last.best == listening.model.unknown and clock - last.clock < SHOWN


def _headline(studio: Studio) -> None:
    with ui.element("div").classes("card headline") as card:
        words = ui.label().props("role=status aria-live=polite").mark("headline")

    def show(found: tuple[str, int]) -> None:
        words.text, label = found
        card.visible = bool(words.text)
        card.classes(add="faint" if label == NOTHING else "", remove="faint")
        card.style(f"--label: {live_bars.color(label)}")

    def look() -> tuple[str, int]:
        there = studio.seat.standing.state == THERE
        return headline(studio.live.listening if there else None, time.time())

    on_change(look, show, every=0.1)
