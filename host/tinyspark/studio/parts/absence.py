"""That no board is there, or that it is gone: said alike on every page that needs one."""

from nicegui import ui

from tinyspark.studio.changes import on_change
from tinyspark.studio.standing import GONE, NOBODY
from tinyspark.studio.studio import Studio
from tinyspark.studio.texts import Absent as Texts


def absence(studio: Studio, none: str = Texts.NO_BOARD) -> str:
    """Return what is the matter with the board, "" if it is there; none: when there is none."""
    state = studio.seat.standing.state
    if state == GONE:
        return Texts.UNPLUGGED if studio.seat.virtual is not None else Texts.GONE
    return none if state == NOBODY else ""


def absent(studio: Studio, none: str = Texts.NO_BOARD) -> ui.element:
    """Draw a line that says so, as long as it is so, with the way to the page Board; return it."""
    with ui.element("div").classes("row").props("role=status").mark("absent") as line:
        ui.icon("usb_off").classes("bad")
        words = ui.label()
        ui.link(Texts.TO_BOARD, "/")

    def show(told: str) -> None:
        words.text = told
        line.visible = bool(told)

    on_change(lambda: absence(studio, none), show)
    return line
