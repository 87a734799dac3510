"""Some takes side by side: what each looks like, whose it is, and the way to it in the data."""

from collections.abc import Callable, Sequence

from nicegui import ui

from tinyspark.dataset.recording import Recording
from tinyspark.dataset.settings import Settings
from tinyspark.studio.parts.sketch import Sketch
from tinyspark.studio.texts import Train as Texts

MOST = 24  # drawn at once

Choose = Callable[[str], object]  # is told the id of a take


def some_takes(takes: Sequence[Recording], settings: Settings, choose: Choose) -> None:
    """Draw the first of them as buttons."""
    with ui.element("div").classes("takes"):
        for take in takes[:MOST]:
            one_take(take, settings, choose)
    if len(takes) > MOST:
        ui.label(Texts.AND_MORE.format(count=len(takes) - MOST)).classes("soft")


def one_take(
    take: Recording, settings: Settings, choose: Choose, here: bool | None = None
) -> None:
    """Draw one take as a button; here: is it the one of several that is chosen?"""
    button = ui.element("button").props("type=button").classes("take").mark(f"take-{take.id}")
    if here is not None:
        button.props["aria-pressed"] = str(here).lower()
        button.classes("chosen" if here else "")
    button.on("click", lambda: choose(take.id))
    with button:
        Sketch(take.samples, settings)
        ui.label(named(take)).classes("ellipsis")


def named(take: Recording) -> str:
    """Return the short number of a take, its label and whose it is."""
    return Texts.TAKE.format(
        number=take.id.partition("-")[0], label=take.label, subject=take.subject
    ).rstrip(" ,")
