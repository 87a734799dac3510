"""Somebody who uses the pages of the studio with a mouse, and has a virtual board."""

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from studio_driver import start_virtual
from tinyspark.studio.texts import Board, Record
from tinyspark.studio.toy import Toy
from tinyspark.virtual.client import VirtualBoard

PATIENCE = 30_000  # ms; what takes a computer long is no failure


class Visitor:
    """Somebody at the page, with a virtual board in the hand."""

    def __init__(self, page: Page, place: Path) -> None:
        self.page = page
        start_virtual(page)
        [port] = place.glob("tinyspark-*/ttyTinySpark0")
        self.port = str(port)
        self.board = VirtualBoard.attach(self.port)
        self.toy = Toy(self.board)

    def go(self, page: type) -> None:
        steps = self.page.get_by_role("navigation")
        steps.get_by_role("link", name=page.TITLE).click()  # type: ignore[attr-defined]
        expect(self.heading(page)).to_be_visible()

    def heading(self, page: type) -> Locator:
        title = page.TITLE  # type: ignore[attr-defined]
        return self.page.get_by_role("heading", name=title, level=1)

    def press(self, name: str) -> None:
        self.button(name).click()

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def fill(self, field: str, number: float) -> None:
        box = self.page.get_by_role("spinbutton", name=field, exact=True)
        box.fill(str(number))
        box.blur()

    def record(self, label: str, takes: int, pause: float = 0.5) -> None:
        """Begin to record takes of a label, at each of which the virtual board does it.

        pause: seconds between two takes.
        """
        self.press(label)  # that chooses the label, too
        expect(self.page.get_by_role("textbox", name=Record.LABEL)).to_have_value(label)
        self.fill(Record.SERIES, takes)
        self.fill(Record.PAUSE, pause)
        self.press(Record.RECORD)
        expect(self.button(Record.STOP)).to_be_visible(timeout=PATIENCE)

    def recorded(self, progress: str) -> None:
        """Wait until the series is over."""
        expect(self.button(Record.RECORD)).to_be_visible(timeout=2 * PATIENCE)
        expect(self.page.get_by_text(progress, exact=True)).to_be_visible()

    def wait_still(self) -> None:
        """Wait until the motion is over."""
        while self.toy.look().playing:
            self.page.wait_for_timeout(100)
        self.page.wait_for_timeout(500)

    def pull_cable(self) -> None:
        self.page.get_by_role("button", name=Board.UNPLUG).click()

    def plug_in(self) -> None:
        self.page.get_by_role("button", name=Board.PLUG).click()

    def state(self, words: str) -> None:
        """Wait until the corner of the page says so of the board."""
        expect(self.page.locator("header")).to_contain_text(words, timeout=PATIENCE)
