"""Parts of a page that are read in the background: the newest stays, mistakes are told."""

import asyncio
import threading

from nicegui import ui
from nicegui.testing import User

from tinyspark.errors import UserError
from tinyspark.studio.parts.reading import keep_read


async def test_what_was_wanted_last_stays_however_long_the_one_before_took(user: User) -> None:
    wanted, slow_begins, slow_may_end = ["slow"], threading.Event(), threading.Event()

    def read(which: str) -> str:
        if which == "slow":
            slow_begins.set()
            assert slow_may_end.wait(10)
        return which

    @ui.page("/reading")
    def page() -> None:
        keep_read(ui.column(), lambda: wanted[0], read, lambda found: ui.label(f"<{found}>"), 0.01)

    await user.open("/reading")
    assert await asyncio.to_thread(slow_begins.wait, 10)
    wanted[0] = "quick"
    await asyncio.sleep(0.05)  # who read both at once would be done with the quick one
    slow_may_end.set()
    await user.should_see("<quick>")
    await user.should_not_see("<slow>")


async def test_what_cannot_be_read_is_told_until_it_can_be(user: User) -> None:
    problems = ["The file is damaged.\nTrain anew."]

    def read(problem: str) -> str:
        if problem:
            raise UserError(problem)
        return "whole"

    @ui.page("/reading")
    def page() -> None:
        with ui.column() as place:
            ui.label("waiting")
        keep_read(place, lambda: problems[-1], read, ui.label, 0.01)

    await user.open("/reading")
    await user.should_see("The file is damaged.")
    await user.should_not_see("waiting")
    problems.append("")
    await user.should_see("whole")
    await user.should_not_see("damaged")


async def test_what_is_read_for_a_page_that_is_closed_meanwhile_is_not_drawn(user: User) -> None:
    begins, may_end, drawn = threading.Event(), threading.Event(), []

    def read(_: int) -> str:
        begins.set()
        assert may_end.wait(30)
        return "late"

    @ui.page("/reading")
    def page() -> None:
        keep_read(ui.column(), lambda: 1, read, drawn.append, 0.01)

    client = await user.open("/reading")
    assert await asyncio.to_thread(begins.wait, 30)
    client.delete()
    may_end.set()
    await asyncio.sleep(0.1)
    assert drawn == []
