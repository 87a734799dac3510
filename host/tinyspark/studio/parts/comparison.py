"""The model on the board beside the new one, in a table: a part of the page Deploy."""

import time
from collections.abc import Callable, Sequence
from functools import partial

from nicegui import ui

from tinyspark.board.identity import Hello
from tinyspark.studio import proposal, texts
from tinyspark.studio.parts.facts import marks, said_line
from tinyspark.studio.proposal import Proposal

TEXTS = texts.Deploy
Draw = Callable[[], object]


def compare(found: Proposal | None, said: Hello | None, known: Proposal | None, none: str) -> None:
    """Draw what is on the board now beside the new model; none: said where that is not there.

    known: the model on the board, if it was ever read on this computer.
    """
    with ui.element("table").classes("compared").mark("compared"):
        with ui.element("tr"):
            for name in ("", TEXTS.NOW, TEXTS.NEW):
                with ui.element("th").props("scope=col"):
                    ui.label(name)
        new = _new(found, said) if found else [_plain(none)]
        now = (
            _now(known, said)
            if said and said.model_hash
            else [_plain(TEXTS.NOTHING if said else TEXTS.UNKNOWN)]
        )
        for name, left, right in zip(TEXTS.ROWS, _padded(now), _padded(new), strict=True):
            with ui.element("tr"):
                with ui.element("th").props("scope=row"):
                    ui.label(name)
                for draw in (left, right):
                    with ui.element("td"):
                        draw()


def _padded(cells: Sequence[Draw]) -> list[Draw]:
    return [*cells, *[_plain("")] * (len(TEXTS.ROWS) - len(cells))]


def _plain(text: str) -> Draw:
    return partial(ui.label, text)


def _gestures(labels: Sequence[str]) -> Draw:
    def draw() -> None:
        with ui.row().classes("row"):
            marks(labels)

    return draw


def _new(found: Proposal, said: Hello | None) -> list[Draw]:
    there = said is not None and found.digest == said.model_hash
    return [
        _plain(found.digest[:8]),
        _plain(trained(found)),
        _plain(score(found)),
        _plain(TEXTS.SAME if there else TEXTS.OTHER),
        _gestures(found.model.labels),
        _plain(TEXTS.SENSORS[found.model.sensor]),
        *map(_plain, _costs(found)),
    ]


def _now(known: Proposal | None, said: Hello) -> list[Draw]:
    costs = _costs(known) if known is not None else [TEXTS.UNKNOWN] * 2
    return [
        _plain(said.model_hash[:8]),
        _plain(trained(known) if known is not None else TEXTS.NO_TIME),
        _plain(score(known) if known is not None else TEXTS.UNKNOWN),
        _plain(TEXTS.STATES.get(said.model_state, said.model_state)),
        _gestures(said.labels),
        _plain(TEXTS.SENSORS.get(said.model_sensor, said.model_sensor)),
        *map(_plain, costs),
    ]


def trained(model: Proposal) -> str:
    """Return when it was trained, in words."""
    written = _when(model.written)
    if model.trained is None:
        return TEXTS.FILE_OF.format(written=written)
    if model.trained == model.written:
        return written
    return TEXTS.THRESHOLDS.format(trained=_when(model.trained), written=written)


def score(model: Proposal) -> str:
    """Return how good it was when it was trained, in words."""
    return TEXTS.UNKNOWN if model.score is None else TEXTS.SCORE.format(score=model.score)


def _when(clock: float) -> str:
    return time.strftime(TEXTS.WHEN, time.localtime(clock))


def _costs(found: Proposal) -> list[str]:
    """Return its size in the flash and the time that it will take, in words."""
    size = TEXTS.SIZE.format(bytes=found.cost.model_bytes, room=found.cost.flash_bytes / 1024)
    hop = found.cost.hop_microseconds
    if hop is None:
        return [size, TEXTS.PER_TAKE.format(time=found.microseconds)]
    return [size, TEXTS.PER_HOP.format(time=found.microseconds, hop=hop / 1000)]


def difference(found: Proposal, said: Hello) -> None:
    """Say which gestures come and go, and whether the board can run it."""
    labels = found.model.labels
    comes = [label for label in labels if label not in said.labels]
    if comes and said.labels:
        ui.label(TEXTS.COMES.format(labels=", ".join(comes)))
    if goes := [label for label in said.labels if label not in labels]:
        ui.label(TEXTS.GOES.format(labels=", ".join(goes)))
    if misfit := proposal.misfit(found, said):
        said_line("error", "bad", misfit)
    else:
        said_line("check_circle", "good", TEXTS.FITS)
