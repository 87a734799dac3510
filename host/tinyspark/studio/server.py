"""Serves the studio through its door until it is stopped; the one place that starts NiceGUI."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Final

import uvicorn
from fastapi import FastAPI
from nicegui import app, ui
from nicegui.translations import translations

from tinyspark.studio import frame, looks, report_page, wording
from tinyspark.studio.door import HOST, Door
from tinyspark.studio.guard import Guard
from tinyspark.studio.pages import PAGES
from tinyspark.studio.policy import Policy
from tinyspark.studio.studio import Studio
from tinyspark.studio.texts import Frame
from tinyspark.terminal.stopping import later

LANGUAGE: Final = "en-US"
RECONNECT = 20.0  # seconds in which a page that lost its connection finds its state again
LAST_WORDS = 1  # seconds for open connections when the studio ends
ENDS = ("SIGINT", "SIGTERM", "SIGHUP")  # Ctrl-C, a polite kill, a closed terminal


def serve(folder: Path, door: Door) -> None:
    """Serve the page for the dataset in folder until a signal of ENDS; then do as it wants."""
    studio = Studio(folder)
    try:
        with later():
            server = _server(studio, door)
        server.listen()
        server.run(sockets=[door.socket])
    finally:
        studio.close()
    if server.told == signal.SIGINT:
        raise KeyboardInterrupt
    sys.exit(128 + server.told)


def _server(studio: Studio, door: Door) -> "_Server":
    add_pages(studio)
    translations[LANGUAGE]["trying_to_reconnect"] = Frame.LOST
    outside = FastAPI(openapi_url=None)
    ui.run_with(
        outside,
        title=Frame.BRAND,
        language=LANGUAGE,
        dark=None,
        reconnect_timeout=RECONNECT,
        favicon=looks.ICON,
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
    return _Server(config)


def add_pages(studio: Studio) -> None:
    """Tell NiceGUI of every page."""
    for page in PAGES:
        ui.page(page.PATH, title=f"{page.TEXTS.TITLE} · {Frame.BRAND}")(frame.around(page, studio))
    report_page.add(studio)
    app.on_exception(wording.keep)


class _Server(uvicorn.Server):
    """Ends by itself at a signal, so that the board is let go of; told: which one it was."""

    told = 0

    def listen(self) -> None:
        """From now on, until it has served, a signal asks it to end."""
        there = [getattr(signal, name) for name in ENDS if hasattr(signal, name)]
        self._before = {number: signal.signal(number, self._end) for number in there}

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Let signals do again what they did before listen(), when it has served."""
        try:
            yield
        finally:
            for number, handler in self._before.items():
                signal.signal(number, handler)

    def _end(self, number: int, frame: FrameType | None) -> None:
        self.told, self.should_exit = number, True
