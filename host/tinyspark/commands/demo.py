"""The whole story on the virtual board: record, train, export, deploy, classify live.

Part one is the course's proximity gesture with Button 1, part two the motion sensor with several
people. With --data part two plays real recordings: a dataset, a folder with index.csv, or .npz.
"""

import argparse
import json
import shutil
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tinyspark.commands.arguments import a_path
from tinyspark.commands.recordings_at import add_told, recordings_at
from tinyspark.errors import UserError
from tinyspark.terminal.progress import Progress

if TYPE_CHECKING:
    from tinyspark.dataset import Dataset
    from tinyspark.demo.hold_out import HeldOut
    from tinyspark.virtual.client import VirtualBoard

EXAMPLE = "tinyspark demo --data my-gestures --hold-out anna"
_MARK = "made-by-tinyspark-demo.txt"
OPENING = (
    "TinySpark demo, on the virtual board\n\n"
    "Real: MicroPython, our firmware and drivers, the file system, the serial link, mpremote,"
    " recording, training, the model file, the board's own inference.\n"
    "Simulated: the hardware. The sensors are models of their registers, recordings are played"
    " into them, this program presses the buttons, and the board's time passes while something"
    " waits for it: as fast as this computer can, never too fast.\n"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("--data", type=a_path, metavar="PATH", help="recordings for part two")
    add_told(parser, "--data")
    parser.add_argument(
        "--hold-out",
        metavar="NAME",
        help="person, session or fifth (0-4) that is not trained on but recognized live",
    )
    parser.add_argument("--output", type=a_path, default=Path("demo-output"), metavar="DIR")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: argparse.Namespace) -> None:
    """Tell both parts, or with --data the second one."""
    from tinyspark.demo.hold_out import hold_out
    from tinyspark.virtual.client import VirtualBoard

    begun = time.monotonic()
    source = _source(options)
    held = hold_out(source.recordings, options.hold_out)
    folder = _fresh(options.output)
    figures: dict[str, Any] = {}
    with Progress(sys.stderr if options.json else sys.stdout) as progress:
        progress.say(OPENING)
        if options.data is None:
            with VirtualBoard(stepped=True) as board:
                figures["course"] = _course(board, folder, progress)
        with VirtualBoard(stepped=True) as board:
            figures["motion"] = _motion(board, source, held, folder, progress)
        figures["seconds"] = round(time.monotonic() - begun, 1)
        if not options.json:
            _close(figures, progress)
    if options.json:
        print(json.dumps(figures))


def _source(options: argparse.Namespace) -> "Dataset":
    """Return the recordings of part two."""
    from tinyspark.demo.source import bundled

    if options.data is None:
        return bundled("synthetic-gestures")
    return recordings_at(options.data, options)


def _course(board: "VirtualBoard", folder: Path, progress: Progress) -> dict[str, Any]:
    from tinyspark.demo import course
    from tinyspark.demo.source import bundled

    progress.say("Part 1: the course's gesture. Button 1, one second, three proximity samples.")
    return course.play(board, bundled("proximity-course"), folder, progress)


def _motion(
    board: "VirtualBoard", source: "Dataset", held: "HeldOut", folder: Path, progress: Progress
) -> dict[str, Any]:
    from tinyspark.demo import motion

    progress.say(f"\nPart 2: the motion sensor, {len(source.recordings)} takes of {source.name}.")
    progress.say(f"About them: {source.info.get('notes') or 'nothing is noted.'}")
    return motion.play(board, source, held, folder, progress)


def _close(figures: dict[str, Any], progress: Progress) -> None:
    """Tell the results and where the picture is."""
    if "course" in figures:
        course = figures["course"]
        progress.say(f"\nCourse gesture, live: {course['right']} of {course['n']} recognized.")
    motion = figures["motion"]
    progress.say(
        f"Motion, live, {motion['held_out']}: {motion['right']} of {motion['n']} recognized"
        f" ({100 * motion['accuracy']:.1f} %)."
    )
    progress.say(f"Picture: {motion['picture']}")
    progress.say(
        f"{figures['seconds']} s in all. The same on a real board: see the README's tour."
    )


def _fresh(folder: Path) -> Path:
    """Return an empty folder; one that holds anything but an earlier demo is not touched."""
    try:
        if folder.exists() and any(folder.iterdir()):
            if not (folder / _MARK).is_file():
                raise UserError(
                    f"{folder} holds other things.\nChoose another folder with --output."
                )
            shutil.rmtree(folder)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _MARK).write_text("Made by tinyspark demo, which replaces this folder.\n")
    except OSError as error:
        raise UserError(
            f"Cannot use {folder}: {error.strerror}.\nChoose another folder with --output."
        ) from error
    return folder
