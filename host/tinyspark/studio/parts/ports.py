"""What is plugged in, kept up to date, and what can be done with it: a part of the page Board."""

import asyncio
from collections.abc import Sequence

from nicegui import ui

from tinyspark.board.identity import Hello
from tinyspark.board.serial_link import ROM_LOADER, PortInfo, list_boards
from tinyspark.studio import orders, saying, texts
from tinyspark.studio.changes import on_change
from tinyspark.studio.parts.facts import heading
from tinyspark.studio.parts.orders import order_button
from tinyspark.studio.studio import Studio

TEXTS = texts.Board
LOOK_EVERY = 1.5  # seconds between two looks at the ports


def ports(studio: Studio) -> None:
    """Draw them, and an offer for those who have none."""
    heading(TEXTS.PLUGGED_IN)
    listed = ui.element("div").classes("pile").mark("ports")
    with ui.element("div").classes("pile line") as offer:
        ui.label(TEXTS.VIRTUAL_WHAT).classes("soft")
        with ui.row().classes("row"):
            order_button(TEXTS.VIRTUAL, studio.seat.connect_virtual).props("outline")
    seat = studio.seat
    on_change(lambda: seat.virtual is None, offer.set_visibility)
    last: tuple | None = None

    async def look() -> None:
        nonlocal last
        found = await asyncio.to_thread(list_boards)
        now = (found, seat.standing.port, seat.virtual is not None)
        if now != last:
            last = now
            listed.clear()
            with listed:
                _list(studio, found)

    ui.timer(LOOK_EVERY, look)


def _list(studio: Studio, found: Sequence[PortInfo]) -> None:
    if not found:
        ui.label(TEXTS.NOTHING if studio.seat.virtual is None else TEXTS.NOTHING_ELSE)
    for info in found:
        ours = info.port == studio.seat.standing.port
        with ui.row().classes("row"):
            ui.icon("usb")
            with ui.element("div").classes("grow"):
                ui.label(info.port)
                ui.label(TEXTS.IS_OURS if ours else _what(info)).classes("soft")
            if not ours and info.usb != ROM_LOADER:
                _port_buttons(studio, info)


def _what(info: PortInfo) -> str:
    if info.is_micropython:
        return TEXTS.IS_BOARD
    return TEXTS.IS_LOADER if info.usb == ROM_LOADER else f"{TEXTS.IS_OTHER} ({info.name})"


def _port_buttons(studio: Studio, info: PortInfo) -> None:
    connect = order_button(TEXTS.CONNECT, lambda: studio.seat.connect(info.port)).mark("connect")
    connect.props["aria-label"] = TEXTS.CONNECT_TO.format(port=info.port)
    if info.is_micropython:
        install = order_button(
            TEXTS.INSTALL, lambda: orders.install(studio.seat, info.port), installed
        )
        install.props("flat")
        install.props["aria-label"] = TEXTS.INSTALL_ON.format(port=info.port)
    else:
        connect.props("flat")


def installed(said: Hello) -> None:
    """Say which firmware is on the board now."""
    saying.note(TEXTS.INSTALLED.format(firmware=said.firmware))
