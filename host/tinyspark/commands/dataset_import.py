"""tinyspark dataset import: recordings of others become a dataset, and a report says how."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable
from typing import Any

from tinyspark.dataset.naming import shown
from tinyspark.dataset.verdict import CUT_OFF, CUT_TIGHTLY
from tinyspark.importers import FORMATS, Imported, ImportOptions, import_recordings
from tinyspark.importers.units import DPS_PER, G_PER
from tinyspark.terminal.fold import fold
from tinyspark.terminal.screen import counted

EXAMPLE = "tinyspark dataset import wand.npz my-dataset --rate 100 --accel-unit m/s2"
TELLABLE = ("rate", "accel_unit", "gyro_unit")
MOST = 12  # labels or subjects named in the report


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this subcommand."""
    parser.add_argument("source", help="a folder with index.csv, or an .npz file")
    parser.add_argument("folder", help="the dataset, new or with the same settings")
    parser.add_argument("--rate", type=float, metavar="HZ", help="samples per second")
    parser.add_argument("--accel-unit", choices=G_PER, default="", help="of the source")
    parser.add_argument("--gyro-unit", choices=DPS_PER, default="", help="of the source")
    parser.add_argument("--format", choices=FORMATS, default="", help="found out by itself")
    parser.add_argument("--name", default="", help="of the new dataset")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")


def run(options: argparse.Namespace) -> None:
    """Import and print the report."""
    told = ImportOptions(
        options.rate, options.accel_unit, options.gyro_unit, options.format, options.name
    )
    imported = import_recordings(options.source, options.folder, told)
    facts = _facts(imported)
    facts["told"] = [name for name in TELLABLE if getattr(options, name)]
    print(json.dumps(facts) if options.json else fold(_report(facts), sys.stdout))


def _facts(imported: Imported) -> dict[str, Any]:
    """Return what was read, assumed and written."""
    source, converted = imported.source, imported.converted
    takes = [(take.label, take.details) for take in imported.takes]
    persons = {(details["subject"], details["session"]) for _, details in takes}
    problems = dict(imported.problems())
    splits = Counter(details["split"] for _, details in takes if details["split"])
    return {
        "source": str(source.path),
        "format": imported.format,
        "read": len(takes),
        "labels": dict(sorted(Counter(label for label, _ in takes).items())),
        "subjects": sorted({subject for subject, _ in persons if subject}),
        "sessions": sum(1 for _, session in persons if session),
        "splits": dict(sorted(splits.items())),
        "axes": list(converted.settings.axes),
        "left_out": [shown(name) for name in converted.left_out],
        "rate": converted.rate,
        "new_rate": converted.settings.rate,
        "accel_unit": converted.accel_unit,
        "gyro_unit": converted.gyro_unit,
        "accel_range": converted.settings.accel_range,
        "gyro_range": converted.settings.gyro_range,
        "saturated": dict(converted.saturated),
        "values": sum(samples.size for samples in converted.takes),
        "notes": converted.notes + [CUT_TIGHTLY] * (CUT_OFF in problems),
        "problems": problems,
        "added": imported.added,
        "dataset": str(imported.dataset.folder),
        "takes": len(imported.dataset.recordings),
    }


def _report(facts: dict[str, Any]) -> str:
    read, added = counted(facts["read"], "take"), counted(facts["added"], "take")
    lines = [
        f"Read {read} from {facts['source']} (format {facts['format']}).",
        f"  labels     {_some(f'{label} {count}' for label, count in facts['labels'].items())}",
        f"  subjects   {_some(facts['subjects'])}; {counted(facts['sessions'], 'session')}",
    ]
    if facts["splits"]:
        splits = _some(f"{split} {count}" for split, count in facts["splits"].items())
        lines.append(f"  split      {splits}")
    lines += [f"  {name:10} {text}" for name, text in _conversion(facts)]
    lines += [
        f"  problems   {counted(count, 'take')}: {verdict}"
        for verdict, count in facts["problems"].items()
    ]
    lines += [f"  note       {note}" for note in facts["notes"]]
    lines.append(
        f"Added {added} to {facts['dataset']}, which now holds {facts['takes']}"
        f" ({facts['read'] - facts['added']} were there before)."
    )
    return "\n".join(lines)


def _conversion(facts: dict[str, Any]) -> list[tuple[str, str]]:
    same = facts["rate"] == facts["new_rate"]
    change = "kept" if same else f"resampled linearly to {facts['new_rate']} Hz"
    who = {name: _reason(name, facts) for name in TELLABLE}
    rows = [
        ("axes", " ".join(facts["axes"])),
        ("rate", f"{facts['rate']:g} Hz {who['rate']}, {change}"),
    ]
    for kind, unit in (("accel", "g"), ("gyro", "dps")):
        if facts[f"{kind}_unit"]:
            reach = f"+-{facts[f'{kind}_range']} {unit}"
            unit_told = f"{facts[f'{kind}_unit']} {who[f'{kind}_unit']}"
            rows.append((kind, f"{unit_told}, stored as counts of {reach}"))
    beyond = sum(facts["saturated"].values())
    rows.append(("saturated", f"{beyond} of {facts['values']} values were beyond the range"))
    if facts["left_out"]:
        rows.append(("left out", f"{_some(facts['left_out'])} (no axes of the kit)"))
    return rows


def _reason(name: str, facts: dict[str, Any]) -> str:
    if name in facts["told"]:
        return "as told"
    return "assumed" if facts[name] == "counts" else "as the source says"  # never says counts


def _some(names: Iterable[str]) -> str:
    """Name the first few."""
    texts = list(names)
    more = [f"and {len(texts) - MOST} more"] if len(texts) > MOST else []
    return ", ".join([*texts[:MOST], *more]) or "not named"
