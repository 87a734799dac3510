"""The page Inside: one take through the network, drawn, told step by step, and checked.

What it looks at is the studio's, so every tab shows the same; its numbers are the glass box's.
"""

import asyncio
from collections.abc import Sequence

from nicegui import context, ui

from tinyspark.dataset.dataset_rows import Row
from tinyspark.dataset.recording import Recording
from tinyspark.dataset.settings import Settings
from tinyspark.learning.glass_box import gradients, graph
from tinyspark.lessons.glass_box.gesture import WHERE
from tinyspark.studio import glass, saying, texts
from tinyspark.studio.changes import on_change
from tinyspark.studio.glass import Seen
from tinyspark.studio.parts.absence import absent
from tinyspark.studio.parts.curves import Curves
from tinyspark.studio.parts.facts import heading
from tinyspark.studio.parts.network import Network
from tinyspark.studio.parts.orders import order_button
from tinyspark.studio.parts.patterns import Patterns
from tinyspark.studio.parts.reading import keep_read
from tinyspark.studio.parts.some_takes import one_take
from tinyspark.studio.parts.stepping import stepping
from tinyspark.studio.parts.told import table, told
from tinyspark.studio.parts.trace import Trace
from tinyspark.studio.standing import THERE
from tinyspark.studio.studio import Studio
from tinyspark.studio.telling import Section
from tinyspark.whole_files import file_version

TEXTS = texts.Inside
PATH = "/inside"
ARGUMENT = "take"  # of the address: which take to look at
MOST_TAKES, MOST_TERMS = 12, 12
RIGHT = 1e-4  # of a gradient check; right rules give about 1e-9


def build(studio: Studio) -> None:
    """Draw the page."""
    if wanted := context.client.request.query_params.get(ARGUMENT):
        studio.glass.look_at(wanted)
    with ui.column().classes("full") as whole:
        pass

    def draw(seen: tuple[bool, tuple[Row, ...]]) -> None:
        trained, rows = seen
        whole.clear()
        with whole:
            if trained and rows:
                _looking(studio, rows)
            else:
                ui.label(TEXTS.NO_MODEL).classes("note words").mark("no-model")
                ui.link(TEXTS.TO_TRAIN, "/train").mark("to-train")

    on_change(lambda: (studio.model.is_file(), studio.shelf.rows()), draw)


def _looking(studio: Studio, rows: Sequence[Row]) -> None:
    """Draw the choice of a take, and what becomes of it."""
    if studio.glass.take not in {row.id for row in rows}:
        studio.glass.look_at(rows[0].id)
    _choice(studio, rows)
    below = ui.column().classes("full")

    def draw(seen: Seen) -> None:
        _network(studio, seen)
        _steps(studio, seen)
        _board(studio, seen)
        _gradient(seen)

    keep_read(
        below,
        lambda: (studio.glass.take, file_version(studio.model)),
        lambda wanted: glass.see(studio, wanted[0]),
        draw,
    )


def _choice(studio: Studio, rows: Sequence[Row]) -> None:
    """Draw the takes of one label, to choose one of them."""
    labels = sorted({row.label for row in rows})
    own = next(row.label for row in rows if row.id == studio.glass.take)
    with ui.element("section").classes("card stack"):
        heading(TEXTS.TAKES)
        toggle = ui.toggle(labels, value=own).props("no-caps").mark("labels")
        strip = ui.element("div").classes("strip").mark("takes")

    def read(wanted: tuple[str, str]) -> tuple[list[Recording | None], Settings]:
        there = [row for row in rows if row.label == wanted[0]][:MOST_TAKES]
        return [studio.shelf.take(row) for row in there], studio.shelf.settings()

    def draw(found: tuple[list[Recording | None], Settings]) -> None:
        takes, settings = found
        for take in takes:
            if take is not None:
                one_take(take, settings, studio.glass.look_at, take.id == studio.glass.take)

    keep_read(strip, lambda: (toggle.value, studio.glass.take), read, draw)


def _network(studio: Studio, seen: Seen) -> None:
    """Draw the network, and the numbers of the node that is chosen."""
    drawn = graph.of(seen.trace)
    state = studio.glass
    with ui.element("section").classes("card stack"):
        heading(TEXTS.NETWORK)
        ui.label(TEXTS.INTEGERS).classes("words")
        with ui.row().classes("row"):
            toggle = ui.toggle({True: TEXTS.FLOWS, False: TEXTS.WEIGHTS}, value=state.flows)
            toggle.props("no-caps").mark("flows")
            every = ui.switch(TEXTS.EVERY, value=state.every).mark("every")
            ui.label(TEXTS.KEY).classes("soft")
        with ui.element("div").classes("wide"):
            network = Network(state.choose).classes("full").mark("network")
        below = ui.column().classes("full").props("aria-live=polite").mark("neuron")

    def turn(flows: bool) -> None:
        toggle.value = state.flows = flows
        network.show(drawn, len(seen.trace.features), flows)

    def turn_lines(all_: bool) -> None:
        every.value = state.every = all_
        network.show_every(all_)

    def show(place: tuple[int, int] | None) -> None:
        network.mark_chosen(place)
        below.clear()
        if place is not None:
            with below:
                _neuron(seen, drawn, place)

    toggle.on_value_change(lambda event: turn(bool(event.value)))
    every.on_value_change(lambda event: turn_lines(bool(event.value)))
    on_change(lambda: state.flows, turn)
    on_change(lambda: state.every, turn_lines)
    on_change(lambda: state.node, show)


