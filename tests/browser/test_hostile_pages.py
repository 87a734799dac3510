"""Texts that want to be markup, in a dataset and its folder: every page shows them as text.

Chromium is asked whether anything of them ran, or became an element.
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from studio_driver import RunningStudio
from tinyspark.dataset import Dataset
from tinyspark.dataset.settings import IMU
from tinyspark.studio.pages import PAGES

MARKUP = "<img src=x onerror=alert(1)>"
QUOTES = "\"' onclick=alert(1)"
TEMPLATE = "{{ alert(1) }} ${alert(1)}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A dataset whose folder, labels, persons and sessions are hostile; its takes are good."""
    folder = tmp_path / "<b onclick=alert(1)>gestures"
    dataset = Dataset.create(folder, IMU, name=MARKUP, notes=MARKUP)
    chance = np.random.default_rng(1)
    for label in (MARKUP, QUOTES, TEMPLATE):
        for _ in range(3):
            samples = chance.integers(-9000, 9000, (150, 6))
            dataset.add(samples, label, subject=MARKUP, session=QUOTES)
    return folder


@pytest.mark.long
def test_no_page_takes_them_for_markup(
    folder: Path,
    start_studio: Callable[..., RunningStudio],
    open_page: Callable[..., Page],
    shot: Callable[[Page, str], None],
) -> None:
    studio = start_studio(folder)
    page = open_page(studio.address)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    for step in PAGES:
        page.goto(studio.home + step.PATH)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.wait_for_timeout(300)
        assert page.locator("[onerror], [onclick], img[src=x], b[onclick]").count() == 0
        shot(page, step.TEXTS.TITLE)
        if step.PATH == "/data":
            expect(page.locator(".gallery").get_by_text(MARKUP).first).to_be_visible()
            page.get_by_role("option").first.dblclick()  # the dialog of one take
            page.wait_for_timeout(500)
            shot(page, "one-take")
    assert asked == []
