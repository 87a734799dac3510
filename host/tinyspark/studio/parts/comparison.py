"""The model on the board beside the new one, in a table: a part of the page Deploy."""

from collections.abc import Callable, Sequence
from functools import partial

from nicegui import ui

from tinyspark.board.identity import Hello
from tinyspark.studio import proposal, texts
from tinyspark.studio.parts.facts import marks, said_line
from tinyspark.studio.proposal import Proposal

TEXTS = texts.Deploy
Draw = Callable[[], object]


def compare(found: Proposal | None, said: Hello | None, none: str) -> None:
    """Draw what is on the board now beside the new model; none: said where that is not there."""
    with ui.element("table").classes("compared").mark("compared"):
        with ui.element("tr"):
            for name in ("", TEXTS.NOW, TEXTS.NEW):
                with ui.element("th").props("scope=col"):
                    ui.label(name)
        new = _new(found, said) if found else [_plain(none)]
        now = _now(found, said) if said and said.model_hash else [_plain(TEXTS.NOTHING)]
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
        _plain(TEXTS.SAME if there else TEXTS.OTHER),
        _gestures(found.model.labels),
        _plain(found.model.sensor),
        *map(_plain, _costs(found)),
    ]


def _now(found: Proposal | None, said: Hello) -> list[Draw]:
    same = found is not None and found.digest == said.model_hash
    costs = _costs(found) if found is not None and same else [TEXTS.UNKNOWN] * 2
    return [
        _plain(said.model_hash[:8]),
        _plain(said.model_state),
        _gestures(said.labels),
        _plain(said.model_sensor),
        *map(_plain, costs),
    ]


def _costs(found: Proposal) -> list[str]:
    """Return its size in the flash and the time that it will take, in words."""
    size = TEXTS.SIZE.format(bytes=found.cost.model_bytes, blocks=found.cost.flash_bytes)
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
