"""The sentences of the report: what a score means, why two of them differ, what to make of it."""

from typing import Any

from tinyspark.learning.report.certainty import wilson
from tinyspark.terminal.screen import counted

SAME = 0.005  # scores closer than this are called equal
ALIKE = {
    "subject": "takes of one and the same person",
    "session": "takes of one and the same session",
    "recording": "takes made one right after the other",
    "given": "takes of the same persons and days",
}
NEW = {
    "subject": "a new person",
    "session": "a new session",
    "recording": "recordings made later",
    "given": "more takes like those marked test",
}


def percent(share: float | None) -> str:
    """Return a share in percent; a dash for none."""
    return "\N{EN DASH}" if share is None else f"{100 * share:.1f}\N{NO-BREAK SPACE}%"


SEEN = "the very recordings that it learned from"  # in place of what was kept from it


def is_unseen(report: dict[str, Any]) -> bool:
    """Tell whether takes were kept from the scored models; with one take a label they are not."""
    return report["folds"] > 1 or report["split"] == "given"


def certainty(report: dict[str, Any]) -> str:
    """Say between which values the score lies, and why that is so."""
    if not is_unseen(report):
        return "How it does with other recordings, nobody can say before there are some."
    interval = report["confidence_interval"]
    level = f"{100 * interval['level']:.0f} %"
    low, high = map(percent, interval["recordings"])
    told = (
        f"With {level} confidence the true share lies between {low} and {high}, as far as chance"
        f" in {counted(report['n'], 'recording')} goes."
    )
    if not interval["persons"]:
        return told + " How far other persons would differ, fewer than three cannot say."
    low, high = map(percent, interval["persons"])
    count = len(report["per_subject"])
    return told + f" Had {count} other persons like these recorded, between {low} and {high}."


def gap(report: dict[str, Any]) -> str:
    """Explain why the random split scores as it does beside the headline."""
    if not is_unseen(report):
        return "Nothing was kept from the model, so no figure here says how it will do."
    split, more = report["split"], report["random_accuracy"] - report["accuracy"]
    if split == "random":
        return (
            "The recordings were drawn at random, so the model knew their like: another person or"
            " another day will score less. Where no split is chosen, a harder test is looked for."
        )
    why = f"{ALIKE[split]} both train and test"
    points = f"{100 * abs(more):.1f} points"
    if more >= SAME:
        return (
            f"Drawn at random, the score is {points} higher: then {why}, and the model knows"
            f" their like. {_upper(NEW[split])} will meet the lower score."
        )
    if more > -SAME:
        return (
            f"Drawn at random, {why}; here that makes no difference, so the score does not come"
            " from knowing their like."
        )
    return (
        f"Drawn at random, {why}, which should help; that it scores {points} lower is chance,"
        " or there are fewer takes to learn from in its folds."
    )


def yardstick(report: dict[str, Any]) -> str:
    """Say what the comparison is and how the network compares."""
    what = (
        "A simple comparison (1-NN DTW) answers with the label of the most similar training take,"
        " stretched in time to fit. It learns nothing and would need all recordings on the board."
    )
    score, nearest = report["accuracy"], report["dtw_accuracy"]
    if nearest is None:
        return what + " With so many recordings it takes too long and was left out."
    if _within(nearest, score, report["n"]) or _within(score, nearest, report["n"]):
        return what + " Here the two are equally good: the difference is no more than chance."
    if nearest < score:
        return what + " Here the network is better."
    return (
        what + " Here it is better than the network: the recordings hold more than was learned."
        " Try more neurons or epochs (in a terminal `tinyspark sweep` tries many), or record"
        " more takes."
    )


def _within(share: float, other: float, count: int) -> bool:
    """Tell whether a share lies in the interval of another one of so many recordings."""
    low, high = wilson(other * count, count)
    return low - 1e-9 <= share <= high + 1e-9


def _upper(text: str) -> str:
    return text[0].upper() + text[1:]
