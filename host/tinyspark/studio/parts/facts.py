"""Headings, facts, labels and progress: small parts of the pages Board and Deploy."""

from collections.abc import Sequence

from nicegui import ui

from tinyspark.studio.changes import on_change
from tinyspark.studio.looks import LABELS
from tinyspark.studio.standing import BUSY, Standing
from tinyspark.studio.studio import Studio


def heading(text: str) -> None:
    """Draw the heading of a part of the page."""
    ui.label(text).props("role=heading aria-level=2").classes("head")


def said_line(icon: str, look: str, text: str) -> None:
    """Draw a line that says how something is; look: good or bad."""
    with ui.element("div").classes("said"):
        ui.icon(icon).classes(look)
        ui.label(text).classes("lines")


def facts(names: Sequence[str]) -> list[ui.label]:
    """Draw a list of names; return the labels for their values."""
    values = []
    with ui.element("dl").classes("facts"):
        for name in names:
            with ui.element("dt"):
                ui.label(name)
            with ui.element("dd"):
                values.append(ui.label())
    return values


def marks(labels: Sequence[str]) -> None:
    """Draw labels, each with its color on the board's pixels."""
    for place, label in enumerate(labels):
        with ui.element("span").classes("mark"):
            ui.element("span").classes("dot").style(f"--label: {LABELS[place % len(LABELS)]}")
            ui.label(label)


def progress(studio: Studio) -> None:
    """Draw how far an order of the board is, as long as one is done."""
    with ui.element("div").classes("pile") as whole:
        words = ui.label().props("role=status aria-live=polite").mark("progress-words")
        bar = ui.linear_progress(show_value=False).props("instant-feedback")

    def show(standing: Standing) -> None:
        whole.set_visibility(standing.state == BUSY)
        words.text = standing.words
        bar.props(remove="indeterminate")
        if standing.share is None:
            bar.props("indeterminate")
        bar.value = standing.share or 0.0

    on_change(lambda: studio.seat.standing, show)
