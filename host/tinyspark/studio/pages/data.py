"""The page Data: all takes as small pictures, and everything that can be done with them."""

import asyncio
from functools import partial

from nicegui import ui

from tinyspark.studio import saying, texts
from tinyspark.studio.changes import on_change
from tinyspark.studio.data import (
    check_card,
    counts_card,
    filter_card,
    gallery_card,
    outgoing,
    repairs,
)
from tinyspark.studio.data.browsing import Shown
from tinyspark.studio.data.import_dialog import ImportDialog
from tinyspark.studio.data.take_dialog import TakeDialog
from tinyspark.studio.pages import record
from tinyspark.studio.studio import Studio

TEXTS = texts.Data
PATH = "/data"
MOST_FAULTS = 5  # shown


def build(studio: Studio) -> None:
    """Draw the page."""
    browsing = studio.browsing
    imports = ImportDialog(browsing)
    _trouble(studio)
    _empty(studio, imports)
    with ui.element("div").classes("filled") as filled:
        with ui.element("div").classes("tools"):
            filter_card.build(browsing)
            ui.space()
            ui.button(TEXTS.IMPORT, icon="upload", on_click=imports.open).props("flat")
            _exports(studio)
        gallery_card.build(browsing)
        with ui.element("div").classes("two") as cards:
            counts_card.build(browsing)
            check_card.build(studio)
    TakeDialog(browsing)
    on_change(lambda: studio.shelf.exists and not browsing.trouble, filled.set_visibility)
    on_change(lambda: bool(browsing.look().every), cards.set_visibility)


def _trouble(studio: Studio) -> None:
    """Say what of the dataset cannot be read; all of it is looked through in the background."""
    with ui.element("div").classes("card").props("role=alert") as card:
        head = ui.label().classes("head bad")
        words = ui.label().classes("lines").mark("faults")

    def show(now: tuple[str, tuple[str, ...]]) -> None:
        trouble, problems = now
        more = len(problems) - MOST_FAULTS
        lines = [trouble] if trouble else list(problems[:MOST_FAULTS])
        lines += [TEXTS.MORE.format(count=more)] if more > 0 and not trouble else []
        head.text = TEXTS.BROKEN if trouble else TEXTS.FAULTS
        words.text = "\n".join(lines)
        card.visible = bool(lines)

    @saying.told
    async def look_through() -> None:
        if studio.shelf.exists and not studio.browsing.trouble:
            await asyncio.to_thread(studio.shelf.dataset)

    def start(_: Shown) -> None:
        ui.timer(0.5, look_through, once=True)

    on_change(lambda: (studio.browsing.trouble, tuple(studio.shelf.problems)), show)
    on_change(studio.browsing.look, start)


def _empty(studio: Studio, imports: ImportDialog) -> None:
    """What to do while there is nothing."""

    @saying.told
    async def sample() -> None:
        await asyncio.to_thread(repairs.sample, studio.shelf)

    with ui.element("div").classes("card") as card:
        ui.label(TEXTS.EMPTY).classes("head").props("role=heading aria-level=2")
        ui.label(TEXTS.EMPTY_HOW)
        with ui.row().classes("row"):
            ui.button(TEXTS.TO_RECORD, on_click=partial(ui.navigate.to, record.PATH))
            bring = ui.button(TEXTS.IMPORT, icon="upload", on_click=imports.open)
            bring.props("outline").mark("empty-import")
            copy = ui.button(TEXTS.SAMPLE, on_click=sample).props("outline").mark("sample")

    def show(now: tuple[bool, bool]) -> None:
        card.visible, copy.visible = now

    def look() -> tuple[bool, bool]:
        empty = not studio.browsing.look().every and not studio.browsing.trouble
        return empty, empty and not studio.shelf.exists

    on_change(look, show)


def _exports(studio: Studio) -> None:
    """The menu of downloads."""

    @saying.told
    async def download(form: str) -> None:
        parcel = await asyncio.to_thread(outgoing.pack, studio.folder, form)
        ui.download.content(parcel.data, parcel.name)
        if parcel.notes:
            saying.note("\n".join(parcel.notes))

    with ui.button(TEXTS.EXPORT, icon="download").props("flat"), ui.menu():
        for form in outgoing.FORMS:
            ui.menu_item(TEXTS.EXPORTS[form], on_click=partial(download, form))
