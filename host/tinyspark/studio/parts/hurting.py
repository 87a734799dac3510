"""Which recordings hurt, each with what to do about it; whoever draws them does it.

Knows the numbers of a report; changes no dataset.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from nicegui import ui

from tinyspark.pictures.report.single_takes import gain
from tinyspark.pictures.report.words import percent
from tinyspark.studio.findings import Findings
from tinyspark.studio.parts.facts import heading
from tinyspark.studio.parts.some_takes import Choose, named, one_take, some_takes
from tinyspark.studio.texts import Train as Texts

MOST = 12


@dataclass(frozen=True)
class Actions:
    """What is called: with a take's id to show or delete it, with id and label to relabel it."""

    show: Choose
    relabel: Callable[[str, str], Any]
    delete: Callable[[str], Any]


def hurting(findings: Findings, actions: Actions) -> None:
    """Draw the takes that a report suspects."""
    assert findings.report is not None
    found = findings.report["takes"]
    with ui.element("section").classes("card stack").mark("hurting"):
        heading(Texts.HURTING)
        if not found:
            ui.label(Texts.ALL_LEARNED).classes("words")
            return
        if not found["mislabels"] and not found["copies"]:
            ui.label(Texts.NONE_HURT).classes("words")
        for each in found["mislabels"][:MOST]:
            _mislabel(findings, each, actions)
        for each in found["copies"][:MOST]:
            _copy(findings, each, actions)
        if found["accepted"]:
            ui.label(gain(found["accepted"])).classes("words")
        told = {each["id"] for key in ("mislabels", "copies") for each in found[key]}
        odd = [each["id"] for each in found["odd"] if each["id"] not in told]
        worst = [each for each in found["worst"] if each not in {*told, *odd}]
        _listed(findings, Texts.ODD, odd, actions)
        _listed(findings, Texts.CLEAREST, worst, actions)


def _mislabel(findings: Findings, each: dict[str, Any], actions: Actions) -> None:
    take, settings = findings.takes.get(each["id"]), findings.settings
    if take is None or settings is None:
        return
    share = percent(each["share"])
    with ui.row().classes("row"):
        one_take(take, settings, actions.show)
        ui.label(
            Texts.MISLABEL.format(label=each["label"], suggested=each["suggested"], share=share)
        ).classes("words")
        if take.label == each["label"]:
            ui.button(
                Texts.RELABEL.format(label=each["suggested"]),
                on_click=lambda: actions.relabel(each["id"], each["suggested"]),
            ).mark(f"relabel-{each['id']}")
        else:
            ui.label(Texts.RELABELED.format(label=take.label)).classes("good")


def _copy(findings: Findings, each: dict[str, Any], actions: Actions) -> None:
    take, first = (findings.takes.get(each[key]) for key in ("id", "of"))
    settings = findings.settings
    if take is None or first is None or settings is None:
        return
    with ui.row().classes("row"):
        one_take(take, settings, actions.show)
        ui.label(Texts.COPY.format(of=named(first))).classes("words")
        button = ui.button(Texts.DELETE, on_click=lambda: actions.delete(each["id"]))
        button.props("outline").mark(f"delete-{each['id']}")


def _listed(findings: Findings, text: str, ids: list[str], actions: Actions) -> None:
    takes = [findings.takes[each] for each in ids if each in findings.takes]
    if takes and findings.settings is not None:
        ui.label(text).classes("words")
        some_takes(takes, findings.settings, actions.show)