def _neuron(seen: Seen, drawn: graph.Graph, place: tuple[int, int]) -> None:
    """Draw what the sum of a neuron is made of; of the first layer, its movement, too."""
    column, number = place
    if not (0 < column < len(drawn.columns) and 0 <= number < len(drawn.columns[column])):
        ui.label(TEXTS.INPUT_NODE).classes("words")
        return
    terms = graph.terms(seen.trace, column - 1, number)
    shown, rest = terms[: MOST_TERMS + 1], terms[MOST_TERMS + 1 :]
    rows = [_cells(term) for term in shown]
    if rest:
        left = sum(term.product for term in rest)
        rows.append((TEXTS.REST.format(count=len(rest)), "", "", f"{left:+d}"))
    total = sum(term.product for term in terms)
    ui.label(TEXTS.NEURON.format(name=drawn.columns[column][number].name)).classes("head")
    ui.label(TEXTS.SUM.format(count=len(terms) - 1, total=total)).classes("words")
    with ui.element("div").classes("two full"):
        table(TEXTS.HEADS, rows)
        if column == 1:
            with ui.element("div").classes("stack"):
                ui.label(TEXTS.MOVEMENT).classes("head")
                ui.label(TEXTS.MOVEMENT_HINT).classes("soft words")
                Patterns(graph.patterns(seen.trace, number))


def _cells(term: graph.Term) -> tuple[str, str, str, str]:
    held, weight = ("" if each is None else str(each) for each in (term.input, term.weight))
    return term.name, held, weight, f"{term.product:+d}"


def _steps(studio: Studio, seen: Seen) -> None:
    """Draw one step of the way after the other, from the samples to the decision."""

    def draw(section: Section) -> None:
        _drawn(seen, section)
        for part in section.parts:
            told(part)

    with ui.element("section").classes("card stack").mark("steps"):
        heading(TEXTS.STEPS)
        stepping(studio.glass, lambda: seen.steps, draw)


def _drawn(seen: Seen, section: Section) -> None:
    """Draw the take where its samples are told, and its movement where the cut is."""
    trace = seen.trace
    if section is seen.steps[0]:
        Trace().picture(trace.case.samples, seen.settings)
    elif section.title == WHERE:
        values = trace.numbers["movement"]
        chart = Curves(TEXTS.MOVEMENTS.format(gate=trace.model.gate), TEXTS.MEAN)
        gate = [(0.0, float(trace.model.gate)), (float(len(values)), float(trace.model.gate))]
        chart.show(list(enumerate(map(float, values), 1)), [gate], len(values))


def _board(studio: Studio, seen: Seen) -> None:
    """Draw the comparison with the board that is connected."""
    with ui.element("section").classes("card stack") as card:
        heading(TEXTS.BOARD)
        ui.label(TEXTS.SAME).classes("words")

        def show(section: Section) -> None:
            below.clear()
            with below:
                for part in section.parts:
                    told(part)

        button = order_button(TEXTS.ASK, lambda: glass.ask_board(studio.seat, seen.trace), show)
        button.mark("ask-board")
        absent(studio, TEXTS.NO_BOARD)
        below = ui.column().classes("full").props("aria-live=polite").mark("board")

    card.mark("compare")
    on_change(lambda: studio.seat.standing.state == THERE, button.set_visibility)


def _gradient(seen: Seen) -> None:
    """Draw the gradient check: what it is, and, when it is wanted, what came of it."""
    with ui.element("section").classes("card stack"):
        heading(TEXTS.GRADIENT)
        ui.label(TEXTS.GRADIENT_HINT).classes("words")
        button = ui.button(TEXTS.CHECK).mark("check")
        below = ui.column().classes("full").props("aria-live=polite").mark("gradient")

    @saying.told
    async def check() -> None:
        found = await asyncio.to_thread(gradients.check, seen.trace)
        below.clear()
        with below:
            _checked(found)

    button.on_click(check)


def _checked(found: gradients.Checked) -> None:
    words = TEXTS.CHECKED if found.apart < RIGHT else TEXTS.UNEQUAL
    ui.label(words.format(weights=found.weights, apart=found.apart, loss=found.loss)).classes(
        "words"
    )
    table(TEXTS.SLOPES, [[f"{value:+.9f}" for value in pair] for pair in found.greatest])
