"""tinyspark dataset show: what a dataset holds, as a table or as JSON."""

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any

from tinyspark.commands.arguments import a_name
from tinyspark.dataset import Dataset
from tinyspark.dataset.recording import Recording
from tinyspark.terminal.fold import fold
from tinyspark.terminal.screen import counted, printable

EXAMPLE = "tinyspark dataset show datasets/synthetic-gestures"
COLUMNS = ("label", "takes", "subjects", "sessions", "seconds", "problems")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this subcommand."""
    parser.add_argument("folder", type=a_name, help="the dataset")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: argparse.Namespace) -> int:
    """Print the summary; takes that cannot be read are named on stderr."""
    faults: list[str] = []
    dataset = Dataset.open(options.folder, faults)
    if options.json:
        print(json.dumps(_summary(dataset, faults)))
        return 0
    print(fold(f"{_line(dataset.name)}: {describe(dataset)}", sys.stdout))
    total, by_label = _all_counts(dataset)
    print_table([tuple(row.values()) for row in (*by_label, total)])
    for entry in ("licence", "notes"):
        if dataset.info.get(entry):
            print(fold(f"{entry}: {_line(dataset.info[entry])}", sys.stdout))
    for fault in faults:
        print(printable(f"tinyspark: {fault}"), file=sys.stderr)
    return 0


def describe(dataset: Dataset) -> str:
    """Say in a few words what the takes are."""
    settings = dataset.settings
    ranges = [f"+-{settings.accel_range} g"] if settings.accel_range else []
    ranges += [f"+-{settings.gyro_range} dps"] if settings.gyro_range else []
    facts = (f"{settings.rate} samples per second", *ranges, " ".join(settings.axes))
    takes = counted(len(dataset.recordings), "take")
    return f"{takes} of the sensor {settings.sensor}, {', '.join(facts)}"


def print_table(rows: Sequence[Sequence[object]]) -> None:
    """Print rows under COLUMNS, the first column to the left, numbers to the right."""
    texts = [COLUMNS, *(tuple(map(str, row)) for row in rows)]
    widths = [max(len(text[place]) for text in texts) for place in range(len(COLUMNS))]
    for text in texts:
        cells = [cell.rjust(width) for cell, width in zip(text[1:], widths[1:], strict=True)]
        print("  ".join([text[0].ljust(widths[0]), *cells]))


def _all_counts(dataset: Dataset) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the counts of all takes, and of each label."""
    takes, rate = dataset.recordings, dataset.settings.rate
    bad = {take.id for take in takes if take.verdict}
    by_label = [
        _counts(label, [take for take in takes if take.label == label], rate, bad)
        for label in dataset.labels
    ]
    return _counts("all", takes, rate, bad), by_label


def _counts(label: str, takes: list[Recording], rate: int, bad: set[str]) -> dict[str, Any]:
    return {
        "label": label,
        "takes": len(takes),
        "subjects": len({take.subject for take in takes if take.subject}),
        "sessions": _sessions(takes),
        "seconds": round(sum(len(take.samples) for take in takes) / rate, 1),
        "problems": sum(1 for take in takes if take.id in bad),
    }


def _sessions(takes: list[Recording]) -> int:
    """Count sittings: one a person and name; takes of nobody are of a sitting that is counted."""
    sittings = {(take.session, take.subject) for take in takes if take.session}
    known = {session for session, subject in sittings if subject}
    return sum(1 for session, subject in sittings if subject or session not in known)


def _summary(dataset: Dataset, faults: list[str]) -> dict[str, Any]:
    total, by_label = _all_counts(dataset)
    return {
        "name": dataset.name,
        **dataset.settings.to_json(),
        "hash": dataset.hash(),
        "labels": dataset.labels,
        "subject_names": sorted({take.subject for take in dataset.recordings if take.subject}),
        **{name: count for name, count in total.items() if name != "label"},
        "per_label": {row.pop("label"): row for row in by_label},
        "licence": dataset.info.get("licence", ""),
        "notes": dataset.info.get("notes", ""),
        "faults": faults,
    }


def _line(value: object) -> str:
    """Return a text of dataset.json, which anybody may have written, fit for a terminal."""
    return "".join(sign if sign.isprintable() else " " for sign in str(value))
