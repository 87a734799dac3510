"""How a card of the page Data lets something be done: out of the event loop, and told in words."""

import asyncio
from collections.abc import Callable
from typing import Any

from tinyspark.studio import saying, texts

TEXTS = texts.Data


def sentence(what: str) -> str:
    """Return what a change did as a sentence."""
    return TEXTS.DONE.format(what=what[:1].upper() + what[1:]) if what else TEXTS.NOTHING


@saying.told
async def do(repair: Callable[..., str], *arguments: Any) -> None:
    """Do a repair and say what it did."""
    saying.note(sentence(await asyncio.to_thread(repair, *arguments)))
