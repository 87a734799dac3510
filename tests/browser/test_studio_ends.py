"""However the studio ends, it does so quietly, and nothing that it started stays behind."""

import os
import signal
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page
from processes import still_there, those_with
from raw_request import ask

from pty_terminal import Terminal
from studio_driver import RunningStudio, start_virtual

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and terminals of POSIX")
Open = Callable[..., Page]
Start = Callable[..., RunningStudio]


@pytest.mark.long
@pytest.mark.parametrize(
    ("how", "status"),
    [
        (signal.SIGINT, 130),
        (signal.SIGTERM, 143),
        (signal.SIGHUP, 129),
    ],
)
def test_it_ends_with_its_virtual_board(
    studio: RunningStudio, open_page: Open, how: signal.Signals, status: int
) -> None:
    page = open_page(studio.address, watched=False)  # its connection will be cut
    start_virtual(page)
    page.goto(studio.home + "/record")
    started = those_with(studio.process.pid)
    assert started
    told = studio.end(how)
    assert studio.status == status
    assert "Traceback" not in told
    assert not [process for process in started if still_there(process)]


def test_it_ends_when_nobody_looked_at_it(studio: RunningStudio) -> None:
    told = studio.end()
    assert told.split("\n")[1:] == ["", "tinyspark: stopped", ""]
    assert studio.status == 130


@pytest.mark.long
def test_it_ends_before_it_has_begun(tmp_path: Path) -> None:
    """The address is there a second before the page; who presses Ctrl-C then is heard, too."""
    studio = RunningStudio(tmp_path / "gestures")
    assert "Traceback" not in studio.end() and studio.status == 130


@pytest.mark.long
def test_it_ends_with_its_terminal(tmp_path: Path) -> None:
    terminal = Terminal("-m", "tinyspark", "studio", str(tmp_path / "gestures"), "--no-browser")
    terminal.wait_for("token=")
    terminal.wait_for("\n")
    address = urlsplit(terminal.text.split()[-1])
    assert ask(address.port or 0, f"/?{address.query}").status == 303  # now it serves
    assert terminal.hang_up() == 129
