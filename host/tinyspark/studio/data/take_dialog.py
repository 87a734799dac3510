"""One take big: what it measured, what is known about it, and what can be put right."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from nicegui import ui

from tinyspark.dataset.cuts import Span
from tinyspark.dataset.dataset_rows import Row
from tinyspark.dataset.recording import Recording
from tinyspark.dataset.settings import Settings
from tinyspark.learning import active
from tinyspark.studio import saying, texts
from tinyspark.studio.changes import on_change
from tinyspark.studio.data import repairs
from tinyspark.studio.data.browsing import Browsing
from tinyspark.studio.data.doing import do
from tinyspark.studio.data.gallery_card import relabel
from tinyspark.studio.parts.trim import Trim
from tinyspark.terminal.screen import clean

TEXTS = texts.Data
WORDS = {
    "picture": TEXTS.PICTURE,
    "begin": TEXTS.BEGIN,
    "end": TEXTS.END,
    "g": TEXTS.UNIT_G,
    "dps": TEXTS.UNIT_DPS,
    "counts": TEXTS.UNIT_COUNTS,
}


@dataclass(frozen=True)
class Sight:
    """A take and where it moves."""

    take: Recording
    settings: Settings
    moves: Span
    pieces: list[Span]


class TakeDialog:
    """Shows the take that browsing has opened."""

    def __init__(self, browsing: Browsing) -> None:
        self._browsing = browsing
        self._sight: Sight | None = None
        self._keep = Span(0, 0)
        with ui.dialog() as self._dialog, ui.card().classes("take-dialog") as card:
            self._build()
        card.mark("take").on("keydown.page-up", lambda: self._go(-1))
        card.on("keydown.page-down", lambda: self._go(1))
        self._dialog.on("hide", self._hidden)
        on_change(self._look, self._open)

    def _build(self) -> None:
        with ui.row().classes("row").style("width: 100%; flex-wrap: nowrap"):
            self._label = ui.label().classes("title ellipsis").mark("take-label")
            ui.space()
            self._before = self._step("chevron_left", TEXTS.PREVIOUS, -1)
            self._behind = self._step("chevron_right", TEXTS.NEXT, 1)
            close = ui.button(icon="close", on_click=self._close)
            close.props(f'flat round aria-label="{TEXTS.CLOSE}" data-test="close-take"')
        self._facts = ui.label().classes("soft").mark("take-facts")
        self._verdict = ui.label().classes("lines").mark("take-verdict")
        self._trim = Trim(WORDS)
        self._trim.when_moved(self._moved)
        with ui.element("div").classes("tools"):
            self._cut = ui.button(icon="content_cut", on_click=self._do_cut).mark("keep")
            ui.button(TEXTS.PROPOSE, on_click=self._propose).props("outline").tooltip(
                TEXTS.PROPOSE_HINT
            )
            self._split = ui.button(icon="call_split", on_click=self._do_split).props("outline")
            ui.space()
            self._suggested = ui.button(on_click=self._do_suggested).props("outline")
            self._copy = ui.button(TEXTS.DELETE_COPY, on_click=self._do_delete).props("outline")
            ui.button(TEXTS.SET_LABEL, icon="label", on_click=self._do_label).props("flat")
            ui.button(TEXTS.DELETE, icon="delete", on_click=self._do_delete).props("flat")

    def _step(self, icon: str, name: str, step: int) -> ui.button:
        button = ui.button(icon=icon, on_click=lambda: self._go(step))
        button.props["aria-label"] = name
        return button.props("flat round")

    # What is shown

    def _look(self) -> tuple[Row | None, tuple[str, ...]]:
        row = self._browsing.row(self._browsing.opened)
        problems = self._browsing.look().problems.get(row.id, []) if row else []
        return row, tuple(problems)

    def _open(self, now: tuple[Row | None, tuple[str, ...]]) -> None:
        row, problems = now
        self._dialog.value = row is not None
        if row is None:
            return
        self._label.text = clean(row.label)
        self._verdict.text = "\n".join(map(clean, problems)) or TEXTS.VERDICT_GOOD
        self._verdict.classes(replace=f"lines {'bad' if problems else 'good'}")
        self._before.set_enabled(bool(self._browsing.beside(-1)))
        self._behind.set_enabled(bool(self._browsing.beside(1)))
        verdicts = self._browsing.look().verdicts
        label = verdicts.suggested.get(row.id, "") if verdicts else ""
        self._suggested.text = TEXTS.RELABEL_AS.format(label=clean(label))
        self._suggested.visible = bool(label)
        self._copy.visible = verdicts is not None and row.id in verdicts.copies
        ui.timer(0, lambda: self._draw(row), once=True)

    async def _draw(self, row: Row) -> None:
        """Read the take and draw it, unless another one was opened meanwhile."""
        sight = await asyncio.to_thread(_sight, self._browsing, row)
        if row.id != self._browsing.opened:
            return
        self._sight = sight
        self._trim.visible = sight is not None
        self._facts.text = _facts(row, sight)
        if sight is not None:
            self._trim.show(sight.take, sight.settings, _whole(sight), sight.pieces)
            self._moved(_whole(sight))
        many = len(sight.pieces) if sight else 0
        self._split.text = TEXTS.SPLIT.format(count=many) if many > 1 else TEXTS.NO_SPLIT
        self._split.set_enabled(many > 1)

    def _moved(self, span: Span) -> None:
        self._keep = span
        sight = self._sight
        whole = sight is None or span == _whole(sight)
        begin, end = (edge / sight.settings.rate for edge in span) if sight else (0, 0)
        kept = TEXTS.KEEP.format(begin=f"{begin:.2f}", end=f"{end:.2f}")
        self._cut.text = TEXTS.KEEP_ALL if whole else kept
        self._cut.set_enabled(not whole)

    # What is done

    def _close(self) -> None:
        self._browsing.opened = ""

    def _hidden(self) -> None:
        if not self._dialog.value:  # else the next take is open already
            self._close()

    def _go(self, step: int) -> None:
        self._browsing.opened = self._browsing.beside(step) or self._browsing.opened

    def _propose(self) -> None:
        if self._sight:
            self._trim.keep(self._sight.moves)
            self._moved(self._sight.moves)

    @saying.told
    async def _do_cut(self) -> None:
        await self._replace(repairs.trim, self._keep)

    @saying.told
    async def _do_split(self) -> None:
        await self._replace(repairs.split)

    async def _replace(self, repair: Callable[..., str], *arguments: Span) -> None:
        """Cut the opened take and open what is in its place."""
        shelf, opened = self._browsing.shelf, self._browsing.opened
        ids = [row.id for row in shelf.rows()]
        await do(repair, shelf, [opened], *arguments)
        there = shelf.rows()[ids.index(opened) :] if opened in ids else ()
        self._browsing.opened = there[0].id if there else ""  # others may have taken it out

    async def _do_label(self) -> None:
        await relabel(self._browsing, frozenset({self._browsing.opened}))

    async def _do_suggested(self) -> None:
        verdicts, opened = self._browsing.look().verdicts, self._browsing.opened
        if verdicts and opened in verdicts.suggested:
            await do(repairs.relabel, self._browsing.shelf, [opened], verdicts.suggested[opened])

    async def _do_delete(self) -> None:
        opened = self._browsing.opened
        self._browsing.opened = self._browsing.beside(1) or self._browsing.beside(-1)
        await do(repairs.delete, self._browsing.shelf, [opened])


def _sight(browsing: Browsing, row: Row) -> Sight | None:
    """Return a take and where it moves; None if it cannot be read."""
    take, settings = browsing.shelf.take(row), browsing.shelf.settings()
    if take is None:
        return None
    pieces = active.pieces(take, settings) if settings.continuous else []
    return Sight(take, settings, active.active(take, settings), pieces)


def _whole(sight: Sight) -> Span:
    return Span(0, len(sight.take.samples))


def _facts(row: Row, sight: Sight | None) -> str:
    seconds = len(sight.take.samples) / sight.settings.rate if sight else 0
    facts = (
        clean(row.subject),
        TEXTS.FACT_SESSION.format(session=clean(row.session)) if row.session else "",
        _local(row.created),
        TEXTS.FACT_SECONDS.format(seconds=f"{seconds:.2f}") if sight else "",
        clean(row.id),
    )
    return " · ".join(fact for fact in facts if fact)


def _local(created: str) -> str:
    """Return a time as clocks here show it; what is no time as it is."""
    try:
        return f"{datetime.fromisoformat(created).astimezone():%Y-%m-%d %H:%M}"
    except ValueError:
        return clean(created)
