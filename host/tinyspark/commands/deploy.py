"""Put a model on the board and make sure that it runs there.

The model is copied to a temporary file, checked on the board and renamed; the board restarts and
must show the new model. Until the rename the old model stays in use, whatever happens.
"""

import json
import sys
import time
from argparse import ArgumentParser, Namespace

from tinyspark.board import flash
from tinyspark.board.identity import Hello
from tinyspark.board.ports import VIRTUAL, add_port_argument, board_port, port_option
from tinyspark.commands.arguments import add_model
from tinyspark.commands.results import read_model
from tinyspark.terminal.fold import fold
from tinyspark.terminal.progress import Progress

EXAMPLE = "tinyspark deploy wave.tsm"


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    add_model(parser)
    add_port_argument(parser)
    parser.add_argument("--json", action="store_true", help="print a JSON object")


def run(options: Namespace) -> None:
    """Deploy and print what the board says about it."""
    model = read_model(options.model)
    began = time.monotonic()
    with Progress() as progress, board_port(options.port) as port:
        said = flash.deploy(port, model, progress.say)
        seconds = time.monotonic() - began
    if options.json:
        print(json.dumps(_facts(port, said, seconds)))
        return
    print(f"{port} runs the model {said.model_hash[:8]}, {seconds:.1f} s")
    print(fold(f"  labels: {', '.join(said.labels)}", sys.stdout))
    if said.model_sensor == "buttons":
        print("Press Button 1, Button 2 or both: the LED is its answer.", file=sys.stderr)
    print(fold(_next(options.port), sys.stderr), file=sys.stderr)


def _facts(port: str, said: Hello, seconds: float) -> dict:
    return {
        "port": port,
        "model_hash": said.model_hash,
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
