"""The page Train: one button, curves while it trains, then what came of it.

The training runs in the work's process and writes files; this page shows both and keeps nothing.
"""

import asyncio
from dataclasses import replace
from functools import partial
from typing import Any

from nicegui import ui

from gesturekit.model_format import MAX_OUTPUTS
from tinyspark.learning.training import Options
from tinyspark.studio import findings, jobs, report_page, saying, texts
from tinyspark.studio.changes import on_change
from tinyspark.studio.data import repairs
from tinyspark.studio.data.doing import do
from tinyspark.studio.findings import Findings
from tinyspark.studio.pages import data
from tinyspark.studio.parts.curves import Curves
from tinyspark.studio.parts.facts import heading
from tinyspark.studio.parts.hurting import Actions, hurting
from tinyspark.studio.parts.matrix import Cell, called, matrix
from tinyspark.studio.parts.reading import keep_read
from tinyspark.studio.parts.score import board, score
from tinyspark.studio.parts.some_takes import some_takes
from tinyspark.studio.parts.working import working
from tinyspark.studio.studio import Studio
from tinyspark.studio.work import FAILED, STOPPED
from tinyspark.terminal.screen import counted

TEXTS = texts.Train
PATH = "/train"
JOB = "train"
LOOK_EVERY = 0.5  # seconds between two looks at the files
PAST = 12  # curves of trainings before, behind the one of now
MOST_EPOCHS, MOST_SEED = 5000, 2**32 - 1


def build(studio: Studio) -> None:
    """Draw the page."""
    with ui.element("section").classes("card stack"):
        _start(studio)
        working(studio.work, JOB)
        _curves(studio)
    with ui.column().classes("full") as below:
        ui.spinner()

    keep_read(
        below,
        lambda: findings.version(studio),
        lambda _: findings.read(studio),
        partial(_show, studio),
        LOOK_EVERY,
    )


def _start(studio: Studio) -> None:
    """Draw the button, what there is to learn from, and what can be chosen."""
    with ui.row().classes("row"):
        button = ui.button(TEXTS.TRAIN, icon="school", on_click=lambda: _train(studio))
        button.classes("start").mark("train")
        summary = ui.label().classes("soft").mark("summary")
    missing = ui.label().classes("note words").mark("missing")
    record = ui.link(TEXTS.TO_RECORD, "/record").mark("to-record")
    outcome = ui.label().classes("words bad").props("role=status aria-live=polite")
    outcome.mark("outcome")
    with ui.expansion(TEXTS.MORE).props("dense").classes("full"):
        _choices(studio)

    def show(_: object) -> None:
        rows = studio.shelf.rows()
        lacking = findings.missing(rows)
        told = [lacking] if lacking else findings.advice(rows)
        other = studio.work.name if studio.work.running else JOB
        if other != JOB:
            told.append(TEXTS.OTHER_WORK.format(name=other))
        missing.text = "\n".join(told)
        missing.visible, record.visible = bool(told), bool(lacking)
        button.enabled = not lacking and not studio.work.running
        persons = len({row.subject for row in rows} - {""})
        summary.text = TEXTS.SUMMARY.format(
            takes=counted(len(rows), "take"),
            labels=counted(len({row.label for row in rows}), "label"),
            persons=counted(persons, "person") if persons else TEXTS.UNNAMED,
        )

    def end(seen: tuple[str, str, str]) -> None:
        state, name, error = seen
        words = {FAILED: error, STOPPED: TEXTS.STOPPED}.get(state, "") if name == JOB else ""
        outcome.text, outcome.visible = words, bool(words)

    on_change(lambda: (studio.shelf.rows(), studio.work.running, studio.work.name), show)
    on_change(lambda: (studio.work.state, studio.work.name, studio.work.error), end)


@saying.told
async def _train(studio: Studio) -> None:
    arguments = (studio.folder, studio.model, studio.options)
    await asyncio.to_thread(studio.work.start, JOB, jobs.train, *arguments)


def _choices(studio: Studio) -> None:
    """Draw what can be chosen; what is left empty, the dataset decides."""

    def choose(name: str, value: Any) -> None:
        studio.options = replace(studio.options, **{name: value})

    def number(text: str, name: str, limits: tuple[int, int]) -> ui.number:
        default = getattr(Options(), name)

        def chosen(value: float | None) -> None:
            held = default if value is None else max(limits[0], min(limits[1], int(value)))
            choose(name, held)

        field = ui.number(text, placeholder=TEXTS.USUAL, precision=0)
        field.on_value_change(lambda event: chosen(event.value))
        field.props("stack-label").props["inputmode"] = "numeric"
        return field.classes("field").mark(name)

    with ui.row().classes("row"):
        split = ui.select(TEXTS.SPLITS, label=TEXTS.SPLIT).classes("broad").mark("split")
        split.on_value_change(lambda event: choose("split", event.value or None))
        hidden = number(TEXTS.HIDDEN, "hidden", (1, MAX_OUTPUTS))
        epochs = number(TEXTS.EPOCHS, "epochs", (1, MOST_EPOCHS))
        seed = number(TEXTS.SEED, "seed", (0, MOST_SEED))

    def show(options: Options) -> None:
        split.value = options.split or ""
        hidden.value, epochs.value, seed.value = options.hidden, options.epochs, options.seed

    on_change(lambda: studio.options, show)


