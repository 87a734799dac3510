"""The way from no takes to a model on the board, for somebody who has no mouse."""

import pytest
from playwright.sync_api import Page, expect
from visitor import PATIENCE

from studio_driver import CONNECTED, START
from tinyspark.studio.texts import Deploy, Record, Train

pytestmark = pytest.mark.long
MOST = 80  # parts of a page that Tab comes by
LABELS = ("chop", "circle")
TAKES = 3
AT = """() => { const at = document.activeElement, look = getComputedStyle(at);
  return [at.tagName, at.getAttribute("aria-label") || at.innerText.trim(),
          look.outlineStyle === "solid" || look.boxShadow !== "none"]; }"""


class Keys:
    """Somebody at the keyboard."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def go_to(self, kind: str, name: str) -> None:
        """Press Tab until this is focused; it must be seen that it is."""
        passed = []
        for _ in range(MOST):
            self.page.keyboard.press("Tab")
            tag, words, ringed = self.page.evaluate(AT)
            passed.append((tag, words))
            if tag == kind and words.split("\n")[-1] == name:
                assert kind == "INPUT" or ringed, f"nobody sees where {name} is"
                return
        raise AssertionError(f"Tab never comes to {name}: {passed}")

    def press(self, kind: str, name: str) -> None:
        self.go_to(kind, name)
        self.page.keyboard.press("Enter")

    def open(self, page: type) -> None:
        title = page.TITLE  # type: ignore[attr-defined]
        self.press("A", title)
        expect(self.page.get_by_role("heading", name=title, level=1)).to_be_visible()

    def write(self, field: str, text: str) -> None:
        self.go_to("INPUT", field)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)


def test_from_no_takes_to_a_model_on_the_board(page: Page) -> None:
    keys = Keys(page)
    expect(page.get_by_role("button", name=START)).to_be_visible()
    keys.press("BUTTON", START)
    expect(page.get_by_role("status").first).to_contain_text(CONNECTED, timeout=PATIENCE)

    keys.open(Record)
    keys.write(Record.SERIES, str(TAKES))
    keys.write(Record.PAUSE, "0.5")
    for label in LABELS:
        keys.press("BUTTON", label)
        keys.press("BUTTON", Record.RECORD)
        stop = page.get_by_role("button", name=Record.STOP, exact=True)
        expect(stop).to_be_visible(timeout=PATIENCE)
        expect(stop).to_have_count(0, timeout=3 * PATIENCE)
        expect(page.get_by_text(Record.PROGRESS.format(done=TAKES, wanted=TAKES))).to_be_visible()

    keys.open(Train)
    keys.press("BUTTON", Train.TRAIN)
    expect(page.get_by_text(Train.MATRIX)).to_be_visible(timeout=8 * PATIENCE)

    keys.open(Deploy)
    expect(page.get_by_text(Deploy.FITS)).to_be_visible(timeout=PATIENCE)
    keys.press("BUTTON", Deploy.DEPLOY)
    expect(page.get_by_text(Deploy.RUNS)).to_be_visible(timeout=2 * PATIENCE)
