"""The part of a training's figures that is about the board at work, as readable text.

What would be reported of gestures, what of everything else, and how the recipe was chosen.
"""

import sys
from typing import Any

from tinyspark.terminal.fold import hanging
from tinyspark.terminal.screen import counted

_CHANGES = {
    "features": "the features {}",
    "variation": "{} times the variation",
    "hidden": "{} hidden neurons",
}

_HURT = {
    "mislabels": "may bear a wrong label",
    "copies": "as good as equal to another (which flatters the score)",
    "odd": "like no other of the label",
}


def percent(share: float) -> str:
    """Return a share as the first column of the figures."""
    return f"{100 * share:5.1f} %"


def print_share(share: float, text: str) -> None:
    """Print a share and, beside it, what it is of."""
    print(hanging(f"{percent(share)}  ", text, sys.stdout))


def print_openness(report: dict[str, Any]) -> None:
    """Print what a board would report, and what it would report wrongly."""
    live = report["live"]
    if not live["n"]:
        return
    missed = [
        f"{percent(live[name]).strip()} {words}"
        for name, words in (
            ("unknown", "taken for unknown"),
            ("missed", "too unsure"),
            ("wrong", "wrong"),
        )
        if live[name]
    ]
    rest = f" ({', '.join(missed)})" if missed else ""
    print_share(live["right"], f"of the gestures are reported by a board{rest}")
    if report.get("strange"):
        print_share(
            report["strange"]["share"],
            "of strange gestures are reported, too: each was kept from training in its turn",
        )
    if report.get("still"):
        print_share(report["still"]["share"], "of the looks at a still board, likewise")
    if report.get("everyday"):
        print(hanging(" " * 9, everyday(report["everyday"]), sys.stdout))


def everyday(found: dict[str, Any]) -> str:
    """Say what everyday movement among the recordings gave."""
    where = f"{found['minutes']:.1f} minutes of recordings without a gesture"
    if not found["detections"]:
        return f"{where}: no false detection"
    false = counted(found["detections"], "false detection")
    return f"{where}: {false}, {found['per_hour']:.0f} an hour"


def print_advice(report: dict[str, Any]) -> None:
    """Print whether more takes would help and how many hurt, where that is known."""
    found, curves = report.get("takes"), report.get("curves")
    if curves:
        print(hanging("more:   ", curves["text"], sys.stdout))
    hurt = [
        f"{counted(len(found[kind]), 'take')} {words}"
        for kind, words in _HURT.items()
        if found and found[kind]
    ]
    if hurt:
        print(hanging("takes:  ", f"{', '.join(hurt)}; the report says which", sys.stdout))


def print_recipe(report: dict[str, Any]) -> None:
    """Print what was chosen by cross-validation, if anything was."""
    taken = next((trial for trial in report["tried"] if trial["taken"]), None)
    if taken is None:
        return
    changes = [_CHANGES[name].format(value) for name, value in taken["changes"].items()]
    chosen = f"{' and '.join(changes)} instead" if changes else "none was clearly better"
    others = len(report["tried"]) - 1
    print(
        hanging(
            "chosen: ", f"the usual recipe and {others} others were tried; {chosen}", sys.stdout
        )
    )
