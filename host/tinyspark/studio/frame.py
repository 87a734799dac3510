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
        steps = _steps(page)
        skip = _header(studio, steps)
        with ui.element("div").classes("page").props("tabindex=-1") as content:
            skip.props["href"] = f"#{content.html_id}"
            ui.label(page.TEXTS.TITLE).props("role=heading aria-level=1").classes("title")
            ui.label(page.TEXTS.INTRO).classes("soft intro")
            try:
                page.build(studio)
            except Exception as error:
                saying.trouble(error)

    return build


def _header(studio: Studio, steps: ui.left_drawer) -> ui.link:
    """Draw it; return the link past all of it, which whoever has no mouse meets first."""
    dark = ui.dark_mode(studio.dark)
    with ui.header().classes("bar") as header:
        skip = ui.link(Frame.SKIP).classes("skip")
        ui.button(icon="menu", on_click=steps.toggle).classes("menu").props(
            f'flat round dense aria-label="{Frame.STEPS}"'
        )
        ui.html(looks.ICON, sanitize=False).classes("logo")
        ui.label(Frame.BRAND).classes("brand")
        ui.label(studio.folder.name).classes("soft ellipsis")
        ui.space()
        with (
            ui.row(wrap=False)
            .classes("chip")
            .props("role=status aria-live=polite")
            .mark("board-state")
        ):
            icon = ui.icon("help")
            text = ui.label()
        ui.button(icon="contrast", on_click=lambda: _turn(studio)).props(
            f'flat round dense aria-label="{Frame.LIGHT}"'
        )

    def show(standing: Standing) -> None:
        name, words = _SIGNS[standing.state]
        icon.name = name
        text.text = standing.words if standing.state == BUSY and standing.words else words

    on_change(lambda: studio.seat.standing, show)
    header.move(target_index=0)
    on_change(lambda: studio.dark, dark.set_value)
    return skip


def _turn(studio: Studio) -> None:
    """Light, dark, as the system: one after the other."""
    studio.dark = {None: True, True: False, False: None}[studio.dark]


def _steps(current: ModuleType) -> ui.left_drawer:
    """Draw the story's steps; where the window is narrow a button brings them."""
    from tinyspark.studio.pages import PAGES

    with (
        ui.left_drawer(value=False, fixed=True, bordered=True)
        .props("width=168 breakpoint=700 show-if-above")
        .classes("steps") as drawer,
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
    return drawer
