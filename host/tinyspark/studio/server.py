"""Serves the studio on 127.0.0.1 until it is stopped; the one place that starts NiceGUI."""

import socket
import webbrowser
from collections.abc import Callable
from pathlib import Path

from nicegui import app, ui

from tinyspark.errors import UserError
from tinyspark.studio import frame, guard, saying
from tinyspark.studio.pages import PAGES
from tinyspark.studio.studio import Studio
from tinyspark.studio.texts import Frame

HOST = "127.0.0.1"
ANY_PORT = 0
RECONNECT = 20.0  # seconds in which a page that lost its connection finds its state again


def serve(folder: Path, port: int, told: Callable[[str], None], browser: bool = True) -> None:
    """Serve the page for the dataset in folder until Ctrl-C; told is handed its address."""
    port = _free(port)
    token = guard.new_token()
    address = f"http://{HOST}:{port}/?{guard.ARGUMENT}={token}"
    studio = Studio(folder)
    add_pages(studio)
    app.on_shutdown(studio.close)
    app.on_startup(lambda: _open(address, told, browser))
    app.add_middleware(guard.Guard, token=token, port=port)
    ui.run(
        host=HOST,
        port=port,
        title=Frame.BRAND,
        dark=None,
        show=False,
        reload=False,
        show_welcome_message=False,
        reconnect_timeout=RECONNECT,
        favicon=frame.ICON,
        tailwind=False,
        uvicorn_logging_level="critical",
    )


def add_pages(studio: Studio) -> None:
    """Tell NiceGUI of every page."""
    for page in PAGES:
        ui.page(page.PATH, title=f"{page.TEXTS.TITLE} · {Frame.BRAND}")(frame.around(page, studio))
    app.on_exception(saying.unexpected)


def _open(address: str, told: Callable[[str], None], browser: bool) -> None:
    told(address)
    if browser:
        webbrowser.open(address)


def _free(port: int) -> int:
    """Return a port that nobody listens on; UserError if the wanted one is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise UserError(
                f"Port {port} cannot be used: {error.strerror}.\nChoose another one with --at."
            ) from None
        return int(probe.getsockname()[1])
