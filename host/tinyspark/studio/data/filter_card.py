"""The first line of the page Data: which takes to show, and what takes the last change back."""

import asyncio

from nicegui import ui

from tinyspark.studio import saying, texts
from tinyspark.studio.changes import on_change
from tinyspark.studio.data import repairs
from tinyspark.studio.data.browsing import ANY, Browsing, Shown, Wanted
from tinyspark.terminal.screen import clean

TEXTS = texts.Data
ALL = "all"
_NAMED = "named:"  # so that no name is taken for ALL


def build(browsing: Browsing) -> None:
    """Draw the filter; it follows what other tabs choose."""

    def choose() -> None:
        browsing.wanted = Wanted(
            _name(label.value), _name(person.value), _name(problem.value), text.value or ""
        )

    label = ui.select({}, label=TEXTS.LABEL, on_change=choose).props("dense outlined")
    person = ui.select({}, label=TEXTS.PERSON, on_change=choose).props("dense outlined")
    text = ui.input(TEXTS.SEARCH, on_change=choose).props(
        'dense outlined clearable debounce=200 type=search data-test="search"'
    )
    problem = ui.select({}, label=TEXTS.PROBLEMS, on_change=choose).props("dense outlined")
    label.mark("label-filter")
    person.mark("person-filter")
    text.mark("search")
    problem.mark("problem-filter")
    clear = ui.button(icon="filter_alt_off", on_click=lambda: everything(browsing))
    clear.props(f'flat round dense aria-label="{TEXTS.CLEAR}"').tooltip(TEXTS.CLEAR)

    def offer(names: tuple[list[str], list[str], list[str], Wanted]) -> None:
        labels, persons, kinds, wanted = names
        _offer(label, labels, wanted.label, TEXTS.NO_NAME)
        _offer(person, persons, wanted.person, TEXTS.NO_NAME)
        _offer(problem, [ANY, *kinds], wanted.problem, TEXTS.ANY)
        text.value = wanted.text
        clear.visible = wanted != Wanted()

    def look() -> tuple[list[str], list[str], list[str], Wanted]:
        shown = browsing.look()
        return shown.labels, shown.persons, shown.kinds, browsing.wanted

    on_change(look, offer)


def everything(browsing: Browsing) -> None:
    """Show all takes."""
    browsing.wanted = Wanted()


def undo(browsing: Browsing) -> None:
    """Draw the button that takes the last change back and says which one that is.

    A recording is no change of the list: takes that came since stay.
    """

    @saying.told
    async def back() -> None:
        what = await asyncio.to_thread(repairs.undo, browsing.shelf)
        saying.note(TEXTS.UNDONE.format(what=what))

    button = ui.button(TEXTS.UNDO, icon="undo", on_click=back).props("outline dense")
    button.classes("undo").tooltip(TEXTS.UNDO_KEEPS)
    button.mark("undo").props('data-test="undo"')

    async def show(shown: Shown) -> None:
        what = clean(await asyncio.to_thread(repairs.undoable, browsing.shelf))
        button.text = TEXTS.UNDO_WHAT.format(what=what) if what else TEXTS.UNDO
        button.set_enabled(bool(what))

    on_change(browsing.look, lambda shown: ui.timer(0, lambda: show(shown), once=True))


def _offer(choice: ui.select, names: list[str], chosen: str | None, empty: str) -> None:
    """Let somebody choose a name; one that has gone is still there while it is chosen."""
    there = sorted({*names} | ({chosen} if chosen is not None else set()))
    options = {ALL: TEXTS.ALL} | {_NAMED + name: clean(name) or empty for name in there}
    choice.set_options(options, value=ALL if chosen is None else _NAMED + chosen)


def _name(value: str | None) -> str | None:
    return None if value in (None, ALL) else str(value).removeprefix(_NAMED)
