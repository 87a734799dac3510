"""The report of a replay as readable text: a table of labels, everyday movement, detections."""

import sys
from typing import Any

from tinyspark.terminal.fold import fold
from tinyspark.terminal.screen import clean, counted

FEW = 20  # detections that are listed in any case
_OWN = "moved the same way, read proximity at moments of its own"
NO_RECALL = "no recall: none of these recordings is of a gesture that the model knows"
_MARKS = {"right": "", "wrong": "wrong", "false": "false", "unknown": "no gesture"}


def print_replay(report: dict[str, Any], everything: bool) -> None:
    """Print the report; everything: all detections, however many."""
    found = len(report["detections"])
    print(
        f"{counted(report['n'], 'recording')}, {_time(report['hours'] * 3600)}:"
        f" {counted(found, 'detection')}, {report['per_hour']:.0f} an hour"
    )
    if report["per_label"]:
        _print_labels(report)
    else:
        print("\n" + fold(NO_RECALL, sys.stdout))
    if report["repeated"]:
        print("\n" + fold(_repeated(report["repeated"]), sys.stdout))
    if report["everyday"]["n"]:
        print("\n" + fold(_everyday(report["everyday"]), sys.stdout))
    _print_detections(report["detections"], everything)
    if report["board"]:
        print("\n" + fold(_board(report["board"]), sys.stdout))
    for note in report["notes"]:
        print(fold(f"note: {note}", sys.stdout))
    if report["picture"]:
        print(f"{report['picture']}: the time line")


def _print_labels(report: dict[str, Any]) -> None:
    """Print a row a gesture, and one for all of them."""
    rows = [*report["per_label"].items()]
    if len(rows) > 1:
        total = {name: report[name] for name in ("hits", "misses", "wrong", "recall")}
        rows.append(("all", {"n": sum(row["n"] for _, row in rows), **total}))
    width = max(8, *(len(label) for label, _ in rows))
    print(f"\n{'gesture':<{width}}{'takes':>8}{'hits':>8}{'missed':>8}{'wrong':>8}{'recall':>10}")
    for label, row in rows:
        counts = "".join(f"{row[name] or '.':>8}" for name in ("n", "hits", "misses", "wrong"))
        print(f"{label:<{width}}{counts}{100 * row['recall']:>8.1f} %")


def _repeated(repeated: dict[str, int]) -> str:
    """Say which recordings of a gesture were reported more than once."""
    listed = [f"{clean(name)} ({count} times)" for name, count in repeated.items()]
    more = f" and {len(listed) - FEW} more" if len(listed) > FEW else ""
    return (
        f"reported more than once: {counted(len(listed), 'recording')} of a gesture:"
        f" {', '.join(listed[:FEW])}{more}"
    )


def _everyday(everyday: dict[str, Any]) -> str:
    """Say what happened where no gesture was performed."""
    what = (
        f"everyday movement ({', '.join(everyday['labels'])}):"
        f" {counted(everyday['n'], 'recording')}, {_time(everyday['hours'] * 3600)}:"
        f" {counted(everyday['detections'], 'false detection')}"
    )
    if everyday["at_most"] is not None:
        return f"{what}; so short a time allows up to {_rate(everyday['at_most'])} an hour"
    return f"{what}, {_rate(everyday['per_hour'])} an hour"


def _print_detections(detections: list[dict[str, Any]], everything: bool) -> None:
    """Print a line a detection: of all if they are few, else of the first that are not right."""
    shown = detections
    title = "all detections:"
    if len(detections) > FEW and not everything:
        odd = [found for found in detections if found["outcome"] not in ("right", "unknown")]
        shown = odd[:FEW]
        first = "the first " if len(odd) > FEW else ""
        title = f"{first}{counted(len(shown), 'detection')} not right (list all: --all):"
        if not odd:
            title = (
                f"none of {len(detections)} detections is wrong or false: no list (--all has it)"
            )
    if detections:
        print("\n" + fold(title, sys.stdout))
    if shown:
        _print_list(shown)


def _print_list(shown: list[dict[str, Any]]) -> None:
    """Print a line a detection, in columns as wide as what stands in them."""
    names = ("label", "performed", "recording")
    rows = [[clean(found[name]) for name in names] for found in shown]
    heads = ("reported", "performed", "recording")
    columns = zip(heads, *rows, strict=True)
    widths = [max(map(len, column)) for column in columns]
    label, performed, place = widths
    print(
        f"{'time':>11}  {heads[0]:<{label}}{'sure':>7}  {heads[1]:<{performed}}"
        f"  {heads[2]:<{place}}  ends at"
    )
    for found, (reported, truth, recording) in zip(shown, rows, strict=True):
        print(
            f"{_clock(found['time']):>11}  {reported:<{label}}"
            f"{100 * found['confidence']:>5.0f} %  {truth:<{performed}}"
            f"  {recording:<{place}}  {found['index']:<9}{_MARKS[found['outcome']]}".rstrip()
        )


def _board(board: dict[str, Any]) -> str:
    """Say whether the board said the same."""
    same = board["recordings"] - len(board["differ"])
    own = board["own_readings"]
    what = (
        f"The firmware on the virtual board {_OWN if own else 'heard the same samples'} and sent"
        f" {counted(board['answers'], 'answer')}, {counted(board['detections'], 'detection')}"
        " among them"
    )
    if not board["differ"]:
        readings = ", as the host says about these readings" if own else ""
        return (
            f"{what}: the same at the same sample, to the last bit, in every recording{readings}."
        )
    return (
        f"{what}. They are the same in {same} of {counted(board['recordings'], 'recording')};"
        f" they DIFFER in {', '.join(board['differ'][:FEW])}."
    )


def _time(seconds: float) -> str:
    if seconds < 100:
        return f"{seconds:.1f} s"
    return f"{seconds / 60:.1f} min" if seconds < 6000 else f"{seconds / 3600:.2f} h"


def _clock(seconds: float) -> str:
    """Return hours, minutes and seconds."""
    minutes, rest = divmod(max(0.0, seconds), 60)
    hours, minutes = divmod(int(minutes), 60)
    return f"{hours}:{minutes:02d}:{rest:05.2f}"


def _rate(per_hour: float) -> str:
    return f"{per_hour:.1f}" if per_hour < 10 else f"{per_hour:.0f}"
