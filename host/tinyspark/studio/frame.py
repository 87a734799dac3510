"""What every page has around it: the steps of the story, the board's state, light and dark."""

from collections.abc import Callable
from types import ModuleType

from nicegui import context, ui

from tinyspark.studio import looks, saying
from tinyspark.studio.changes import on_change
from tinyspark.studio.standing import BUSY, GONE, NOBODY, THERE, Standing
from tinyspark.studio.studio import Studio
from tinyspark.studio.texts import Frame

_SIGNS = {
    NOBODY: ("radio_button_unchecked", Frame.NO_BOARD),
    THERE: ("check_circle", Frame.CONNECTED),
    GONE: ("error", Frame.GONE),
    BUSY: ("pending", Frame.BUSY),
}


def around(page: ModuleType, studio: Studio) -> Callable[[], None]:
    """Return the function that builds this page for one browser tab."""

    def build() -> None:
        looks.wear()
        _header(studio)
        _steps(page)
        with ui.element("main").classes("page"):
            ui.label(page.TEXTS.TITLE).props("role=heading aria-level=1").classes("title")
            ui.label(page.TEXTS.INTRO).classes("soft intro")
            try:
                page.build(studio)
            except Exception as error:
                saying.trouble(error)

    return build


def _header(studio: Studio) -> None:
    dark = ui.dark_mode(None)
    with ui.header().classes("bar"):
        ui.html(looks.ICON, sanitize=False).classes("logo")
        ui.label(Frame.BRAND).classes("brand")
        ui.label(studio.folder.name).classes("soft")
        ui.space()
        with ui.row().classes("chip").props("role=status aria-live=polite").mark("board-state"):
            icon = ui.icon("help")
            text = ui.label()
        ui.button(icon="contrast", on_click=lambda: _turn(dark)).props(
            f'flat round dense aria-label="{Frame.LIGHT}"'
        )

    def show(standing: Standing) -> None:
        name, words = _SIGNS[standing.state]
        icon.name = name
        text.text = standing.words if standing.state == BUSY and standing.words else words

    on_change(lambda: studio.seat.standing, show)


def _turn(dark: ui.dark_mode) -> None:
    """Light, dark, as the system: one after the other."""
    dark.value = {None: True, True: False, False: None}[dark.value]


def _steps(current: ModuleType) -> None:
    from tinyspark.studio.pages import PAGES

    with (
        ui.left_drawer(value=True, fixed=True, bordered=True)
        .props("width=168 breakpoint=700")
        .classes("steps"),
        ui.element("nav").props(f'aria-label="{Frame.STEPS}"'),
    ):
        for number, page in enumerate(PAGES, 1):
            here = page is current
            with ui.link(target=page.PATH).classes("step here" if here else "step") as link:
                ui.label(str(number)).classes("number")
                ui.label(page.TEXTS.TITLE)
            if here:
                link.props("aria-current=page")
    context.client.content.classes("whole")
