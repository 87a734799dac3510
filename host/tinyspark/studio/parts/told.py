"""The parts of a story on a page: headings, paragraphs, tables, programs. All of it as text."""

from collections.abc import Sequence

from nicegui import ui

from tinyspark.lessons.story import Heading, Next, Paragraph, Part, Program, Table
from tinyspark.studio.texts import Parts as Texts


def told(part: Part) -> None:
    """Draw one part; a picture is drawn by who has it."""
    if isinstance(part, Heading):
        ui.label(part.text).props("role=heading aria-level=3").classes("head")
    elif isinstance(part, Paragraph):
        ui.label(part.text).classes("words")
    elif isinstance(part, Table):
        table(part.header, part.rows)
    elif isinstance(part, Next):
        ui.label(Texts.NEXT).classes("head")
        ui.label(part.text).classes("words")
    elif isinstance(part, Program):
        ui.label(Texts.PROGRAM).classes("soft")
        ui.label(part.text).classes("program")


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Draw a table; its first column names the rows, all others are figures."""
    with ui.element("div").classes("wide"), ui.element("table").classes("figures"):
        with ui.element("thead"), ui.element("tr"):
            for text in header:
                with ui.element("th").props("scope=col"):
                    ui.label(text)
        with ui.element("tbody"):
            for row in rows:
                with ui.element("tr"):
                    for place, text in enumerate(row):
                        with ui.element("td" if place else "th"):
                            ui.label(text)
