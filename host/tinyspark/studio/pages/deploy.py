"""The page Deploy: what the new model changes and costs, the way onto the board, and back."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from nicegui import ui

from tinyspark import __version__
from tinyspark.board.identity import Hello
from tinyspark.learning import forms
from tinyspark.studio import orders, proposal, saying, texts
from tinyspark.studio.changes import on_change
from tinyspark.studio.parts.absence import absence
from tinyspark.studio.parts.comparison import compare, difference, score, trained
from tinyspark.studio.parts.facts import heading, progress, said_line
from tinyspark.studio.parts.orders import order_button
from tinyspark.studio.proposal import Proposal
from tinyspark.studio.standing import GONE, NOBODY, THERE, Standing
from tinyspark.studio.studio import Studio
from tinyspark.studio.wording import in_words
from tinyspark.training_files import Places
from tinyspark.whole_files import Version, file_version

TEXTS = texts.Deploy
PATH = "/deploy"
LOOK_EVERY = 0.5  # seconds between two looks at the file
CONFIRMED = "confirmed"
FORM_NAMES = {forms.BINARY: TEXTS.BINARY, forms.PYTHON: TEXTS.PYTHON, forms.C: TEXTS.C}


@dataclass
class Seen:
    """The model file as it was read last; looked: whether it was; trouble: why it could not be."""

    found: Proposal | None = None
    trouble: str = ""
    looked: bool = False


def build(studio: Studio) -> None:
    """Draw the page."""
    seen = Seen()
    _read(studio, seen)
    with ui.element("section").classes("card pile"):
        _changes(studio, seen)
        _ways(studio, seen)
        progress(studio)
        _outcome(studio, seen)
    _exports(studio, seen)


def _read(studio: Studio, seen: Seen) -> None:
    """Keep up with the model file, which a training or a command may write at any time."""
    last: tuple[Version, Version] = (None, None)

    async def look() -> None:
        nonlocal last
        now = file_version(studio.model), file_version(Places.of(studio.model).numbers)
        if now != last:
            last = now
            try:
                seen.found = (
                    await asyncio.to_thread(studio.known.read, studio.model) if now[0] else None
                )
                seen.trouble = ""
            except Exception as error:
                seen.found, seen.trouble = None, in_words(error)
        seen.looked = True

    ui.timer(LOOK_EVERY, look)


def _said(standing: Standing) -> Hello | None:
    return None if standing.state in (NOBODY, GONE) else standing.hello


# What changes


def _changes(studio: Studio, seen: Seen) -> None:
    heading(TEXTS.CHANGES)
    place = ui.element("div").classes("pile")

    def show(state: tuple[Seen, Hello | None, str]) -> None:
        (now, said, told), found = state, state[0].found
        place.clear()
        with place:
            if now.trouble:
                said_line("error", "bad", now.trouble)
            elif not now.looked:
                ui.label(TEXTS.LOOKING).props("role=status")
            elif found is None:
                _missing(TEXTS.NO_FILE, TEXTS.TO_TRAIN, "/train")
            if told:
                _missing(told, texts.Absent.TO_BOARD, "/")
            known = studio.known.of(said.model_hash) if said is not None else None
            compare(found, said, known, TEXTS.NO_FILE_SHORT if now.looked else TEXTS.NOT_YET)
            if found is not None and said is not None:
                difference(found, said)

    def look() -> tuple[Seen, Hello | None, str]:
        return replace(seen), _said(studio.seat.standing), absence(studio, TEXTS.NO_BOARD)

    on_change(look, show)


def _missing(what: str, way: str, path: str) -> None:
    with ui.row().classes("row"):
        ui.label(what)
        ui.link(way, path)


# The way there, and back


def _ways(studio: Studio, seen: Seen) -> None:
    def deploy() -> Future[Hello]:
        assert seen.found is not None
        return orders.deploy(studio.seat, seen.found.data)

    with ui.row().classes("row"):
        there = order_button(TEXTS.DEPLOY, deploy).mark("deploy")
        back = order_button("", lambda: orders.go_back(studio.seat)).props("outline").mark("back")
        why = ui.label(TEXTS.BACK_WHAT).classes("soft grow")

    def show(state: tuple[Proposal | None, Standing]) -> None:
        found, standing = state
        said, free = _said(standing), standing.state == THERE
        fits = found is not None and said is not None and not proposal.misfit(found, said)
        same = found is not None and said is not None and found.digest == said.model_hash
        there.text = TEXTS.AGAIN if same else TEXTS.DEPLOY
        there.set_enabled(fits and free)
        before = said.previous_hash if said is not None else ""
        back.text = TEXTS.BACK.format(hash=before[:8])
        back.set_enabled(free)
        back.set_visibility(bool(before))
        why.set_visibility(bool(before))
        known = studio.known.of(before)
        why.text = TEXTS.BACK_WHAT
        if known is not None:
            why.text = TEXTS.BACK_KNOWN.format(trained=trained(known), score=score(known))

    on_change(lambda: (seen.found, studio.seat.standing), show)


def _outcome(studio: Studio, seen: Seen) -> None:
    """Draw what the board said on the way, and what it says now: that alone counts."""
    steps = ui.element("ol").classes("happened").mark("steps")
    now = ui.element("div").mark("confirmation")

    def show_steps(told: Sequence[str]) -> None:
        steps.clear()
        steps.set_visibility(bool(told))
        with steps:
            for line in told:
                with ui.element("li"):
                    ui.label(line)

    def show_now(state: tuple[Proposal | None, Hello | None]) -> None:
        found, said = state
        now.clear()
        if found is not None and said is not None and said.model_hash == found.digest:
            with now:
                if said.model_state == CONFIRMED:
                    said_line("check_circle", "good", TEXTS.RUNS)
                else:
                    said_line("warning", "bad", TEXTS.ON_TRIAL)

    on_change(lambda: studio.seat.standing.steps, show_steps)
    on_change(lambda: (seen.found, _said(studio.seat.standing)), show_now)


# Other forms


def _exports(studio: Studio, seen: Seen) -> None:
    with ui.element("section").classes("card pile") as card:
        heading(TEXTS.EXPORT)
        ui.label(TEXTS.EXPORT_WHAT).classes("soft")
        with ui.row().classes("row"):
            for form, name in FORM_NAMES.items():
                ui.button(
                    name, icon="download", on_click=partial(_download, studio, seen, form)
                ).props("outline")

    on_change(lambda: seen.found is not None, card.set_visibility)


@saying.told
async def _download(studio: Studio, seen: Seen, form: str) -> None:
    if seen.found is not None:
        name = forms.name_like(studio.model.stem, form)
        data = await asyncio.to_thread(forms.write, seen.found.data, form, Path(name), __version__)
        ui.download.content(data, name)
