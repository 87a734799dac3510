"""Learn how it works: the course, one lesson at a time.

Without a name it lists the lessons. A lesson explains, trains its networks here and now, prints
the course's figures, and writes its pictures and its networks (as model files) to a folder.

With --port one of these networks goes onto a board, to be played with there; on a virtual board
the command presses the buttons itself.

The glass box takes a model and a recording of yours, or some of its own, and compares its numbers
with those of the board on --port, else of a virtual one.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tinyspark.commands.arguments import a_path
from tinyspark.errors import UserError
from tinyspark.terminal.fold import fold, hanging
from tinyspark.terminal.progress import Progress

if TYPE_CHECKING:
    from tinyspark.lessons import Lesson

EXAMPLE = "tinyspark lesson streetlight --port virtual"
FOLDER = Path("lesson-output")
COLUMNS = 80  # of a story in a file or a pipe


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("name", nargs="?", metavar="NAME", help="the lesson (default: list them)")
    parser.add_argument(
        "model", nargs="?", type=a_path, metavar="MODEL", help="model file for the glass box"
    )
    parser.add_argument(
        "recording",
        nargs="?",
        metavar="RECORDING",
        help="for the glass box: DATASET/ID, the start of an ID, a take's CSV file, or counts such"
        " as 1,0,1 for a model that a button asks",
    )
    parser.add_argument(
        "-o",
        "--output",
        type=_folder,
        metavar="FOLDER",
        help=f"for pictures and model files (default: {FOLDER}; none with --json)",
    )
    parser.add_argument(
        "--port", help="put a network on this board: a serial port, or `virtual` for a virtual one"
    )
    parser.add_argument("--network", metavar="NETWORK", help="which one (default: the main one)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def _folder(text: str) -> Path:
    if not text:
        raise argparse.ArgumentTypeError("must be a folder, not ''")
    return Path(text)


def run(options: argparse.Namespace) -> None:
    """List the lessons or take one."""
    from tinyspark import lessons

    if options.name is None and (options.output or options.port or options.network):
        raise UserError(f"The name of a lesson is missing.\nGive one, as in: {EXAMPLE}")
    if options.name is None:
        _list(lessons.LESSONS, options.json)
        return
    lesson = lessons.find(options.name)
    if lesson.name == lessons.GLASS_BOX:
        from tinyspark.commands import lesson_glass_box

        lesson_glass_box.run(options)
        return
    if options.model is not None:
        raise UserError(
            f"The lesson {lesson.name} takes no {options.model}.\n"
            "Only the glass box looks at a model and a recording of yours."
        )
    if options.network and not options.port:
        raise UserError("--network is for a board.\nName the board, too: --port virtual")
    _take(lesson, options)


def _list(lessons: "tuple[Lesson, ...]", as_json: bool) -> None:
    if as_json:
        print(json.dumps({"lessons": [lesson.name for lesson in lessons]}))
        return
    width = max(len(lesson.name) for lesson in lessons)
    for lesson in lessons:
        print(hanging(f"{lesson.name:{width}}  ", lesson.summary, sys.stdout))
    hint = f"Take one with: tinyspark lesson {lessons[0].name}"
    print(fold(hint, sys.stderr), file=sys.stderr)


def _take(lesson: "Lesson", options: argparse.Namespace) -> None:
    """Tell the lesson, save what it made, and put a network on the board if one is named."""
    from tinyspark import lessons
    from tinyspark.commands import lesson_board
    from tinyspark.commands.lesson_teller import Teller, make_folder
    from tinyspark.lessons.story import Story

    folder = options.output or (None if options.json else FOLDER)
    if folder:
        make_folder(folder)  # better to know before the training
    facts: dict[str, Any] = {"lesson": lesson.name}
    with Progress(sys.stderr if options.json else sys.stdout, COLUMNS) as progress:
        teller = Teller(None if options.json else progress.say, folder)
        story = Story(teller, progress)
        lessons.tell(lesson, story)
        facts["figures"] = story.figures
        if folder:
            facts["pictures"] = teller.pictures
            facts["models"] = lesson_board.save(lesson.name, story, folder, teller.say)
        if options.port:
            teller.say("On the board:")
            facts["board"] = lesson_board.play(
                lesson_board.chosen(lesson.name, story, options.network), options.port, progress
            )
        elif story.networks:
            teller.say(lesson_board.invitation(lesson.name, story))
    if options.json:
        print(json.dumps(facts))
