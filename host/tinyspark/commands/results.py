"""The report of train and evaluate as readable text."""

import sys
from typing import Any

from tinyspark.commands.train_text import percent, print_openness, print_share
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
    """Print one row a label: how often it was taken for which; labels that play no part go."""
    labels, confusion = report["labels"], report["confusion"]
    there = [number for number, label in enumerate(labels) if label in report["per_label"]]
    shown = [n for n in range(len(labels)) if n in there or any(row[n] for row in confusion)]
    width = max(8, *(len(labels[number]) for number in shown))
    print("\n" + " " * width + "  taken for")
    heads = [f"{labels[number][:7]:>8}" for number in shown]
    # In brackets, since labels may be called so, too
    print(" " * width + "".join(heads) + " (nothing)  (right)")
    for number in shown:
        counts = "".join(f"{confusion[number][other] or '.':>8}" for other in shown)
        missed = report["nothing"][number] or "."
        right = report["per_label"].get(labels[number])
        share = percent(right["accuracy"]) if right else "      -"
        print(f"{labels[number]:<{width}}{counts}{missed:>10}  {share}")
    print()
