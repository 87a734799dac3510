"""Every page of the studio can be drawn without a board and without a dataset."""

import sys

import pytest
from nicegui import ui
from nicegui.testing import User

import tinyspark.errors
from tinyspark.studio.pages import PAGES
from tinyspark.studio.texts import Frame


@pytest.mark.parametrize("path", [page.PATH for page in PAGES])
async def test_a_page_opens(user: User, path: str) -> None:
    await user.open(path)
    [page] = [page for page in PAGES if path == page.PATH]
    await user.should_see(page.TEXTS.INTRO)
    await user.should_see(Frame.NO_BOARD)


def test_the_simulation_leaves_the_modules_of_other_tests_alone() -> None:
    assert sys.modules["tinyspark.errors"] is tinyspark.errors


async def test_who_has_no_mouse_may_skip_the_steps(user: User) -> None:
    await user.open("/")
    [skip] = user.find(Frame.SKIP).elements
    [content] = [
        element
        for element in user.find(kind=ui.element).elements
        if f"#{element.html_id}" == skip.props["href"]
    ]
    assert content.props["tabindex"] == "-1"
    assert "page" in content.classes
