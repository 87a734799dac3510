"""What is recorded next, as fields of the page Record: label, person, length, sensor, series."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from nicegui import ui

from tinyspark.dataset.dataset_rows import Row
from tinyspark.studio import looks, texts
from tinyspark.studio.changes import on_change
from tinyspark.studio.recorder import Plan, Recorder
from tinyspark.studio.studio import Studio

TEXTS = texts.Record
LONGEST = 30.0  # seconds
MOST = 100  # takes in a row


def colors(rows: Sequence[Row]) -> dict[str, str]:
    """Return the color of each label, as the pixels will show it."""
    return {
        label: looks.LABELS[place % len(looks.LABELS)]
        for place, label in enumerate(sorted({row.label for row in rows}))
    }


def labels(studio: Studio, goal: int) -> None:
    """The label as a field, and a chip for each that is there, with the number of its takes."""
    recorder = studio.recorder
    with ui.row().classes("row"):
        field = ui.input(TEXTS.LABEL, placeholder=TEXTS.LABEL_HINT).props("outlined dense")
        field.mark("label").style("width: 12rem")
        _bound(recorder, field, "label")
        chips = ui.row().classes("row").props(f'role=group aria-label="{TEXTS.LABEL}"')

    def show(found: tuple[tuple[Row, ...], str]) -> None:
        rows, _ = found
        counts = Counter(row.label for row in rows)
        chips.clear()
        with chips:
            for label, color in colors(rows).items():
                _chip(recorder, label, f"{counts[label]}/{goal}", color)

    on_change(lambda: (studio.shelf.rows(), recorder.plan.label), show)


def _chip(recorder: Recorder, label: str, count: str, color: str) -> None:
    chosen = label == recorder.plan.label
    chip = ui.button(on_click=lambda: _plan(recorder, label=label), color=None)
    chip.props("flat dense").classes("label-chip").style(f"--label: {color}")
    chip.mark(f"chip-{label}")
    if chosen:
        chip.classes("chosen")
    chip.props["aria-pressed"] = "true" if chosen else "false"
    with chip:
        ui.element("div").classes("dot")
        ui.label(label)
        ui.label(count).classes("soft").style("margin-left: 0.5rem")


def fields(recorder: Recorder) -> None:
    """All the rest."""
    with ui.element("div").classes("card fields"):
        _bound(recorder, ui.input(TEXTS.PERSON), "subject")
        _bound(recorder, ui.input(TEXTS.SESSION), "session")
        sensor = ui.select(TEXTS.SENSORS, label=TEXTS.SENSOR).classes("whole-row")
        _bound(recorder, sensor, "sensor")
        _number(recorder, TEXTS.SECONDS, "seconds", (0.25, LONGEST, 0.25))
        _number(recorder, TEXTS.SERIES, "count", (1, MOST, 1))
        _number(recorder, TEXTS.PAUSE, "pause", (0, LONGEST, 0.5))
        _bound(recorder, ui.switch(TEXTS.BUTTON).classes("whole-row nowrap"), "button")


def _number(
    recorder: Recorder, words: str, name: str, allowed: tuple[float, float, float]
) -> None:
    """A field for a number; one that is not allowed (least, most, step) is told, not changed."""
    least, most, step = allowed
    kind = type(getattr(Plan(), name))

    def wrong(value: float | None) -> str | None:
        if value is not None and least <= value <= most and kind(value) == value:
            return None
        used = getattr(recorder.plan, name)
        return TEXTS.RANGE.format(least=least, most=most, used=used)

    field = ui.number(words, step=step, validation=wrong).mark(name)
    field.props("no-error-icon")  # it would hide part of the name
    _bound(recorder, field, name, lambda value: wrong(value) is None)


def _bound(
    recorder: Recorder, field: Any, name: str, fits: Callable[[Any], bool] = lambda value: True
) -> None:
    """Let a field change the plan, and show it when another page has changed it."""
    kind = type(getattr(Plan(), name))
    field.value = getattr(recorder.plan, name)

    def change() -> None:
        if fits(field.value):
            _plan(recorder, **{name: kind(field.value)})

    field.on_value_change(change)
    on_change(lambda: getattr(recorder.plan, name), field.set_value)


def _plan(recorder: Recorder, **new: Any) -> None:
    recorder.plan = replace(recorder.plan, **new)
