"""Put a model on the board and make sure that it runs there.

The model is copied to a temporary file, checked on the board and renamed; the board restarts and
must show the new model. Until the rename the old model stays in use, whatever happens.
"""

import json
import sys
import time
from argparse import ArgumentParser, Namespace
from pathlib import Path

from tinyspark.board import flash
from tinyspark.board.identity import Hello
from tinyspark.board.ports import add_port_argument, board_port
from tinyspark.commands.results import read_model

EXAMPLE = "tinyspark deploy wave.tsm"


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "model", type=Path, metavar="MODEL", help="model file of `tinyspark train`"
    )
    add_port_argument(parser)
    parser.add_argument("--json", action="store_true", help="print a JSON object")


def run(options: Namespace) -> None:
    """Deploy and print what the board says about it."""
    model = read_model(options.model)
    began = time.monotonic()
    with board_port(options.port) as port:
        said = flash.deploy(port, model, lambda line: print(line, file=sys.stderr))
        seconds = time.monotonic() - began
    print(json.dumps(_facts(port, said, seconds)) if options.json else _line(port, said, seconds))


def _facts(port: str, said: Hello, seconds: float) -> dict:
    return {
        "port": port,
        "model_hash": said.model_hash,
        "labels": list(said.labels),
        "mode": said.mode,
        "seconds": round(seconds, 3),
    }


def _line(port: str, said: Hello, seconds: float) -> str:
    return (
        f"{port} runs the model {said.model_hash[:8]} ({', '.join(said.labels)}),"
        f" {seconds:.1f} s. Watch it: tinyspark live"
    )
