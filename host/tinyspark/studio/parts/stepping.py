"""Sections of a story, seen one after the other, with buttons for back and next."""

from collections.abc import Callable
from typing import Protocol

from nicegui import ui

from tinyspark.studio.changes import on_change
from tinyspark.studio.telling import Section
from tinyspark.studio.texts import Parts as Texts


class Stepped(Protocol):
    """What keeps the number of the section that is seen."""

    step: int

    def step_by(self, steps: int) -> None: ...


def stepping(
    state: Stepped,
    look: Callable[[], list[Section]],
    draw: Callable[[Section], object],
    growing: Callable[[], bool] = lambda: False,
) -> None:
    """Draw one section and the way to the others; look: returns those that there are by now.

    growing: whether more are still to come.
    """
    with ui.row().classes("row"):
        back = ui.button(Texts.BACK, icon="chevron_left", on_click=lambda: state.step_by(-1))
        forth = ui.button(Texts.NEXT, icon="chevron_right", on_click=lambda: state.step_by(1))
        back.props("outline").mark("back")
        forth.mark("next")
        title = ui.label().props("role=status aria-live=polite").classes("head").mark("step")
    below = ui.column().classes("full").mark("section")

    def seen() -> tuple[int, int, int, bool]:
        there = look()
        state.step = max(0, min(state.step, len(there) - 1))
        parts = len(there[state.step].parts) if there else 0
        return state.step, len(there), parts, growing()

    def show(now: tuple[int, int, int, bool]) -> None:
        step, count, _, more = now
        back.enabled, forth.enabled = step > 0, step < count - 1
        back.visible = forth.visible = count > 0
        below.clear()
        if not count:
            title.text = ""
            return
        section = look()[step]
        words = Texts.STEP_SO_FAR if more else Texts.STEP
        title.text = words.format(number=step + 1, count=count, title=section.title)
        with below:
            draw(section)

    on_change(seen, show)
