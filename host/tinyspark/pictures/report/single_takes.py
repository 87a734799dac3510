"""Which recordings hurt, as tables, with the commands that mend them and what that would gain."""

import shlex
from collections.abc import Mapping, Sequence
from typing import Any

from tinyspark.dataset import Dataset
from tinyspark.dataset.recording import Recording
from tinyspark.pictures.report.markup import Markup, element, joined, name, table
from tinyspark.pictures.report.words import percent
from tinyspark.terminal.screen import counted

SHOWN = 12  # rows of a table; the numbers beside the page have all


def section(report: dict[str, Any], dataset: Dataset) -> str:
    """Return the section; nothing where all takes were learned."""
    found = report["takes"]
    if not found:
        return ""
    takes = {take.id: take for take in dataset.recordings}
    parts = [
        *_mislabels(found["mislabels"], takes, dataset),
        *_copies(found["copies"], takes, dataset),
        *_accepted(found["accepted"]),
        *_odd(found["odd"], takes),
        *_worst(found, takes),
    ]
    if not found["mislabels"] and not found["copies"]:
        parts.insert(0, element("p", "No take seems to bear a wrong label, and none is a copy."))
    return element("section", element("h2", "Which recordings hurt?"), *parts)


def _mislabels(
    found: Sequence[Mapping[str, Any]], takes: Mapping[str, Recording], dataset: Dataset
) -> list[Markup]:
    if not found:
        return []
    rows = [
        [*_named(takes[each["id"]]), name(each["suggested"]), percent(each["share"])]
        for each in found[:SHOWN]
    ]
    ids: dict[str, list[str]] = {}
    for each in found[:SHOWN]:
        ids.setdefault(each["suggested"], []).append(each["id"])
    return [
        element(
            "p",
            f"{counted(len(found), 'take')} may bear a wrong label: a model that has not seen them"
            " says so, and so do the takes that are most like them. Look at them before you"
            " believe it.",
        ),
        table(["take", "label", "looks like", "the model's share"], rows),
        *_more(len(found)),
        *(_command(dataset, "relabel", *ids[label], f"--to={label}") for label in sorted(ids)),
    ]


def _copies(
    found: Sequence[Mapping[str, Any]], takes: Mapping[str, Recording], dataset: Dataset
) -> list[Markup]:
    if not found:
        return []
    rows: list[list[str]] = [
        [element("code", each["id"]), name(takes[each["id"]].label), element("code", each["of"])]
        for each in found[:SHOWN]
    ]
    return [
        element(
            "p",
            f"{counted(len(found), 'take')} as good as equal to another one: copies teach nothing,"
            " and flatter the score where one trains and the other tests.",
        ),
        table(["take", "label", "copy of"], rows),
        *_more(len(found)),
        _command(dataset, "delete", *(each["id"] for each in found[:SHOWN])),
    ]


def _accepted(change: Mapping[str, Any] | None) -> list[Markup]:
    return [element("p", gain(change))] if change else []


def gain(change: Mapping[str, Any]) -> str:
    """Say what the score of the other takes becomes if the suggestions are accepted."""
    points, error = 100 * change["change"], 100 * change["error"]
    told = (
        f"If all this is accepted, the score of the {change['n']} other takes goes from"
        f" {percent(change['before'])} to {percent(change['after'])}: a change of {points:+.1f}"
        f" points, give or take {error:.1f}"
        f" ({change['gained']} more right, {change['lost']} more wrong)."
    )
    if abs(points) > error:
        return told
    return told + " That may be chance; the takes may still be worth mending."


def _odd(found: Sequence[Mapping[str, Any]], takes: Mapping[str, Recording]) -> list[Markup]:
    if not found:
        return []
    return [
        element(
            "p",
            f"{counted(len(found), 'take')} like no other of the label: taken for something else"
            " and at least twice as far from its own kind as is usual. Perhaps the performance"
            " went wrong, perhaps it is the only one of its kind: then record more like it.",
        ),
        table(["take", "label"], [_named(takes[each["id"]]) for each in found[:SHOWN]]),
        *_more(len(found)),
    ]


def _worst(found: Mapping[str, Any], takes: Mapping[str, Recording]) -> list[Markup]:
    told = {each["id"] for each in (*found["mislabels"], *found["odd"], *found["copies"])}
    worst = [id_ for id_ in found["worst"] if id_ not in told]
    if not worst:
        return []
    rows = [
        [
            *_named(takes[id_]),
            name(found["each"][id_]["answer"] or "nothing"),
            f"{found['each'][id_]['loss']:.1f}",
        ]
        for id_ in worst
    ]
    return [
        element(
            "p",
            f"The clearest{' of the other' if told else ''} mistakes, by models that had not seen"
            " the take. The loss is 0 for a sure and right answer, 0.7 for a share of one half,"
            f" 4.6 for one of 1 %; its mean over all takes is {found['loss']:.2f}.",
        ),
        table(["take", "label", "taken for", "loss"], rows),
    ]


def _named(take: Recording) -> list[str]:
    who = joined(" by ", name(take.subject)) if take.subject else ""
    return [element("code", take.id), joined(name(take.label), who)]


def _more(count: int) -> list[Markup]:
    if count <= SHOWN:
        return []
    return [
        element("p", f"and {count - SHOWN} more, see the numbers beside this page", class_="soft")
    ]


def _command(dataset: Dataset, *words: str) -> Markup:
    first, *rest = words
    line = shlex.join(["tinyspark", "dataset", first, str(dataset.folder), *rest])
    return joined(element("p", element("code", line)))
