"""The page Board: find one, or start a virtual one; what it is and how it is."""

import asyncio

from nicegui import ui

from tinyspark.studio import saying, texts
from tinyspark.studio.changes import on_change
from tinyspark.studio.standing import Standing
from tinyspark.studio.studio import Studio

TEXTS = texts.Board
PATH = "/"


def build(studio: Studio) -> None:
    """Draw the page."""

    @saying.told
    async def connect() -> None:
        await asyncio.wrap_future(studio.seat.connect())

    @saying.told
    async def virtual() -> None:
        await asyncio.wrap_future(studio.seat.connect_virtual())

    @saying.told
    async def disconnect() -> None:
        await asyncio.wrap_future(studio.seat.disconnect())

    with ui.row():
        ui.button(TEXTS.CONNECT, on_click=connect)
        ui.button(TEXTS.VIRTUAL, on_click=virtual).props("outline")
        ui.button(TEXTS.DISCONNECT, on_click=disconnect).props("flat")
    firmware = ui.label()

    def show(standing: Standing) -> None:
        said = standing.hello
        firmware.text = f"{said.machine} · {standing.port}" if said else ""

    on_change(lambda: studio.seat.standing, show)
