"""What a page says of what goes wrong, also when it has been closed meanwhile."""

import asyncio
import gc

from nicegui import ui
from nicegui.testing import User

from tinyspark.errors import UserError
from tinyspark.studio import saying


async def test_whoever_has_left_is_told_nothing(user: User) -> None:
    """And nothing goes wrong: the fixture looks for errors in the terminal."""
    begun, may_fail, failed = asyncio.Event(), asyncio.Event(), asyncio.Event()

    @saying.told
    async def work() -> None:
        begun.set()
        await may_fail.wait()
        failed.set()
        raise UserError("Nobody sees this.")

    @ui.page("/working")
    def page() -> None:
        ui.button("work", on_click=work)

    await user.open("/working")
    user.find("work").click()
    await asyncio.wait_for(begun.wait(), 30)
    user.client.delete()
    user.client = None
    gc.collect()
    may_fail.set()
    await asyncio.wait_for(failed.wait(), 30)
    await asyncio.sleep(0.1)
    assert user.notify.messages == []
