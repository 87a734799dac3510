"""What the page Inside looks at, for every tab alike, and how that is made from model and take.

Computes with the glass box; draws nothing.
"""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from tinyspark.board import flash, probe
from tinyspark.board.identity import Hello
from tinyspark.dataset import Dataset
from tinyspark.dataset.recording import Recording
from tinyspark.dataset.settings import Settings
from tinyspark.dataset.shelf import Shelf
from tinyspark.errors import UserError
from tinyspark.learning.glass_box import case, trace
from tinyspark.learning.glass_box.compare import compare
from tinyspark.learning.glass_box.trace import Trace
from tinyspark.learning.model_file import read_model
from tinyspark.lessons import glass_box
from tinyspark.lessons.glass_box import boards
from tinyspark.lessons.story import Picture, Story
from tinyspark.studio.seat import Seat
from tinyspark.studio.studio import Studio
from tinyspark.studio.telling import Section, sections
from tinyspark.studio.texts import Inside as Texts


@dataclass(frozen=True)
class Seen:
    """One take in the glass box, and the story of it, step by step."""

    trace: Trace
    settings: Settings
    steps: list[Section]


def see(studio: Studio, take: str) -> Seen:
    """Send the take with this id through the model; UserError where that cannot be."""
    data = read_model(studio.model)
    shelf = studio.shelf
    dataset = Dataset(studio.folder, {}, shelf.settings())  # one take is enough
    traced = trace.run(case.of_recording(data, dataset, _take(shelf, take)))
    story = Story()
    glass_box.run(story, traced, None)
    narrow = dataset.settings.narrowed(traced.model.axes)
    told = [part for part in story.parts if not isinstance(part, Picture)]
    return Seen(traced, narrow, sections(told)[:-1])  # the last one is about asking a board


def _take(shelf: Shelf, identity: str) -> Recording:
    row = next((row for row in shelf.rows() if row.id == identity), None)
    if row is None:
        raise UserError(Texts.GONE)
    take = shelf.take(row)
    if take is None:
        raise UserError(Texts.UNREADABLE.format(fault=shelf.faults.get(row, "")))
    return take


def ask_board(seat: Seat, traced: Trace) -> "Future[Section]":
    """Let the board compute the same; the section tells how many of its integers differ."""

    def ask(port: str, say: Callable[[str], None]) -> Hello:
        say(Texts.ASKING)
        pushed = traced.case.pushed
        said.update(probe.follow(port, traced.case.data, pushed, traced.look))
        return flash.come_back(port, lambda hello: True)

    def tell(done: "Future[Hello]") -> None:
        if (error := done.exception()) is not None:
            told.set_exception(error)
            return
        story = Story()
        boards.tell(story, compare(traced.numbers, said, Texts.THE_BOARD))
        told.set_result(sections(story.parts)[0])

    said: dict[str, Any] = {}
    told: Future[Section] = Future()
    seat.flash(ask, 0).add_done_callback(tell)
    return told
