"""Starts the studio as a person does and opens it in Chromium: for its tests, pictures, figures.

usage: python tools/studio_driver.py DATASET PAGE PICTURE.png [--dark] [--virtual] [--size WxH]

That saves a picture of one page (PAGE: /, /record, /data ...); --virtual starts a virtual board
first. Knows how to start, watch and end both programs, and nothing of what the pages show.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, Page, Request, expect, sync_playwright

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SCHOOL_LAPTOP = (1366, 768)
START = "Start a virtual board"
CONNECTED = "Board connected"
_END = 30.0  # seconds; only what has gone wrong takes as long


def browser_program() -> str:
    """Return where Chromium is, "" if it is not there."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), "")


class RunningStudio:
    """`tinyspark studio` in a process of its own; the time it took until it told its address.

    program: the words after `python` that start tinyspark.
    """

    def __init__(
        self, folder: Path, *options: str, program: Sequence[str] = ("-m", "tinyspark")
    ) -> None:
        kept = {name: value for name, value in os.environ.items() if "PYTEST" not in name}
        self.folder = folder
        command = [sys.executable, *program, "studio", str(folder), *options]
        before = time.monotonic()
        self.process = subprocess.Popen(
            [*command, "--no-browser"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=kept,
            start_new_session=True,  # a Ctrl-C at whoever drives it is not for the studio
        )
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().strip()
        self.seconds = time.monotonic() - before
        parts = urlsplit(self.address)
        self.port = parts.port or 0
        self.token = parse_qs(parts.query).get("token", [""])[0]

    @property
    def home(self) -> str:
        """The address without the token and without the last slash."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def status(self) -> int:
        """How it has ended, as a shell says it: Python, if Ctrl-C met it while it loaded a module,
        ends itself by the signal."""
        code = self.process.returncode
        return code if code >= 0 else 128 - code

    def end(self, how: signal.Signals = signal.SIGINT) -> str:
        """End it and return everything that it said on stderr."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        try:
            return self.process.communicate(timeout=_END)[1]
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a window; while it is there, this thread can run no event loop."""
    with sync_playwright() as playwright:
        root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=browser_program(), args=root)
        yield browser
        browser.close()


class Watch:
    """What a page did that it must not: wrote errors to its console, asked another computer."""

    def __init__(self, page: Page) -> None:
        self.complaints: list[str] = []
        page.on("console", lambda said: self._heard(said.type, said.text))
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("request", self._asked)
        page.on("requestfailed", self._failed)

    def _heard(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.complaints.append(f"console: {text}")

    def _asked(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.hostname != "127.0.0.1":
            self.complaints.append(f"asked for {request.url}")

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # a page that was left while it still loaded
            self.complaints.append(f"failed: {request.url} {request.failure}")


def start_virtual(page: Page) -> None:
    """Start a virtual board on the page Board."""
    page.get_by_role("button", name=START).click()
    expect(page.get_by_role("status").first).to_contain_text(CONNECTED, timeout=20_000)


def main(words: list[str]) -> int:
    """Save a picture of one page; return 1 if the page did what it must not."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("dataset", type=Path)
    parser.add_argument("page")
    parser.add_argument("picture", type=Path)
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--virtual", action="store_true")
    parser.add_argument("--size", default="{}x{}".format(*SCHOOL_LAPTOP))
    options = parser.parse_args(words)
    width, height = map(int, options.size.split("x"))
    studio = RunningStudio(options.dataset)
    with chromium() as browser:
        page = browser.new_page(
            viewport={"width": width, "height": height},
            color_scheme="dark" if options.dark else "light",
        )
        watch = Watch(page)
        page.goto(studio.address)
        if options.virtual:
            start_virtual(page)
        page.goto(studio.home + options.page)
        page.wait_for_timeout(1000)
        page.screenshot(path=options.picture)
    told = studio.end()
    print(*watch.complaints, told, sep="\n")
    return 1 if watch.complaints else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
