"""Some takes side by side: what each looks like, whose it is, and the way to it in the data."""

from collections.abc import Callable, Sequence
from urllib.parse import quote

from nicegui import ui

from tinyspark.dataset.recording import Recording
from tinyspark.dataset.settings import Settings
from tinyspark.studio.parts.trace import Trace
from tinyspark.studio.texts import Train as Texts

MOST = 24  # drawn at once


def some_takes(takes: Sequence[Recording], settings: Settings) -> None:
    """Draw the first of them."""
    with ui.element("div").classes("takes"):
        for take in takes[:MOST]:
            one_take(take, settings)
    if len(takes) > MOST:
        ui.label(Texts.AND_MORE.format(count=len(takes) - MOST)).classes("soft")


def one_take(take: Recording, settings: Settings) -> None:
    """Draw one take; it leads to its place on the page Data."""
    with ui.link(target=f"/data?take={quote(take.id)}").classes("take").mark(f"take-{take.id}"):
        Trace().classes("small").picture(take.samples, settings)
        ui.label(named(take))


def take_to_choose(
    take: Recording, settings: Settings, here: bool, choose: Callable[[str], None]
) -> None:
    """Draw one take as a button; here: is it the one that is chosen?"""
    button = ui.element("button").props("type=button")
    button.props["aria-pressed"] = str(here).lower()
    button.classes("take chosen" if here else "take").mark(f"choose-{take.id}")
    button.on("click", lambda: choose(take.id))
    with button:
        Trace().classes("small").picture(take.samples, settings)
        ui.label(named(take))


def named(take: Recording) -> str:
    """Return the short number of a take, its label and whose it is."""
    return Texts.TAKE.format(
        number=take.id.partition("-")[0], label=take.label, subject=take.subject
    ).rstrip(" ,")
