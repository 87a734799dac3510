"""The parts of a story on a page: headings, paragraphs, tables, programs, pictures.

All words are shown as text; pictures were drawn here and come as they are.
"""

import base64
from collections.abc import Sequence

from nicegui import ui

from tinyspark.lessons.story import Heading, Next, Paragraph, Part, Program, Table
from tinyspark.studio.telling import Drawn
from tinyspark.studio.texts import Parts as Texts


def told(part: Part | Drawn) -> None:
    """Draw one part."""
    if isinstance(part, Heading):
        ui.label(part.text).props("role=heading aria-level=3").classes("head")
    elif isinstance(part, Paragraph):
        ui.label(part.text).classes("words")
    elif isinstance(part, Table):
        table(part.header, part.rows)
    elif isinstance(part, Next):
        ui.label(Texts.TRY).classes("head")
        ui.label(part.text).classes("words")
    elif isinstance(part, Program):
        ui.label(Texts.PROGRAM).classes("soft")
        ui.label(part.text).classes("program")
    elif isinstance(part, Drawn):
        image = ui.element("img").classes("picture")
        image._props["src"] = f"data:image/png;base64,{base64.b64encode(part.data).decode()}"
        image._props["alt"] = Texts.PICTURE.format(name=part.name)


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
