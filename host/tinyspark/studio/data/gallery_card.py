"""The gallery of the page Data, and the line that says what to do with the chosen takes."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

from nicegui import ui

from tinyspark.dataset.dataset_rows import Row
from tinyspark.dataset.verdict import kind_of
from tinyspark.studio import looks, saying, texts
from tinyspark.studio.changes import on_change
from tinyspark.studio.data import filter_card, repairs
from tinyspark.studio.data.asking import ask
from tinyspark.studio.data.browsing import Browsing, Shown
from tinyspark.studio.data.doing import do
from tinyspark.studio.parts.gallery import Gallery
from tinyspark.studio.parts.thumbnail import thumbnail
from tinyspark.terminal.screen import clean

TEXTS = texts.Data


def build(browsing: Browsing) -> None:
    """Draw both, and what is said when nothing fits."""
    _actions(browsing)
    with ui.row().classes("card") as nothing:
        ui.label(TEXTS.NONE_FIT)
        ui.button(TEXTS.CLEAR, on_click=lambda: filter_card.everything(browsing)).props("outline")

    async def tiles(first: int, last: int) -> list[dict[str, Any]]:
        shown = browsing.look()
        return await asyncio.to_thread(
            lambda: [tile(browsing, row, shown) for row in shown.rows[first : last + 1]]
        )

    gallery = Gallery(tiles, {"gallery": TEXTS.GALLERY})
    gallery.mark("gallery").props('data-test="gallery"')

    def picked(how: str, place: int) -> None:
        if how != "open":
            browsing.choose(how, place)
        elif 0 <= place < len(browsing.look().rows):
            browsing.opened = browsing.look().rows[place].id

    gallery.when_picked(picked)

    def show(shown: Shown) -> None:
        colors = color_of(shown)
        gallery.show([(clean(label), colors[label], count) for label, count in shown.groups])
        gallery.visible = bool(shown.rows)
        nothing.visible = not shown.rows and bool(shown.every)

    on_change(browsing.look, show)
    on_change(browsing.ranges, gallery.choose)


def color_of(shown: Shown) -> dict[str, str]:
    """Return the color of each label, as the pixels show it."""
    return {label: looks.LABELS[at % len(looks.LABELS)] for at, label in enumerate(shown.labels)}


def tile(browsing: Browsing, row: Row, shown: Shown) -> dict[str, Any]:
    """Return what the gallery draws of a take; reads its file."""
    take = browsing.shelf.take(row)
    settings = browsing.shelf.settings()
    problems = shown.problems.get(row.id, [])
    if take is None:
        problems = [browsing.shelf.faults.get(row, TEXTS.DAMAGED)]
    seconds = f"{len(take.samples) / settings.rate:.1f}" if take else "?"
    kind = (kind_of(problems[0]) if take else TEXTS.DAMAGED) if problems else ""
    said = {
        "label": clean(row.label),
        "person": clean(row.subject) or TEXTS.NO_NAME,
        "seconds": seconds,
        "verdict": clean("; ".join(problems)) or TEXTS.GOOD,
    }
    return {
        "id": row.id,
        "number": clean(row.id).partition("-")[0],
        "who": clean(row.subject),
        "seconds": f"{seconds} s",
        "axes": thumbnail(take.samples, settings) if take else [],
        "bad": clean("; ".join(problems)),
        "kind": clean(kind),
        "name": TEXTS.TILE.format(**said),
    }


def _actions(browsing: Browsing) -> None:
    """The line over the gallery: how many takes are chosen, and what can be done with them."""
    with ui.element("div").classes("tools").props(f'role=group aria-label="{TEXTS.ACTIONS}"'):
        count = ui.label().classes("soft").style("min-width: 9rem").mark("chosen")
        count.props("role=status aria-live=polite")
        buttons = [
            _button(TEXTS.OPEN, "zoom_in", lambda: _open(browsing)),
            _button(TEXTS.SET_LABEL, "label", lambda: relabel(browsing, browsing.chosen)),
            _button(TEXTS.SET_PERSON, "person", lambda: _set(browsing, "subject")),
            _button(TEXTS.SET_SESSION, "event", lambda: _set(browsing, "session")),
            _button(TEXTS.TRIM, "content_cut", partial(_do, browsing, repairs.trim)),
            _button(TEXTS.DELETE, "delete", partial(_do, browsing, repairs.delete)),
        ]
        buttons[4].tooltip(TEXTS.TRIM_HINT)
        filter_card.undo(browsing)

    def show(now: tuple[Shown, frozenset[str]]) -> None:
        shown, chosen = now
        count.text = _count(shown, chosen)
        for button in buttons:
            button.set_enabled(bool(chosen))

    on_change(lambda: (browsing.look(), browsing.chosen), show)


def _count(shown: Shown, chosen: frozenset[str]) -> str:
    if chosen:
        return TEXTS.CHOSEN.format(count=len(chosen), total=len(shown.every))
    if len(shown.rows) != len(shown.every):
        return TEXTS.SOME_SHOWN.format(total=len(shown.rows), every=len(shown.every))
    return TEXTS.SHOWN.format(total=len(shown.every))


def _button(text: str, icon: str, act: Callable[[], Any]) -> ui.button:
    return ui.button(text, icon=icon, on_click=act).props("flat dense")


def _open(browsing: Browsing) -> None:
    shown = [row.id for row in browsing.look().rows if row.id in browsing.chosen]
    browsing.opened = (shown or sorted(browsing.chosen) or [""])[0]


async def _do(browsing: Browsing, repair: Callable[..., str]) -> None:
    await do(repair, browsing.shelf, browsing.chosen)


@saying.told
async def relabel(browsing: Browsing, ids: frozenset[str]) -> None:
    """Ask for a label and give it to takes."""
    row = browsing.row(next(iter(ids), ""))
    before = row.label if row and len(ids) == 1 else ""
    label = await ask(TEXTS.NEW_LABEL, before, browsing.look().labels)
    if label is not None:
        await do(repairs.relabel, browsing.shelf, ids, label)


@saying.told
async def _set(browsing: Browsing, what: str) -> None:
    """Ask for a person or a session and give it to the chosen takes."""
    ids, rows = browsing.chosen, browsing.look().every
    known = sorted({getattr(row, what) for row in rows} - {""})
    before = {getattr(row, what) for row in rows if row.id in ids}
    question = TEXTS.NEW_PERSON if what == "subject" else TEXTS.NEW_SESSION
    value = await ask(question, before.pop() if len(before) == 1 else "", known)
    if value is not None:
        await do(repairs.describe, browsing.shelf, ids, {what: value})
