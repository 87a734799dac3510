"""A small dialog that asks for one text, such as a label, and helps with the texts that exist."""

from collections.abc import Sequence

from nicegui import ui

from tinyspark.studio import texts

TEXTS = texts.Data


async def ask(question: str, value: str, known: Sequence[str]) -> str | None:
    """Return what somebody typed or chose, None when the dialog was left."""
    with ui.dialog() as dialog, ui.card().classes("take-dialog").style("width: 24rem"):
        entry = ui.input(question, value=value, autocomplete=list(known)).props("autofocus")
        entry.classes("w-full").style("width: 100%").mark("answer")
        entry.on("keydown.enter", lambda: dialog.submit(entry.value))
        with ui.row():
            ui.button(TEXTS.OK, on_click=lambda: dialog.submit(entry.value))
            ui.button(TEXTS.CANCEL, on_click=dialog.close).props("flat")
    try:
        return await dialog
    finally:
        dialog.delete()
