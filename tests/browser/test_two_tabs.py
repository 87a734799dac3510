"""Two tabs, in two browsers, show the same studio; what one begins the other sees and can end."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from visitor import PATIENCE, Visitor

from studio_driver import CONNECTED, RunningStudio
from tinyspark.studio.texts import Board, Data, Frame, Record

pytestmark = pytest.mark.long
Open = Callable[..., Page]


def test_both_show_what_happens(visitor: Visitor, studio: RunningStudio, open_page: Open) -> None:
    other = open_page(studio.address)
    expect(other.locator("header")).to_contain_text(CONNECTED, timeout=PATIENCE)
    expect(other.get_by_role("button", name=Board.UNPLUG)).to_be_visible(timeout=PATIENCE)
    other.goto(studio.home + "/record")

    visitor.go(Record)
    visitor.record("chop", 3, pause=30.0)  # in which the other tab stops it
    expect(other.get_by_role("textbox", name=Record.LABEL)).to_have_value("chop")
    expect(other.get_by_text(Record.PROGRESS.format(done=1, wanted=3))).to_be_visible(
        timeout=PATIENCE
    )
    other.get_by_role("button", name=Record.STOP, exact=True).click()
    expect(visitor.button(Record.RECORD)).to_be_visible(timeout=PATIENCE)

    other.goto(studio.home + "/data")
    expect(other.get_by_text(Data.SHOWN.format(total=1))).to_be_visible(timeout=PATIENCE)
    other.get_by_role("option").first.click()
    other.get_by_role("button", name=Data.DELETE).click()
    expect(visitor.page.get_by_text(Record.NONE)).to_be_visible(timeout=PATIENCE)

    other.goto(studio.address)
    other.get_by_role("button", name=Board.UNPLUG).click()
    visitor.state(Frame.GONE)
    other.context.close()  # with its tab goes nothing that the first one needs
    visitor.go(Board)
    visitor.plug_in()
    visitor.state(Frame.CONNECTED)
