"""The command line: a table of commands and one door for errors.

Each command is a module of tinyspark.commands, imported only when it runs, so that --help is fast.
"""

import argparse
import importlib
import io
import os
import signal
import sys
from contextlib import suppress
from typing import NoReturn, TextIO

from gesturekit.errors import KitError
from tinyspark import __version__
from tinyspark.commands.actions import add_command
from tinyspark.errors import UserError
from tinyspark.terminal.fold import fold
from tinyspark.terminal.stopping import later

# name, what it does
COMMANDS = (
    ("demo", "the whole story on the virtual board, no hardware needed"),
    ("boards", "list connected boards"),
    ("virtual", "run a virtual board until Ctrl-C"),
    ("install", "put our firmware on a board that runs MicroPython"),
    ("monitor", "watch the sensor live in the terminal"),
    ("record", "record labelled takes of a gesture"),
    ("untethered", "prepare a board to record takes without a computer"),
    ("sync", "bring takes that a board recorded by itself into a dataset"),
    ("dataset", "browse, check, repair, merge and import recordings"),
    ("train", "train a network and make a model file"),
    ("sweep", "try learning rates and sizes of a network at once"),
    ("evaluate", "score a model on a dataset, as the board computes it"),
    ("replay", "push whole recordings through a model: hits, misses, false alarms"),
    ("calibrate", "fewer false alarms, by some minutes of everyday movement"),
    ("model", "look into a model; bring a network of another library, or take weights out"),
    ("export", "write a model as a binary, a Python module or a C header"),
    ("bench", "what a model costs: predicted, and measured on a board"),
    ("deploy", "put a model on the board and make sure that it runs"),
    ("live", "watch what the board recognizes"),
    ("studio", "all of it in the browser, for people without a terminal"),
    ("lesson", "learn how networks learn: the course, one lesson at a time"),
)


def main(argv: list[str] | None = None) -> int:
    """Run one command; return its exit status (see the table in the README).

    argv: None when it is all that this process does.
    """
    try:
        return _answer(sys.argv[1:] if argv is None else argv)
    except KeyboardInterrupt:  # Ctrl-C once more, while the first one was told
        return 130
    finally:
        if argv is None and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            # What Python does behind this would answer Ctrl-C with a traceback.
            signal.signal(signal.SIGINT, signal.SIG_DFL)


def _answer(arguments: list[str]) -> int:
    """Run one command; streams that fail leave by this door."""
    _open_closed_streams()
    for stream in (sys.stdout, sys.stderr):  # labels may hold signs that a terminal lacks
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        try:
            return _run(arguments)
        finally:
            sys.stdout.flush()  # a closed pipe shows here, not when the interpreter ends
    except BrokenPipeError:  # such as `tinyspark dataset show DIR | head`
        _discard(sys.stdout, sys.stderr)
        return 1
    except OSError as error:  # such as a full disk behind stdout
        _discard(sys.stdout)
        place = f" ({error.filename})" if error.filename else ""
        print(f"tinyspark: cannot go on: {error.strerror or error}{place}", file=sys.stderr)
        return 1


def _discard(*streams: TextIO) -> None:
    """What the streams still hold goes nowhere; else the interpreter tries again at its end."""
    with suppress(OSError), open(os.devnull, "wb") as nowhere:
        for stream in streams:
            os.dup2(nowhere.fileno(), stream.fileno())


def _open_closed_streams() -> None:
    """Let what is printed go nowhere where the caller has closed a stream."""
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: SIM115 (for as long as we run)
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: SIM115


def _run(arguments: list[str]) -> int:
    """Run one command; errors of a user's kind leave by this door."""
    try:
        options = _parser(arguments[0] if arguments else "").parse_args(arguments)
        return int(options.run(options) or 0)
    except (UserError, KitError) as error:
        print(fold(f"tinyspark: {error}", sys.stderr), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\ntinyspark: stopped", file=sys.stderr)
        return 130


class _Parser(argparse.ArgumentParser):
    """One that also says how a name that looks like an option is given."""

    def error(self, message: str) -> NoReturn:
        _, _, required = message.partition("arguments are required: ")
        names = [name for name in required.split(", ") if not name.startswith("-")]
        if "unrecognized arguments: -" in message or any(names):
            message += "\n(A name that begins with - goes to the end, behind --)"
        super().error(message)


def _parser(chosen: str) -> argparse.ArgumentParser:
    """The parser, with the arguments of the chosen command alone."""
    parser = _Parser(
        prog="tinyspark", description="From a waved hand to a board that recognizes it."
    )
    parser.add_argument("--version", action="version", version=f"tinyspark {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", title="commands")
    for name, summary in COMMANDS:
        if name != chosen:
            commands.add_parser(name, help=summary)
            continue
        with later():
            module = importlib.import_module(f"tinyspark.commands.{name}")
        add_command(commands, (name, summary, module)).set_defaults(run=module.run)
    return parser
