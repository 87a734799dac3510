"""The report of calibrate as readable text: before and after, gesture by gesture, and how sure."""

import sys
from typing import Any

from tinyspark.terminal.fold import fold
from tinyspark.terminal.screen import clean, counted

FLATTERS = (
    "the model learned from these very recordings and does better on them than on others; choose"
    " by such as it does not know"
)
HEADS = ("threshold", "distance limit", "false an hour", "missed, wrong")
WORRYING = 0.9  # recall
LEAST = 9  # columns of a gesture's name


def notes(report: dict[str, Any], learned: bool) -> list[str]:
    """Return what a reader should know beside the figures; learned: the model from these."""
    after, hours = report["after"], report["hours"]
    wanted = report["aim"]["per_hour"]
    found = [FLATTERS] if learned else []
    blind = [clean(name) for name, row in after["per_label"].items() if not row["takes"]]
    if blind:
        found.append(
            f"no takes of {', '.join(blind)}: what is missed of that cannot be told, so settings"
            " became only a little stricter (--gestures DATASET gives takes)"
        )
    if after["recall"] is not None and after["recall"] < WORRYING:
        found.append(
            f"{_percent(1 - after['recall'])} of the takes stay missed or wrong; settings do not"
            " mend that: train the model with such takes"
        )
    if wanted and wanted * hours < 1:
        found.append(
            f"in {_minutes(hours)} one false detection is more than {wanted:g} an hour already,"
            " so none was the aim"
        )
    if wanted is not None and after["per_hour"] > wanted:
        found.append(
            f"at most {wanted:g} an hour was not to be had: {_rate(after['per_hour'])} remain;"
            " train with such movement as `unknown`, or choose gestures less like it"
        )
    return found


def print_calibration(report: dict[str, Any]) -> None:
    """Print the report."""
    before, after = report["before"], report["after"]
    labels = ", ".join(map(clean, report["everyday"]))
    movement = f"everyday movement ({labels}): {_minutes(report['hours'])}"
    print(fold(f"{movement}; takes of gestures: {report['takes'] or 'none'}", sys.stdout))
    _print_labels(before, after)
    print("\n" + fold(_rules(before, after), sys.stdout))
    print("\n" + fold(_sureness(report), sys.stdout))
    for note in report["notes"]:
        print(fold(f"note: {note}", sys.stdout))
    if not report["changed"]:
        print(fold("No setting does better than the model's own: nothing changes.", sys.stdout))
    what = "the calibrated model" if report["changed"] else "the model as it was"
    print(f"{report['output']}: {what}")
    if report["picture"]:
        print(f"{report['picture']}: the trade-off")


def _print_labels(before: dict[str, Any], after: dict[str, Any]) -> None:
    """Print a row a gesture and one for all, each with before and after."""
    labels = list(after["per_label"])
    width = max(LEAST, *(len(clean(label)) for label in labels))
    print(f"\n{'':<{width + 6}}" + "".join(f"{head:>16}" for head in HEADS))
    print(f"{'gesture':<{width}}{'takes':>6}" + f"{'before':>9}{'after':>7}" * len(HEADS))
    for label in labels:
        rows = before["per_label"][label], after["per_label"][label]
        cells = [f"{100 * row['threshold']:.0f} %" for row in rows]
        cells += ["none" if row["limit"] is None else str(row["limit"]) for row in rows]
        _print_row(f"{clean(label):<{width}}", cells, rows)
    if len(labels) > 1:
        _print_row(f"{'all':<{width}}", [""] * 4, (before, after))


def _print_row(head: str, cells: list[str], rows: tuple[dict[str, Any], dict[str, Any]]) -> None:
    cells = [*cells, *(_rate(row["per_hour"]) for row in rows)]
    cells += ["-" if row["recall"] is None else _percent(1 - row["recall"]) for row in rows]
    pairs = zip(cells[::2], cells[1::2], strict=True)
    takes = rows[1]["takes"] or "none"
    print(f"{head}{takes:>6}" + "".join(f"{first:>9}{second:>7}" for first, second in pairs))


def _rules(before: dict[str, Any], after: dict[str, Any]) -> str:
    """Say what holds for all gestures."""
    row, pause = (_change(before[name], after[name]) for name in ("repeats", "holdoff"))
    return (
        f"While a movement lasts, equal results in a row: {row}."
        f" Seconds after a detection without another: {pause}."
    )


def _change(before: float, after: float) -> str:
    if before == after:
        return f"{before:.2g} as before"
    return f"{before:.2g} before, {after:.2g} now"


def _sureness(report: dict[str, Any]) -> str:
    """Say how much the figures can be trusted."""
    after, unseen = report["after"], report["unseen"]
    by = f"{_minutes(report['hours'])} of everyday movement"
    if report["takes"]:
        by += f" and {counted(report['takes'], 'take')}"
    text = f"Chosen by {by}, and counted on them:"
    text += f" {counted(after['false'], 'false detection')}"
    if after["at_most"] is not None:
        text += f", where so short a time allows up to {_rate(after['at_most'])} an hour"
    if after["recall"] is not None:
        text += f"; {_losses(after)}"
    if unseen is None:
        return text + "."
    text += ". Chosen by four fifths of it and counted on the rest, for each fifth:"
    text += f" {counted(unseen['false'], 'false detection')} ({_rate(unseen['per_hour'])} an hour)"
    if unseen["recall"] is not None:
        text += f"; {_losses(unseen)}"
    return text + "."


def _losses(row: dict[str, Any]) -> str:
    return f"{counted(row['missed'], 'take')} missed, {row['wrong']} taken for another"


def _minutes(hours: float) -> str:
    return f"{60 * hours:.1f} min"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %" if share in (0, 1) else f"{100 * share:.1f} %"


def _rate(per_hour: float) -> str:
    return f"{per_hour:.1f}" if 0 < per_hour < 10 else f"{per_hour:.0f}"
