"""What a model costs: predicted for the kit's board, and measured on a board.

The prediction is an estimate from counted instructions. On a board every stage of the live step
is timed, with the kit's own files there; without one, the prediction is all there is.
"""

import json
import sys
from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from gesturekit import model_format
from tinyspark.board.ports import add_port_argument, board_port
from tinyspark.board.serial_link import list_boards
from tinyspark.commands.arguments import add_model
from tinyspark.learning.model_file import read_model
from tinyspark.terminal.fold import fold
from tinyspark.terminal.progress import Progress

if TYPE_CHECKING:
    from tinyspark.board.meter import Measured
    from tinyspark.learning.cost import Cost, Refined

EXAMPLE = "tinyspark bench gestures.tsm --port virtual"
STAGES = {
    "features": "features: from a movement to the vector",
    "network": "network: from the vector to confidences",
    "decision": "decision: all else, such as finding movement",
}
ESTIMATE = (
    "The predicted times are estimates for the ESP32-S3 at 240 MHz, good to a factor of two."
)
NOT_MEASURED = "No board is connected, so nothing was measured. On a virtual one: --port virtual"
NO_BOARD_OF_CHIPS = (
    "The virtual board computes with this computer's processor: its microseconds are this"
    " computer's, not an ESP32's (and with another --speed stretched by it), and with 64 bits its"
    " objects take up to twice the memory."
)


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    add_model(parser)
    add_port_argument(parser)
    parser.add_argument("--json", action="store_true", help="print a JSON object")


def run(options: Namespace) -> None:
    """Print the prediction and, where there is a board, what it measured."""
    from tinyspark.learning import cost

    data = read_model(options.model)
    predicted = cost.predict(data)
    measured = _measured(options.port, data)
    refined = cost.refine(data, measured.microseconds) if measured else None
    if options.json:
        print(json.dumps(_facts(predicted, measured, refined)))
        return
    print(f"{options.model}: {_network(data)}, {predicted.macs} multiply-adds\n")
    _print_table(_rows(predicted, measured))
    for note in _notes(measured, refined):
        print("\n" + fold(note, sys.stdout))


def _measured(spec: str | None, data: bytes) -> "Measured | None":
    """Measure on the board that spec names; None if it names none and none is connected."""
    from tinyspark.board import meter

    if spec is None and not any(info.is_micropython for info in list_boards()):
        return None
    with Progress() as progress, board_port(spec) as port:
        progress("measuring on the board")
        return meter.measure(port, data)


def _facts(
    predicted: "Cost", measured: "Measured | None", refined: "Refined | None"
) -> dict[str, Any]:
    """Return the JSON object; what was not measured is null."""
    return {
        "macs": predicted.macs,
        "model_bytes": predicted.model_bytes,
        "ram_bytes": measured.ram_bytes if measured else None,
        "heap_per_hop": measured.heap_per_hop if measured else None,
        "microseconds": measured.microseconds if measured else None,
        "on_board": measured.on_board if measured else None,
        "refined": asdict(refined) if refined else None,
        "predicted": asdict(predicted),
    }


def _network(data: bytes) -> str:
    """Return the sizes of the network's layers, such as 141-24-5."""
    layers = model_format.load(data).layers
    return "-".join(str(size) for size in [layers[0].inputs, *(one.outputs for one in layers)])


def _rows(predicted: "Cost", measured: "Measured | None") -> list[tuple[str, str, str]]:
    """Return what the table says: name, predicted, measured."""
    asked = "hop" if predicted.hop_microseconds else "take"
    rows = [
        ("file", f"{predicted.model_bytes} bytes", ""),
        ("flash, whole blocks", f"{predicted.flash_bytes} bytes", ""),
        (
            "RAM, model and buffers",
            f"{predicted.ram_bytes} bytes",
            f"{measured.ram_bytes} bytes" if measured else "",
        ),
        (f"heap per {asked}", "0 bytes", f"{measured.heap_per_hop:g} bytes" if measured else ""),
    ]
    here = predicted.microseconds
    there = measured.microseconds if measured else {}
    rows += [
        (words, _time(here[stage]), _time(there.get(stage))) for stage, words in STAGES.items()
    ]
    total, measured_total = sum(here.values()), sum(there.values()) if there else None
    rows.append(("together", _time(total), _time(measured_total)))
    if hop := predicted.hop_microseconds:
        name = f"of the {hop / 1000:.0f} ms of a hop"
        rows.append((name, _share(total, hop), _share(measured_total, hop)))
    return rows


def _time(microseconds: float | None) -> str:
    return "" if microseconds is None else f"{microseconds:.1f} us"


def _share(part: float | None, whole: float) -> str:
    return "" if part is None else f"{100 * part / whole:.3f} %"


def _print_table(rows: list[tuple[str, str, str]]) -> None:
    print(f"{'':44}{'predicted':>14}{'measured' if rows[-1][2] else '':>14}".rstrip())
    for name, predicted, measured in rows:
        print(f"{name:44}{predicted:>14}{measured:>14}".rstrip())


def _notes(measured: "Measured | None", refined: "Refined | None") -> list[str]:
    """Return what must be known to read the table."""
    if measured is None or refined is None:
        return [ESTIMATE, NOT_MEASURED]
    wider = (
        f"The network took {refined.factors['network']:g} times the predicted time there; with"
        f" twice its hidden neurons it would take about {refined.twice_hidden:.1f} us."
    )
    return [ESTIMATE, *([] if measured.on_board else [NO_BOARD_OF_CHIPS]), wider]
