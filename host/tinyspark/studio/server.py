"""Serves the studio through its door until it is stopped; the one place that starts NiceGUI."""

import signal
from contextlib import suppress
from pathlib import Path
from types import FrameType

import uvicorn
from fastapi import FastAPI
from nicegui import app, ui

from tinyspark.studio import frame, report_page, saying
from tinyspark.studio.door import HOST, Door
from tinyspark.studio.guard import Guard
from tinyspark.studio.pages import PAGES
from tinyspark.studio.policy import Policy
from tinyspark.studio.studio import Studio
from tinyspark.studio.texts import Frame

RECONNECT = 20.0  # seconds in which a page that lost its connection finds its state again
LAST_WORDS = 1  # seconds for open connections when the studio ends


def serve(folder: Path, door: Door) -> None:
    """Serve the page for the dataset in folder until Ctrl-C, or until its terminal is closed."""
    studio = Studio(folder)
    add_pages(studio)
    app.on_shutdown(studio.close)
    outside = FastAPI(openapi_url=None)
    ui.run_with(
        outside,
        title=Frame.BRAND,
        language="en-US",
        dark=None,
        reconnect_timeout=RECONNECT,
        favicon=frame.ICON,
        tailwind=False,
        gzip_middleware_factory=None,  # nothing goes over a network
        show_welcome_message=False,
    )
    config = uvicorn.Config(
        Policy(Guard(outside, door), f"{HOST}:{door.port}"),
        ws="wsproto",
        log_level="critical",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=LAST_WORDS,
    )
    server = uvicorn.Server(config)
    _end_with_terminal(server)
    server.run(sockets=[door.socket])


def add_pages(studio: Studio) -> None:
    """Tell NiceGUI of every page."""
    for page in PAGES:
        ui.page(page.PATH, title=f"{page.TEXTS.TITLE} · {Frame.BRAND}")(frame.around(page, studio))
    report_page.add(studio)
    app.on_exception(saying.unexpected)


def _end_with_terminal(server: uvicorn.Server) -> None:
    """End as with Ctrl-C when the window of the terminal is closed."""

    def end(number: int, frame: FrameType | None) -> None:
        server.should_exit = True

    with suppress(AttributeError):  # systems without hang-ups
        signal.signal(signal.SIGHUP, end)
