"""What is taken for what, as a table whose numbers can be chosen. Knows counts, no takes."""

from collections.abc import Callable, Sequence

from nicegui import ui

from tinyspark.studio import looks
from tinyspark.studio.texts import Train as Texts

Cell = tuple[int, int | None]  # number of the true label, and of the answer; None: no answer


def matrix(
    labels: Sequence[str],
    confusion: Sequence[Sequence[int]],
    nothing: Sequence[int],
    choose: Callable[[Cell], None],
) -> None:
    """Draw the table; choose is called with the cell that somebody wants to see."""
    answers: list[int | None] = [*range(len(labels)), *([None] if any(nothing) else [])]
    chosen: list[ui.element] = []

    def pick(button: ui.element, cell: Cell) -> None:
        for other in chosen:
            other.classes(remove="chosen")
        chosen[:] = [button.classes("chosen")]
        choose(cell)

    with ui.element("div").classes("wide"), ui.element("table").classes("matrix"):
        with ui.element("thead"), ui.element("tr"):
            ui.element("td")
            for answer in answers:
                with ui.element("th").props("scope=col"):
                    _name(labels, answer)
        with ui.element("tbody"):
            for true, row in enumerate(confusion):
                with ui.element("tr"):
                    with ui.element("th").props("scope=row"):
                        _name(labels, true)
                    for answer in answers:
                        count = nothing[true] if answer is None else row[answer]
                        _cell(labels, (true, answer), (count, sum(row) + nothing[true]), pick)


def _cell(
    labels: Sequence[str],
    cell: Cell,
    counts: tuple[int, int],
    pick: Callable[[ui.element, Cell], None],
) -> None:
    """Draw one cell; counts: of it, and of its row."""
    true, answer = cell
    count, of_all = counts
    with ui.element("td"):
        if not count:
            ui.label("·").classes("none")
            return
        button = ui.element("button").props("type=button")
        tone = "var(--green)" if true == answer else "var(--red)"
        button.style(f"--share: {count / of_all:.3f}; --tone: {tone}")
        words = Texts.CELL.format(count=count, true=labels[true], answer=called(labels, answer))
        button._props["aria-label"] = words
        button.mark(f"cell-{true}-{answer}")
        button.on("click", lambda: pick(button, cell))
        with button:
            ui.label(str(count))


def _name(labels: Sequence[str], place: int | None) -> None:
    with ui.element("span"):
        if place is not None:
            color = looks.LABELS[place % len(looks.LABELS)]
            ui.element("span").classes("spot").style(f"--label: {color}")
        ui.label(called(labels, place)).style("display: inline")


def called(labels: Sequence[str], place: int | None) -> str:
    """Return the name of a label; of no answer, too."""
    return Texts.NOTHING if place is None else labels[place]
