"""How far the work is: a bar, what is done, the time left, and a button that stops it."""

from nicegui import ui

from tinyspark.studio.changes import on_change
from tinyspark.studio.texts import Work as Texts
from tinyspark.studio.work import Work
from tinyspark.terminal.clock import seconds


def working(work: Work, name: str) -> None:
    """Draw it; it is there while a job runs whose name begins so."""
    with ui.column().classes("full").mark("working") as box:
        with ui.row().classes("row full"):
            what = ui.label().props("role=status aria-live=polite")
            ui.space()
            left = ui.label().classes("soft")
            ui.button(Texts.STOP, on_click=work.stop).props("outline").mark("stop")
        bar = ui.linear_progress(0, show_value=False, size="10px").props(
            f'rounded instant-feedback aria-label="{Texts.BAR}"'
        )

    def look() -> tuple[bool, str, float | None, float | None]:
        here = work.running and work.name.startswith(name)
        rest = work.clock.left()
        return here, work.what, work.clock.share, None if rest is None else round(rest)

    def show(seen: tuple[bool, str, float | None, float | None]) -> None:
        here, words, share, rest = seen
        box.visible = here
        what.text = Texts.DOING.format(what=words or Texts.BEGINNING, share=percent(share))
        left.text = "" if rest is None else Texts.LEFT.format(time=seconds(rest))
        bar.value = share or 0
        bar.props(
            add="indeterminate" if share is None else "",
            remove="" if share is None else "indeterminate",
        )

    on_change(look, show)


def percent(share: float | None) -> str:
    """Return a share as it stands behind what is done."""
    return "" if share is None else f" · {100 * share:.0f} %"
