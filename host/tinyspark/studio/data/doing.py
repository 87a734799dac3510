"""How a card of the page Data lets something be done: out of the event loop, and told in words."""

import asyncio
from collections.abc import Callable
from typing import Any

from tinyspark.studio import saying, texts

TEXTS = texts.Data
QUICK = 0.5  # seconds; what takes longer says so


def sentence(what: str) -> str:
    """Return what a change did as a sentence."""
    return TEXTS.DONE.format(what=what[:1].upper() + what[1:]) if what else TEXTS.NOTHING


@saying.told
async def do(repair: Callable[..., str], *arguments: Any) -> None:
    """Do a repair and say what it did; as long as that takes, say that it goes on."""
    doing = asyncio.create_task(asyncio.to_thread(repair, *arguments))
    done, _ = await asyncio.wait([doing], timeout=QUICK)
    if not done:
        with saying.at_work(TEXTS.AT_WORK):
            await asyncio.wait([doing])
    saying.note(sentence(doing.result()))
