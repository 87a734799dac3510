"""The studio opens in a real browser, finds a virtual board, and every page can be visited."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from studio_driver import RunningStudio, start_virtual
from tinyspark.studio.pages import PAGES


@pytest.fixture
def virtual(page: Page) -> Page:
    start_virtual(page)
    return page


@pytest.mark.long
def test_every_page_opens(
    virtual: Page, studio: RunningStudio, shot: Callable[[Page, str], None]
) -> None:
    for step in PAGES:
        virtual.get_by_role("navigation").get_by_role("link", name=step.TEXTS.TITLE).click()
        virtual.wait_for_url(studio.home + step.PATH)
        expect(virtual.get_by_role("heading", name=step.TEXTS.TITLE).first).to_be_visible()
        shot(virtual, step.TEXTS.TITLE)
