"""The report of train and evaluate as readable text."""

import sys
from collections.abc import Sequence
from shutil import get_terminal_size
from typing import Any

from tinyspark.commands.train_text import percent, print_advice, print_openness, print_share
from tinyspark.pictures.report.scored_on import SPLIT_WORDS
from tinyspark.terminal.fold import fold


def print_results(report: dict[str, Any]) -> None:
    """Print the figures: the headline first, then who and what is hard."""
    from tinyspark.pictures.report.words import SEEN, is_unseen

    unseen = "folds" not in report or is_unseen(report)
    scored_on = SPLIT_WORDS.get(report["split"], "all") if unseen else SEEN
    print_share(report["accuracy"], f"on {scored_on}{_between(report) if unseen else ''}")
    worst = report["worst_subject"]
    if worst and len(report["per_subject"]) > 1:
        print_share(worst["accuracy"], f"for the worst person ({worst['subject']})")
    if "random_accuracy" in report and report["split"] != "random":
        text = "on recordings drawn at random: flattering, it knows their like"
        print_share(report["random_accuracy"], text)
    if "dtw_accuracy" in report:
        print_share(report["dtw_accuracy"], "by the yardstick, the nearest recording (1-NN DTW)")
    if report["float_accuracy"] is not None:
        print_share(report["float_accuracy"], "by the float network, before it was quantized")
    if "live" in report:
        print_openness(report)
    _print_confusion(report)
    print_advice(report)
    for note in report.get("notes", []):
        print(fold(f"note: {note}", sys.stdout))


def _between(report: dict[str, Any]) -> str:
    """Say between which shares the score lies, where that is known."""
    if "confidence_interval" not in report:
        return ""
    interval = report["confidence_interval"]
    low, high = (100 * share for share in interval["recordings"])
    return f" ({low:.1f} to {high:.1f}, {100 * interval['level']:.0f} % sure)"


def _print_confusion(report: dict[str, Any]) -> None:
    """Print how often each label was taken for which; labels that play no part go."""
    labels, confusion = report["labels"], report["confusion"]
    there = [number for number, label in enumerate(labels) if label in report["per_label"]]
    shown = [n for n in range(len(labels)) if n in there or any(row[n] for row in confusion)]
    widths = {number: max(8, len(labels[number]) + 1) for number in shown}
    beside = len("(nothing) (right)  ")
    print()
    if max(widths.values()) + sum(widths.values()) + beside <= get_terminal_size().columns:
        _print_table(report, widths)
    else:
        _print_mistakes(report, there)
    print()


def _print_table(report: dict[str, Any], widths: dict[int, int]) -> None:
    """Print one row a label and one column a label; widths: of the columns, by label."""
    labels, confusion, first = report["labels"], report["confusion"], max(widths.values())
    print(" " * first + "  taken for")
    heads = [f"{labels[number]:>{width}}" for number, width in widths.items()]
    # In brackets, since labels may be called so, too
    print(" " * first + "".join(heads) + " (nothing)  (right)")
    for number in widths:
        row = confusion[number]
        counts = "".join(f"{row[other] or '.':>{width}}" for other, width in widths.items())
        missed = report["nothing"][number] or "."
        right = report["per_label"].get(labels[number])
        share = percent(right["accuracy"]) if right else "      -"
        print(f"{labels[number]:<{first}}{counts}{missed:>10}  {share}")


def _print_mistakes(report: dict[str, Any], shown: Sequence[int]) -> None:
    """Print one line a label with what it was taken for: of many labels, or long ones."""
    labels = report["labels"]
    for number in shown:
        right = report["per_label"][labels[number]]
        row = [(count, labels[other]) for other, count in enumerate(report["confusion"][number])]
        del row[number]
        row.append((report["nothing"][number], "(nothing)"))
        wrong = [f"{count} taken for {name}" for count, name in row if count]
        taken = f": {', '.join(wrong)}" if wrong else ""
        print_share(right["accuracy"], f"of {right['n']:3} {labels[number]}{taken}")
