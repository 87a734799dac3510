"""Put a model on the board and make sure that it runs there.

The board keeps two models. The new one is copied, checked on the board and put in the place of the
one that is not in use; the board restarts and must show it at work, else it takes the old one
again. Whatever happens meanwhile, the board runs one of the two. The other one stays there:

  tinyspark deploy --to previous

lets them change places. So does Button 2, without a computer: hold it, press RESET, and let go as
soon as all pixels are pink, within 2 s. Held until they go dark, it is safe mode: the board stays
at its prompt until the next RESET.
"""

import json
import sys
import time
from argparse import ArgumentParser, Namespace

from tinyspark.board import flash
from tinyspark.board.identity import Hello
from tinyspark.board.ports import VIRTUAL, add_port_argument, board_port, port_option
from tinyspark.commands.arguments import a_path
from tinyspark.learning.model_file import read_model
from tinyspark.terminal.fold import fold
from tinyspark.terminal.progress import Progress
from tinyspark.terminal.stopping import told

EXAMPLE = "tinyspark deploy wave.tsm"


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument(
        "model",
        type=a_path,
        nargs="?",
        metavar="MODEL",
        help="model file of `tinyspark train` or `lesson`",
    )
    which.add_argument(
        "--to", choices=["previous"], help="use the model that the board had before, instead"
    )
    add_port_argument(parser)
    parser.add_argument("--json", action="store_true", help="print a JSON object")


def run(options: Namespace) -> None:
    """Deploy and print what the board says about it."""
    model = None if options.model is None else read_model(options.model)
    began = time.monotonic()
    with Progress() as progress, board_port(options.port) as port:
        said = _deploy(port, model, progress)
        seconds = time.monotonic() - began
    if options.json:
        print(json.dumps(_facts(port, said, seconds)))
        return
    print(f"{port} runs the model {said.model_hash[:8]}, {seconds:.1f} s")
    print(fold(f"  labels: {', '.join(said.labels)}", sys.stdout))
    if said.model_sensor == "buttons":
        print("Press Button 1, Button 2 or both: the LED is its answer.", file=sys.stderr)
    print(fold(_next(options.port), sys.stderr), file=sys.stderr)


def _deploy(port: str, model: bytes | None, progress: Progress) -> Hello:
    """Put model in use, None: the one before; when interrupted, say which one is."""
    with told(progress.say, lambda: flash.in_use(port)), flash.with_room(port):
        if model is None:
            return flash.use_previous(port)
        return flash.deploy(port, model, progress.say)


def _facts(port: str, said: Hello, seconds: float) -> dict:
    return {
        "port": port,
        "model_hash": said.model_hash,
        "slot": said.model_slot,
        "previous": said.previous_hash or None,
        "labels": list(said.labels),
        "mode": said.mode,
        "seconds": round(seconds, 3),
    }


def _next(port: str | None) -> str:
    """Say how to go on."""
    if port != VIRTUAL:
        return f"Watch it: tinyspark live{port_option(port)}"
    return (
        "This virtual board ends with the command. For one that stays, run `tinyspark virtual`"
        " in another terminal and give its port to deploy and live."
    )
