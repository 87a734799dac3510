"""What an import read, assumed and changed, as facts and as lines for people."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from tinyspark.dataset.naming import shown
from tinyspark.dataset.verdict import CUT_OFF, CUT_TIGHTLY
from tinyspark.importers import Imported, ImportOptions
from tinyspark.terminal.screen import counted

TELLABLE = ("rate", "accel_unit", "gyro_unit", "counts_per_g", "counts_per_dps")
MOST = 12  # labels or subjects named


def facts_of(imported: Imported, told: ImportOptions) -> dict[str, Any]:
    """Return what was read, assumed and written; told: what the user said about the source."""
    source, converted = imported.source, imported.converted
    takes = [(take.label, take.details) for take in imported.takes]
    persons = {(details["subject"], details["session"]) for _, details in takes}
    problems = dict(imported.problems())
    habit = imported.verdicts.habit([take.id for take in imported.new])
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
        "rates": sorted(set(converted.rates)),
        "new_rate": converted.settings.rate,
        "accel_unit": converted.accel_unit,
        "gyro_unit": converted.gyro_unit,
        "accel_range": converted.settings.accel_range,
        "gyro_range": converted.settings.gyro_range,
        "seen": converted.seen,
        "seconds": round(sum(map(len, converted.takes)) / converted.settings.rate, 1),
        "saturated": dict(converted.saturated),
        "values": sum(samples.size for samples in converted.takes),
        "notes": converted.notes + [habit] * bool(habit) + [CUT_TIGHTLY] * (CUT_OFF in problems),
        "problems": problems,
        "added": imported.added,
        "dataset": str(imported.dataset.folder),
        "takes": len(imported.dataset.recordings),
        "told": [name for name in TELLABLE if getattr(told, name) not in (None, "")],
    }


def reading(facts: dict[str, Any]) -> list[str]:
    """Say what was read and how it was understood, a line each."""
    lines = [
        f"Read {counted(facts['read'], 'take')} from {facts['source']} "
        f"(format {facts['format']}).",
        f"  labels     {_some(f'{label} {count}' for label, count in facts['labels'].items())}",
        f"  length     {facts['seconds']:g} s in all",
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
    return lines + [f"  note       {note}" for note in facts["notes"]]


def _conversion(facts: dict[str, Any]) -> list[tuple[str, str]]:
    rates = facts["rates"]
    same = rates == [facts["new_rate"]]
    change = "kept" if same else f"resampled linearly to {facts['new_rate']} Hz"
    several = f"{rates[0]:g}..{rates[-1]:g}" if len(rates) > 1 else f"{rates[0]:g}"
    rows = [
        ("axes", " ".join(facts["axes"])),
        ("rate", f"{several} Hz {_reason('rate', facts)}, {change}"),
    ]
    for kind, unit in (("accel", "g"), ("gyro", "dps")):
        if facts[f"{kind}_unit"]:
            rows.append((kind, _range(facts, kind, unit)))
    beyond = sum(facts["saturated"].values())
    rows.append(("saturated", f"{beyond} of {facts['values']} values were beyond the range"))
    if facts["left_out"]:
        rows.append(("left out", f"{_some(facts['left_out'])} (no axes of the kit)"))
    return rows


def _range(facts: dict[str, Any], kind: str, unit: str) -> str:
    """Say in which unit and between which values a sensor came, and what it became."""
    seen = [ends for axis, ends in facts["seen"].items() if axis[0] == kind[0]]
    low, high = min(low for low, _ in seen), max(high for _, high in seen)
    came = facts[f"{kind}_unit"]
    reach = f"+-{facts[f'{kind}_range']} {unit}"
    reason = _reason(f"{kind}_unit", facts)
    return f"{came} {reason}, stored as counts of {reach}; it was {low:.4g} to {high:.4g}"


def _reason(name: str, facts: dict[str, Any]) -> str:
    counts = {"accel_unit": "counts_per_g", "gyro_unit": "counts_per_dps"}
    if name in facts["told"] or counts.get(name) in facts["told"]:
        return "as told"
    return "assumed" if facts[name] == "counts" else "as the source says"  # never says counts


def _some(names: Iterable[str]) -> str:
    """Name the first few."""
    texts = list(names)
    more = [f"and {len(texts) - MOST} more"] if len(texts) > MOST else []
    return ", ".join([*texts[:MOST], *more]) or "not named"
