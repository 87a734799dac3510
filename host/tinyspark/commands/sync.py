"""Bring the takes that a board recorded by itself into a dataset, each judged as it comes.

A take is deleted on the board only when the dataset has it on disk. So nothing is lost, and
nothing comes twice, whatever ends this: repeat it. `tinyspark untethered` prepares a board.
"""

import json
import shlex
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence

from tinyspark.board.ports import add_port_argument, need_lasting, open_board, port_option
from tinyspark.board.sync import (
    ADDED,
    DAMAGED,
    DROPPED,
    ELSEWHERE,
    KNOWN,
    LEFT,
    NEWER,
    UNREADABLE,
    Brought,
    Homecoming,
    Shelf,
)
from tinyspark.commands.arguments import a_name
from tinyspark.commands.recording_arguments import add_sitting
from tinyspark.dataset.naming import check_detail
from tinyspark.errors import UserError
from tinyspark.terminal.progress import Progress
from tinyspark.terminal.screen import clean, counted

EXAMPLE = "tinyspark sync gestures --subject anna"
_NONE = "There are no takes on the board; `tinyspark untethered` prepares it for some."


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "dataset", metavar="DATASET", type=a_name, help="folder they go to, new or not"
    )
    add_sitting(parser)
    parser.add_argument(
        "--drop-damaged",
        action="store_true",
        help="delete takes from the board that are damaged and of no use",
    )
    add_port_argument(parser)
    parser.add_argument("--json", action="store_true", help="print a JSON object at the end")


def run(options: Namespace) -> None:
    """Bring them, and say of each what became of it."""
    check_detail(options.subject, "subject")
    check_detail(options.session, "session")
    need_lasting(options.port)
    brought: list[Brought] = []
    with Progress() as progress, open_board(options.port, progress.say) as device:
        progress("lists the takes")
        came = 0

        def heard(count: int) -> None:
            nonlocal came
            came += count
            progress(f"{counted(len(brought), 'take')} so far", came / max(came, home.bytes))

        home = Homecoming(Shelf(device, heard), options.dataset, options.subject, options.session)
        try:
            for take in home.bring(options.drop_damaged):
                brought.append(take)
                progress.say(f"  {_line(take)}")
            if not brought:
                progress.say(_NONE)
        finally:
            for line in _summary(brought, options) if brought else ():
                progress.say(line)
    if options.json:
        print(json.dumps({"dataset": options.dataset, "takes": [_facts(t) for t in brought]}))
    if left := [take for take in brought if take.outcome == LEFT]:
        raise UserError(_left(left, options))


def _line(take: Brought) -> str:
    if take.outcome == ADDED:
        told = "; ".join(take.problems) if take.problems else "good"
        return f"{clean(take.label)}, {counted(len(take.samples), 'sample')}: {clean(told)}"
    if take.outcome == KNOWN:
        return f"{clean(take.label)}: was there already"
    doing = "stays on the board" if take.outcome == LEFT else "is deleted"
    return f"{take.id} {doing}: {'; '.join(take.problems)}"


def _summary(brought: Sequence[Brought], options: Namespace) -> Iterator[str]:
    folder = options.dataset
    numbers = {kind: _count(brought, kind) for kind in (ADDED, KNOWN, DROPPED)}
    yield f"{counted(numbers[ADDED], 'take')} came into {folder}."
    if numbers[KNOWN]:
        yield f"{counted(numbers[KNOWN], 'take')} had come before."
    if numbers[DROPPED]:
        yield f"{counted(numbers[DROPPED], 'damaged take')} deleted from the board."
    if any(take.problems for take in brought if take.outcome == ADDED):
        check = shlex.join(["tinyspark", "dataset", "check", folder])
        yield f"Some have problems; `{check}` says which, and what to do."
    if numbers[ADDED] and not options.subject:
        which = ["--by", "", "--in", options.session, "--subject", "NAME"]
        name = shlex.join(["tinyspark", "dataset", "set", folder, *which])
        yield f"It is not known who moved, which scores on new persons need. To say it: {name}"


def _left(left: Sequence[Brought], options: Namespace) -> str:
    """Say what stays on the board, and how the first of it is mended."""
    again, port = shlex.join(["tinyspark", "sync", options.dataset]), port_option(options.port)
    advice = {
        DAMAGED: f"Delete what is damaged: {again} --drop-damaged{port}",
        ELSEWHERE: f"Bring it to a dataset of its own: tinyspark sync OTHER{port}",
        UNREADABLE: "Press RESET on the board and try again.",
        NEWER: "Update the kit: git pull, then run its set-up again.",
    }[left[0].why]
    stay = "stays" if len(left) == 1 else "stay"
    return f"{counted(len(left), 'take')} {stay} on the board, as told above.\n{advice}"


def _facts(take: Brought) -> dict:
    return {
        "id": take.id,
        "outcome": take.outcome,
        "label": take.label,
        "samples": len(take.samples),
        "problems": list(take.problems),
    }


def _count(brought: Sequence[Brought], outcome: str) -> int:
    return sum(take.outcome == outcome for take in brought)
