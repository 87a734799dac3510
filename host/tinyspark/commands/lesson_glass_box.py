"""tinyspark lesson glass-box: one take followed through every multiplication, here and on a board.

Chooses the case and the board, writes the table of all numbers; the story is tinyspark.lessons'.
"""

import json
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from tinyspark.board.ports import VIRTUAL, board_port
from tinyspark.commands.lesson import COLUMNS, FOLDER
from tinyspark.commands.lesson_teller import Teller, make_folder
from tinyspark.errors import UserError
from tinyspark.learning.model_file import read_model
from tinyspark.terminal.progress import Progress
from tinyspark.whole_files import write_file

if TYPE_CHECKING:
    from tinyspark.learning.glass_box.case import Case
    from tinyspark.learning.glass_box.compare import Comparison
    from tinyspark.learning.glass_box.trace import Trace
    from tinyspark.lessons.story import Story

TABLE, MODEL = "glass-box.csv", "glass-box.tsm"
EXAMPLE = (
    "The model is a small one, trained just now on the kit's synthetic gestures of three persons;"
    " the take is of a fourth, whom it does not know. With a model and a take of yours:"
    " tinyspark lesson glass-box gestures.tsm gestures/000007"
)


def run(options: Namespace) -> None:
    """Tell the lesson of the model and the recording named, or of the kit's own."""
    from tinyspark.learning.glass_box import trace as traces
    from tinyspark.lessons import glass_box
    from tinyspark.lessons.story import Story

    place = options.output or (None if options.json else FOLDER)
    with Progress(sys.stderr if options.json else sys.stdout, COLUMNS) as progress:
        teller = Teller(None if options.json else progress.say, place)
        case = _case(options, progress)
        trace = traces.run(case)
        progress("asking the board", None)
        comparison = _compared(trace, options.port, progress)
        progress("drawing", None)
        if options.model is None:
            teller.say(EXAMPLE)
        story = Story(teller, progress)
        glass_box.run(story, trace, comparison)
        files = _write(place, trace, comparison, options.model is None) if place else []
        _close(teller, story, files)
    if options.json:
        facts = {"files": files, "pictures": teller.pictures} if place else {}
        print(json.dumps({"lesson": "glass-box", "figures": story.figures, **facts}))


def _case(options: Namespace, progress: Progress) -> "Case":
    from tinyspark.learning.glass_box import case, example

    if options.network:
        raise UserError("The glass box has no --network.\nName a MODEL and a RECORDING instead.")
    if options.model is None:
        return example.make(progress)
    if options.recording is None:
        raise UserError(
            "The glass box needs a recording, too.\n"
            "Name one as DATASET/ID: tinyspark lesson glass-box gestures.tsm gestures/000007"
        )
    return case.named(read_model(options.model), options.recording)


def _compared(trace: "Trace", port: str | None, progress: Progress) -> "Comparison | None":
    """Ask the board on port, or a virtual one; None where there can be no virtual one."""
    from tinyspark.board import probe
    from tinyspark.learning.glass_box.compare import compare

    name = "The virtual board" if port in (None, VIRTUAL) else f"The board on {port}"
    try:
        with board_port(port or VIRTUAL) as opened:
            said = probe.follow(opened, trace.case.data, trace.case.pushed, trace.look)
    except UserError as error:
        if port is not None:
            raise
        progress.say(f"{error}\n")
        return None
    return compare(trace.numbers, said, name)


def _write(
    folder: Path, trace: "Trace", comparison: "Comparison | None", trained: bool
) -> list[str]:
    """Write the table of every number, and the model if it was trained here; return the files."""
    from tinyspark.learning.glass_box import table

    make_folder(folder)
    text = table.text(trace, comparison.numbers if comparison else {})
    contents = {TABLE: text.encode(), **({MODEL: trace.case.data} if trained else {})}
    for name, data in contents.items():
        write_file(folder / name, data)
    return [str(folder / name) for name in contents]


def _close(teller: Teller, story: "Story", files: list[str]) -> None:
    if files:
        total = story.figures["multiply-adds"]
        teller.say(f"Every number, with all {total} multiply-adds: {files[0]}")
    story.next(
        "take a recording that the model gets wrong (`tinyspark evaluate` shows where to look) and"
        " see which neuron misleads it; or follow a network of another lesson, such as"
        " `tinyspark lesson glass-box lesson-output/streetlight.tsm 1,0,1`."
    )
