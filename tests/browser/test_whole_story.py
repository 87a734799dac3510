"""The whole story in a real browser, on the virtual board: from no takes to gestures recognized.

Every step leaves a picture in .artifacts/studio.
"""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from studio_driver import RunningStudio, start_virtual
from tinyspark.board.link import LinkError
from tinyspark.board.serial_link import SerialLink
from tinyspark.dataset import Dataset
from tinyspark.studio.texts import Board, Data, Deploy, Frame, Live, Record, Train
from tinyspark.studio.toy import Toy
from tinyspark.virtual.client import VirtualBoard

Open = Callable[..., Page]
Shot = Callable[[Page, str], None]
PATIENCE = 30_000  # ms; what takes a computer long is no failure
TRAINING = 240_000
GESTURES = ("chop", "circle", "twist")


class Visitor:
    """Somebody at the page, with a virtual board in the hand."""

    def __init__(self, page: Page, studio: RunningStudio, place: Path) -> None:
        self.page = page
        self._studio = studio
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

    def record(self, label: str, takes: int) -> None:
        """Begin to record takes of a label, at each of which the virtual board does it."""
        self.press(label)  # that chooses the label, too
        expect(self.page.get_by_role("textbox", name=Record.LABEL)).to_have_value(label)
        self.fill(Record.SERIES, takes)
        self.fill(Record.PAUSE, 0.5)
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


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where the virtual board keeps its port; a short path, as names of sockets must be."""
    with tempfile.TemporaryDirectory(prefix="ts-") as folder:
        monkeypatch.setenv("TMPDIR", folder)
        yield Path(folder)


@pytest.fixture
def visitor(place: Path, studio: RunningStudio, open_page: Open) -> Visitor:
    return Visitor(open_page(studio.address), studio, place)


def takes_of(folder: Path) -> int:
    return len(Dataset.open(folder).recordings)


def test_a_take_is_recorded_while_the_page_is_loaded_again(
    visitor: Visitor, shot: Shot, tmp_path: Path
) -> None:
    visitor.go(Record)
    visitor.record("chop", 1)
    shot(visitor.page, "counting")
    visitor.page.reload()
    with pytest.raises(LinkError, match="is in use by another program"):
        SerialLink(visitor.port)  # the board has one writer, also against a second studio
    visitor.recorded(Record.GOOD)
    shot(visitor.page, "recorded")
    visitor.go(Data)
    expect(visitor.page.get_by_text(Data.SHOWN.format(total=1))).to_be_visible()
    assert takes_of(tmp_path / "gestures") == 1


@pytest.mark.long
def test_from_no_takes_to_gestures_recognized(
    visitor: Visitor, shot: Shot, tmp_path: Path
) -> None:
    page, folder = visitor.page, tmp_path / "gestures"
    shot(page, "board")
    visitor.go(Record)
    for label in GESTURES:
        visitor.record(label, 4)
        visitor.recorded(Record.PROGRESS.format(done=4, wanted=4))
        shot(page, f"recorded-{label}")
    page.reload()
    expect(page.get_by_text(Record.LAST)).to_be_visible()
    assert takes_of(folder) == 12

    visitor.go(Data)
    page.get_by_role("option").first.click()
    shot(page, "data-one-chosen")
    visitor.press(Data.DELETE)
    expect(page.get_by_text(Data.SHOWN.format(total=11))).to_be_visible(timeout=PATIENCE)
    assert takes_of(folder) == 11
    shot(page, "data-deleted")
    page.get_by_role("button", name=Data.UNDO).click()
    expect(page.get_by_text(Data.SHOWN.format(total=12))).to_be_visible(timeout=PATIENCE)
    assert takes_of(folder) == 12
    shot(page, "data-undone")

    visitor.go(Train)
    visitor.press(Train.TRAIN)
    page.wait_for_timeout(2000)
    shot(page, "training")
    page.reload()  # the work goes on, and the page finds it again
    expect(page.get_by_text(Train.MATRIX)).to_be_visible(timeout=TRAINING)
    shot(page, "trained")
    page.locator("table.matrix button").first.click()
    page.wait_for_timeout(1000)
    shot(page, "matrix-cell")

    visitor.go(Deploy)
    shot(page, "before-deploy")
    visitor.press(Deploy.DEPLOY)
    expect(page.get_by_text(Deploy.RUNS)).to_be_visible(timeout=PATIENCE)
    shot(page, "deployed")

    visitor.go(Live)
    expect(page.get_by_text(Live.STILL, exact=True)).to_be_visible(timeout=PATIENCE)
    for label in GESTURES:
        assert visitor.toy.play(label)
        visitor.wait_still()
    shot(page, "live")

    visitor.go(Board)
    visitor.pull_cable()
    visitor.state(Frame.GONE)
    shot(page, "gone")
    visitor.go(Live)
    shot(page, "live-gone")
    page.reload()
    visitor.go(Board)
    visitor.plug_in()
    visitor.state(Frame.CONNECTED)
    visitor.go(Live)
    expect(page.get_by_text(Live.STILL, exact=True)).to_be_visible(timeout=PATIENCE)
    shot(page, "live-again")
