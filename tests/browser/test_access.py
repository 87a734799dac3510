"""Every page for everybody: names for screen readers, contrast (WCAG AA), small windows, keys.

The dataset is a bundled one, the board a virtual one; look_over.js looks at what Chromium made.
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from studio_driver import RunningStudio, start_virtual
from tinyspark import bundle
from tinyspark.studio.pages import PAGES
from tinyspark.studio.texts import Board, Frame

Open = Callable[..., Page]
LOOK = (Path(__file__).parent / "look_over.js").read_text("utf-8").partition("\n")[2]
TITLES = {page.PATH: page.TEXTS.TITLE for page in PAGES}
WINDOWS = {"school": (1366, 768), "small": (1024, 768), "narrow": (420, 800)}


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStudio]:
    folder = tmp_path_factory.mktemp("access") / "gestures"
    shutil.copytree(bundle.folder("datasets") / "synthetic-gestures", folder)
    started = RunningStudio(folder)
    yield started
    assert "Traceback" not in started.end()


def look_over(page: Page, address: str) -> dict[str, Any]:
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_timeout(800)  # what pages draw a moment later
    found: dict[str, Any] = page.evaluate(LOOK)
    return found


def test_the_first_page_has_names_and_contrast(running: RunningStudio, open_page: Open) -> None:
    page = open_page(running.address)
    assert look_over(page, running.home + "/") == {"nameless": [], "pale": [], "wide": 0}
    assert page.locator("html").get_attribute("lang") == "en-US"
    assert page.get_by_role("main").count() == page.get_by_role("navigation").count() == 1


@pytest.mark.long
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("window", WINDOWS)
def test_every_page_is_for_everybody(
    studio: RunningStudio,
    open_page: Open,
    shot: Callable[[Page, str], None],
    window: str,
    scheme: str,
) -> None:
    width, height = WINDOWS[window]
    page = open_page(
        studio.address, viewport={"width": width, "height": height}, color_scheme=scheme
    )
    if page.get_by_role("button", name=Board.VIRTUAL).is_visible():
        start_virtual(page)
    found = {}
    for path, title in TITLES.items():
        found[title] = look_over(page, studio.home + path)
        shot(page, title)
    good = {"nameless": [], "pale": [], "wide": 0}
    assert {title: seen for title, seen in found.items() if seen != good} == {}


@pytest.mark.long
def test_the_steps_can_be_walked_with_the_keyboard(studio: RunningStudio, open_page: Open) -> None:
    page = open_page(studio.address)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    focused = []
    for _ in range(12):
        page.keyboard.press("Tab")
        focused.append(page.evaluate("document.activeElement.innerText.trim()"))
        if focused[-1].endswith(TITLES["/data"]):
            break
    page.keyboard.press("Enter")
    page.wait_for_url(studio.home + "/data")
    outline = page.evaluate(
        """() => { const link = document.querySelector('nav a'); link.focus();
                   return getComputedStyle(link).outlineStyle; }"""
    )
    assert outline == "solid"


@pytest.mark.long
def test_light_and_dark_are_chosen_by_a_button_and_kept(
    studio: RunningStudio, open_page: Open
) -> None:
    page = open_page(studio.address)
    dark = page.locator("body.body--dark")
    expect(dark).to_have_count(0)
    page.get_by_role("button", name=Frame.LIGHT).click()
    expect(dark).to_have_count(1)
    page.goto(studio.home + "/data")
    expect(dark).to_have_count(1)