def _curves(studio: Studio) -> None:
    """Draw the loss and the score of the training that is going on, epoch by epoch."""
    with ui.element("div").classes("two full").mark("curves") as both:
        loss = Curves(TEXTS.LOSS, TEXTS.EPOCH)
        right = Curves(TEXTS.SCORE, TEXTS.EPOCH, shares=True)
    now = ui.label().classes("soft")

    def show(seen: tuple[bool, int]) -> None:
        told = list(studio.work.told) if seen[0] else []
        both.visible = now.visible = bool(told)
        if not told:
            return
        newest = told[-1]
        lines = {each.training: ([], []) for each in told}  # type: ignore[var-annotated]
        for each in told:
            lines[each.training][0].append((each.number, each.loss))
            if each.score is not None:
                lines[each.training][1].append((each.number, each.score))
        for curve, which in ((loss, 0), (right, 1)):
            past = [line[which] for line in list(lines.values())[:-1] if line[which]]
            latest = lines[newest.training][which] or (past.pop() if past else [])
            curve.show(latest, past[-PAST:], newest.epochs)
        words = TEXTS.NOW.format(training=newest.training, what=newest.what)
        now.text = f"{words}. {TEXTS.BEFORE}" if newest.training > 1 else words

    on_change(
        lambda: (studio.work.running and studio.work.name == JOB, len(studio.work.told)), show
    )


def _show(studio: Studio, found: Findings) -> None:
    """Draw what came of the last training."""
    if found.lately and found.older:
        _lately(studio, found)
    if found.report is None:
        ui.label(TEXTS.NO_REPORT).classes("soft")
        return
    changes = (found.older, TEXTS.OLDER), (found.foreign, TEXTS.FOREIGN)
    for wrong, text in (*changes, (found.adjusted, TEXTS.ADJUSTED)):
        if wrong:
            ui.label(text).classes("note words").props("role=status")
            break
    score(found.report)
    _matrix(studio, found)
    shelf = studio.shelf
    actions = Actions(
        lambda take: _open(studio, take),
        lambda take, label: do(repairs.relabel, shelf, [take], label),
        lambda take: do(repairs.delete, shelf, [take]),
    )
    hurting(found, actions)
    board(found.report)
    _more_data(found.report)
    if studio.report.is_file():
        ui.link(TEXTS.WHOLE, report_page.PATH, new_tab=True).mark("whole")
    with ui.element("div").classes("ways").mark("next-pages"):
        ui.label(TEXTS.NEXT).classes("head")
        ui.link(TEXTS.TO_INSIDE, "/inside")
        ui.link(TEXTS.TO_DEPLOY, "/deploy")


def _lately(studio: Studio, found: Findings) -> None:
    with ui.row().classes("row"):
        ui.label(TEXTS.LATELY.format(what=found.lately))
        undo = ui.button(TEXTS.UNDO, icon="undo", on_click=lambda: do(repairs.undo, studio.shelf))
        undo.props("flat").mark("undo")


def _open(studio: Studio, take: str) -> None:
    """Go to a take on the page Data."""
    studio.browsing.opened = take
    ui.navigate.to(data.PATH)


def _matrix(studio: Studio, found: Findings) -> None:
    """Draw the matrix; the takes of the chosen cell appear under it."""
    report, settings = found.report, found.settings
    assert report is not None
    with ui.element("section").classes("card stack").mark("matrix"):
        heading(TEXTS.MATRIX)
        ui.label(TEXTS.MATRIX_HINT).classes("soft words")

        def choose(cell: Cell) -> None:
            takes = [found.takes[id_] for id_ in findings.in_cell(found, *cell)]
            below.clear()
            with below:
                words = TEXTS.IN_CELL.format(
                    true=report["labels"][cell[0]],
                    answer=called(report["labels"], cell[1]),
                    takes=counted(len(takes), "take"),
                )
                ui.label(words if takes else TEXTS.EMPTY_CELL).classes("head")
                if takes and settings is not None:
                    some_takes(takes, settings, lambda take: _open(studio, take))

        matrix(report["labels"], report["confusion"], report["nothing"], choose)
        below = ui.column().classes("full").props("aria-live=polite").mark("cell")


def _more_data(report: dict[str, Any]) -> None:
    curves = report["curves"]
    if not curves:
        return
    with ui.element("section").classes("card stack").mark("more-data"):
        heading(TEXTS.MORE_DATA)
        ui.label(curves["text"]).classes("words")
        with ui.element("div").classes("two full"):
            for kind, title in TEXTS.CURVES.items():
                if kind in curves:
                    points = [(point["n"], point["accuracy"]) for point in curves[kind]]
                    chart = Curves(TEXTS.RIGHT, title, shares=True, dots=True)
                    chart.show(points, most=max(x for x, _ in points))
