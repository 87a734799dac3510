"""Show what a model file holds: what it looks at, its network, its labels and where it comes from.

--bytes prints what each byte of this very file is, in the file's order, as a board reads it.
"""

import argparse
import hashlib
import json
import sys
from typing import TYPE_CHECKING, Any

from gesturekit import model_format
from gesturekit.model_format import HEADER, Model
from tinyspark.commands.arguments import add_model
from tinyspark.commands.model_words import sections
from tinyspark.learning.model_file import read_model
from tinyspark.terminal.fold import fold, hanging
from tinyspark.terminal.screen import clean

if TYPE_CHECKING:
    from tinyspark.learning.model_map import Piece

EXAMPLE = "tinyspark model show gestures.tsm --bytes"
INDENT = 17
SHOWN = 6  # numbers of an array; --json prints them all
MOST_BYTES = 16  # of a label or the like that are printed


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    add_model(parser)
    parser.add_argument("--bytes", action="store_true", help="print what each byte is")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: argparse.Namespace) -> None:
    """Print the model in words, or the map of its bytes, or both as JSON."""
    from tinyspark.learning.model_map import pieces

    data = read_model(options.model)
    model = model_format.load(data)
    if options.json:
        found = [_piece_facts(piece) for piece in pieces(data)] if options.bytes else None
        print(json.dumps({**_facts(model, data), **({"bytes": found} if found else {})}))
    elif options.bytes:
        _print_bytes(pieces(data))
    else:
        digest = hashlib.sha256(data).hexdigest()
        size = f"{len(data)} bytes, format version {data[3]}"
        print(fold(f"{options.model}: {size}, SHA-256 {digest}", sys.stdout))
        _print_words(model)


def _print_words(model: Model) -> None:
    for heading, rows in sections(model):
        print(f"\n{heading}")
        for name, text in rows:
            print(hanging(f"  {name:{INDENT - 2}}", text, sys.stdout))


def _facts(model: Model, data: bytes) -> dict[str, Any]:
    """Return the model as JSON: the fields of its file by their names."""
    golden = model.golden
    return {
        **{name: getattr(model, name) for name, _, _, _ in HEADER},
        "dataset": model.dataset.hex(),
        **{name: list(getattr(model, name)) for name in ("centers", "multipliers", "shifts")},
        "layers": [_plain(layer._asdict()) for layer in model.layers],
        "labels": list(model.labels),
        **{name: list(getattr(model, name)) for name in ("thresholds", "limits", "prototypes")},
        "golden": golden and _plain(golden._asdict()),
        "format": data[3],
        "model_bytes": len(data),
        "model_hash": hashlib.sha256(data).hexdigest(),
    }


def _plain(fields: dict[str, Any]) -> dict[str, Any]:
    """Return fields with lists in place of arrays and bytes."""
    return {
        name: value if isinstance(value, (int, str)) else list(value)
        for name, value in fields.items()
    }


def _piece_facts(piece: "Piece") -> dict[str, Any]:
    value = piece.value.hex() if isinstance(piece.value, bytes) else piece.value
    return {
        "offset": piece.offset,
        "size": piece.size,
        "section": piece.section,
        "field": piece.field,
        "type": piece.type,
        "value": value,
    }


def _print_bytes(found: "list[Piece]") -> None:
    section = ""
    print(f"{'offset':>6} {'size':>6}  {'field':16} {'type':12} value")
    for piece in found:
        if piece.section != section:
            section = piece.section
            print(f"\n{section}")
        head = f"{piece.offset:6} {piece.size:6}  {piece.field:16} {piece.type:12} "
        print(hanging(head, _value(piece), sys.stdout))


def _value(piece: "Piece") -> str:
    """Return a value in one line: of long arrays and of a SHA-256 the first numbers."""
    value, meaning = piece.value, clean(piece.meaning)
    if isinstance(value, tuple):
        return " ".join(map(str, value[:SHOWN])) + " ..." * (len(value) > SHOWN)
    text = str(value)
    if isinstance(value, bytes):
        many = len(value) > MOST_BYTES
        text = value[:SHOWN].hex(" ") + " ..." if many else value.hex(" ")
    return f"{text} = {meaning}" if meaning else text
