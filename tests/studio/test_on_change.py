"""Pages that look at plain state: a mistake is told on the page, once, and forgotten when over."""

import asyncio

from nicegui import ui
from nicegui.testing import User

from tinyspark.errors import UserError
from tinyspark.studio.changes import on_change


async def test_an_error_is_told_once_until_it_is_over(user: User) -> None:
    problem, looks = [""], []

    def look() -> str:
        looks.append(1)
        if problem[0]:
            raise UserError(problem[0])
        return "whole"

    @ui.page("/looking")
    def page() -> None:
        on_change(look, ui.label, 0.001)

    async def see_for_a_while(words: str) -> None:
        problem[0] = words
        until = len(looks) + 5
        while len(looks) < until:
            await asyncio.sleep(0.001)

    await user.open("/looking")
    for words in ("It is damaged.", "It is damaged, too.", "", "It is damaged, too."):
        await see_for_a_while(words)
    assert user.notify.messages == ["It is damaged.", "It is damaged, too.", "It is damaged, too."]
    await user.should_see("whole")
