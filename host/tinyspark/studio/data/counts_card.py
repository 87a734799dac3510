"""How many takes there are of each label and person, and where some are missing."""

from nicegui import ui
from nicegui.element import Element

from tinyspark.studio import texts
from tinyspark.studio.changes import on_change
from tinyspark.studio.data.browsing import Browsing, Shown, Wanted
from tinyspark.terminal.screen import clean

TEXTS = texts.Data


def build(browsing: Browsing) -> None:
    """Draw the table; a number shows the takes that it counts."""
    with ui.element("div").classes("card"):
        ui.label(TEXTS.COUNTS).classes("head").props("role=heading aria-level=2")
        ui.label(TEXTS.COUNTS_HINT).classes("soft")
        with ui.element("div").classes("wide-card"):
            table = ui.element("table").classes("counts").mark("counts")

    def show(shown: Shown) -> None:
        table.clear()
        with table:
            _table(browsing, shown)

    on_change(browsing.look, show)


def _table(browsing: Browsing, shown: Shown) -> None:
    with ui.element("tr"):
        _head("")
        for label in shown.labels:
            _head(clean(label))
        _head(TEXTS.SUM)
    for person in shown.persons:
        with ui.element("tr"):
            _head(clean(person) or TEXTS.NO_NAME, "row")
            for label in shown.labels:
                _cell(browsing, label, person, shown.counts[label, person])
            total = sum(shown.counts[label, person] for label in shown.labels)
            _cell(browsing, None, person, total)
    with ui.element("tr"):
        _head(TEXTS.SUM, "row")
        for label in shown.labels:
            total = sum(shown.counts[label, person] for person in shown.persons)
            _cell(browsing, label, None, total)
        _cell(browsing, None, None, len(shown.every))


def _head(text: str, scope: str = "col") -> None:
    with ui.element("th") as head:
        ui.label(text)
    head.props["scope"] = scope


def _cell(browsing: Browsing, label: str | None, person: str | None, count: int) -> None:
    def choose() -> None:
        browsing.wanted = Wanted(label, person)

    names = {"label": TEXTS.SUM, "person": TEXTS.SUM, "count": count or TEXTS.MISSING}
    names |= {"label": clean(label)} if label is not None else {}
    names |= {"person": clean(person) or TEXTS.NO_NAME} if person is not None else {}
    with ui.element("td"):
        if count:
            shown: Element = ui.button(str(count), on_click=choose).props("flat dense")
        else:
            shown = ui.label("\N{MULTIPLICATION SIGN}").classes("lacking").props("role=img")
        shown.props["aria-label"] = TEXTS.CELL.format(**names)
