"""A button that orders something of the board: it turns while that lasts, and shows its errors."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from nicegui import ui

from tinyspark.studio import saying


def order_button(
    words: str, order: Callable[[], Future], done: Callable[[Any], object] | None = None
) -> ui.button:
    """Draw it; order() is called when it is pressed, done with the result."""

    @saying.told
    async def pressed() -> None:
        button.props("loading")
        try:
            result = await asyncio.wrap_future(order())
        finally:
            button.props(remove="loading")
        if done is not None:
            done(result)

    button = ui.button(words, on_click=pressed)
    return button
