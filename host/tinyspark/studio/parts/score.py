"""The score of a training: for new people first, how sure it is, and why others differ from it."""

from typing import Any

from nicegui import ui

from tinyspark.pictures.report import at_work, words
from tinyspark.pictures.report.scored_on import SPLIT_WORDS
from tinyspark.studio.parts.facts import heading
from tinyspark.studio.texts import Train as Texts
from tinyspark.terminal.screen import counted

Report = dict[str, Any]
ENOUGH = 10  # takes of each label
WIDE = 0.25  # between the ends of the interval


def score(report: Report) -> None:
    """Draw the headline, the figures beside it and what they mean."""
    unseen = words.is_unseen(report)
    with ui.element("section").classes("card stack").mark("score"):
        heading(Texts.SCORE_HEAD)
        doubt = doubts(report)
        with ui.row().classes("row"):
            figure = ui.label(words.percent(report["accuracy"])).mark("accuracy")
            figure.classes("figure pale" if doubt else "figure")
            ui.label(
                Texts.RIGHT_ON.format(
                    scored_on=SPLIT_WORDS[report["split"]] if unseen else words.SEEN,
                    takes=counted(report["n"], "take"),
                    labels=counted(len(report["labels"]), "label"),
                )
            ).classes("words")
            if doubt:
                ui.label(f"{Texts.DOUBT}: {doubt}.").classes("note beside").mark("doubt")
        for note in report["notes"]:
            ui.label(Texts.NOTE.format(note=note)).classes("note words")
        tiles(_beside(report))
        for sentence in (words.certainty(report), words.gap(report), words.yardstick(report)):
            ui.label(sentence).classes("words")


def doubts(report: Report) -> str:
    """Say why the headline is worth little, "" where it is not."""
    if not words.is_unseen(report):
        return Texts.DOUBT_SEEN
    each = map(sum, zip(map(sum, report["confusion"]), report["nothing"], strict=True))
    fewest, label = min(zip(each, report["labels"], strict=True))
    if fewest < ENOUGH:
        takes = counted(fewest, "take")
        return Texts.DOUBT_FEW.format(label=label, takes=takes, few=ENOUGH)
    if report["split"] == "random":
        return Texts.DOUBT_RANDOM
    low, high = report["confidence_interval"]["recordings"]
    if high - low > WIDE:
        return Texts.DOUBT_WIDE.format(low=words.percent(low), high=words.percent(high))
    return ""


def _beside(report: Report) -> list[tuple[str, str]]:
    """Return the figures beside the headline, each with what it is."""
    found = []
    interval, worst = report["confidence_interval"], report["worst_subject"]
    if words.is_unseen(report):
        low, high = (words.percent(share) for share in interval["recordings"])
        level = Texts.INTERVAL.format(level=round(100 * interval["level"]))
        found.append((level, f"{low} \N{EN DASH} {high}"))
    if worst and len(report["per_subject"]) > 1:
        found.append((Texts.WORST, f"{words.percent(worst['accuracy'])} ({worst['subject']})"))
    if report["split"] != "random":
        found.append((Texts.RANDOM, words.percent(report["random_accuracy"])))
    found.append((Texts.YARDSTICK, words.percent(report["dtw_accuracy"])))
    return found


def board(report: Report) -> None:
    """Draw what a board would report, rightly and wrongly."""
    live = report["live"]
    if not live["n"]:
        return
    found = [
        (Texts.REPORTED, words.percent(live["right"])),
        (Texts.UNKNOWN, words.percent(live["unknown"])),
    ]
    for name, text in (("still", Texts.STILL), ("strange", Texts.STRANGE)):
        if report[name]:
            found.append((text, words.percent(report[name]["share"])))
    with ui.element("section").classes("card stack").mark("board"):
        heading(Texts.AT_WORK)
        tiles(found)
        ui.label(at_work.gestures(live)).classes("words")
        if report["still"]:
            ui.label(at_work.others(report)).classes("words")
        if report["light"]:
            ui.label(report["light"]["text"]).classes("words")


def tiles(pairs: list[tuple[str, str]]) -> None:
    """Draw figures side by side, each above what it is."""
    with ui.element("dl").classes("tiles"):
        for what, value in pairs:
            with ui.element("div").classes("tile"):
                with ui.element("dd").classes("value"):
                    ui.label(value)
                with ui.element("dt").classes("what"):
                    ui.label(what)
