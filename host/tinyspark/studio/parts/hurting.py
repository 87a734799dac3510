"""Which recordings hurt, each with what to do about it; whoever draws them does it.

Knows the numbers of a report; changes no dataset.
"""

from collections.abc import Callable
from typing import Any

from nicegui import ui

from tinyspark.pictures.report.single_takes import gain
from tinyspark.pictures.report.words import percent
from tinyspark.studio.findings import Findings
from tinyspark.studio.parts.score import heading
from tinyspark.studio.parts.some_takes import named, one_take, some_takes
from tinyspark.studio.texts import Train as Texts

Act = Callable[[str], Any]  # is told the id of a take
Relabel = Callable[[str, str], Any]  # is told the id of a take and its new label
MOST = 12


def hurting(findings: Findings, relabel: Relabel, delete: Act) -> None:
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
            _mislabel(findings, each, relabel)
        for each in found["copies"][:MOST]:
            _copy(findings, each, delete)
        if found["accepted"]:
            ui.label(gain(found["accepted"])).classes("words")
        told = {each["id"] for key in ("mislabels", "copies") for each in found[key]}
        odd = [each["id"] for each in found["odd"] if each["id"] not in told]
        _listed(findings, Texts.ODD, odd)
        _listed(findings, Texts.CLEAREST, [x for x in found["worst"] if x not in {*told, *odd}])


def _mislabel(findings: Findings, each: dict[str, Any], relabel: Relabel) -> None:
    take = findings.takes.get(each["id"])
    if take is None or findings.dataset is None:
        return
    mended = take.label != each["label"]
    with ui.row().classes("row suspect"):
        one_take(take, findings.dataset.settings)
        ui.label(
            Texts.MISLABEL.format(
                take=named(take),
                label=each["label"],
                suggested=each["suggested"],
                share=percent(each["share"]),
            )
        )
        if not mended:
            ui.button(
                Texts.RELABEL.format(label=each["suggested"]),
                on_click=lambda: relabel(each["id"], each["suggested"]),
            ).mark(f"relabel-{each['id']}")


def _copy(findings: Findings, each: dict[str, Any], delete: Act) -> None:
    take, first = (findings.takes.get(each[key]) for key in ("id", "of"))
    if take is None or first is None or findings.dataset is None:
        return
    with ui.row().classes("row suspect"):
        one_take(take, findings.dataset.settings)
        ui.label(Texts.COPY.format(take=named(take), of=named(first)))
        ui.button(Texts.DELETE, on_click=lambda: delete(each["id"])).props("outline").mark(
            f"delete-{each['id']}"
        )


def _listed(findings: Findings, text: str, ids: list[str]) -> None:
    takes = [findings.takes[id_] for id_ in ids if id_ in findings.takes]
    if takes and findings.dataset is not None:
        ui.label(text).classes("words")
        some_takes(takes, findings.dataset.settings)
