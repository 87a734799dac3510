"""What a board at work would report: of gestures, and of movement that is none."""

from typing import Any

from gesturekit.model_format import NO_LABEL, NO_LIMIT, Model
from tinyspark.pictures.report.markup import Markup, element, joined
from tinyspark.pictures.report.words import percent
from tinyspark.terminal.screen import counted

ENOUGH = 10  # minutes of everyday movement
NO_EVERYDAY = (
    "No everyday movement was recorded, so how often it would be taken for a gesture is not"
    " known. Record some minutes of it in a dataset of its own and measure:"
)


NOTICED = "The score above asks which gesture it was; a board also has to notice that it was one."
ANSWERED = "A board gives no answer where it is too unsure."


def section(report: dict[str, Any], model: Model) -> str:
    """Return the section; nothing where no gesture was heard."""
    live = report["live"]
    if not live["n"]:
        return ""
    noticed = NOTICED if model.trigger == "stream" else ANSWERED
    sentences = [element("p", f"{noticed} {gestures(live)}")]
    if report.get("still"):
        sentences.append(element("p", others(report)))
        if not report["everyday"]:
            sentences.append(element("p", f"{NO_EVERYDAY} ", _commands(), "."))
        elif report["everyday"]["minutes"] < ENOUGH:
            sentences.append(
                element("p", "So few minutes say little about a day: ", _commands(), ".")
            )
    return element(
        "section",
        element("h2", "At work on a board"),
        *sentences,
        element("p", conditions(model), class_="soft"),
    )


def gestures(live: dict[str, Any]) -> str:
    """Say what becomes of gestures."""
    missed = [
        f"{percent(live[key])} {words}"
        for key, words in (
            ("unknown", "are taken for unknown movement"),
            ("missed", "leave the network too unsure"),
            ("wrong", "are reported as another one"),
        )
        if live[key]
    ]
    rest = f"; {', '.join(missed)}" if missed else ""
    performed = counted(live["n"], "gesture")
    return f"Of {performed} it would have reported {percent(live['right'])} rightly{rest}."


def others(report: dict[str, Any]) -> str:
    """Say how often what is no gesture is taken for one."""
    still, strange, everyday = (report[key] for key in ("still", "strange", "everyday"))
    parts = [f"A board lying still would report a gesture {percent(still['share'])} of the time"]
    if strange:
        parts.append(
            f"a strange movement {percent(strange['share'])} (tried with each gesture in turn, by"
            " models that were trained without it)"
        )
    if everyday:
        found, minutes = everyday["detections"], f"{everyday['minutes']:.1f} minutes"
        where = f"in {minutes} without a gesture"
        hourly = f", {everyday['per_hour']:.0f} an hour"
        parts.append(
            f"{counted(found, 'false detection')} {where}{hourly}"
            if found
            else f"no false detection {where}"
        )
    return ", ".join(parts) + "."


def conditions(model: Model) -> str:
    """Say in plain words what a movement has to pass before it is reported."""
    gates = [
        "its output is the greatest of the network's and at least"
        f" {100 * min(model.thresholds) / 255:.0f} % sure"
    ]
    if model.unknown != NO_LABEL:
        unknown = model.labels[model.unknown]
        gates.append(
            f"surer than the output “{unknown}”, which has learned movement that is none of the"
            " gestures"
        )
    if any(limit != NO_LIMIT for limit in model.limits):
        gates.append("the movement is about as near to the usual one as the takes are")
    if len(gates) == 1:
        return f"A gesture is reported when {gates[0]}."
    return f"A gesture is reported when {', '.join(gates[:-1])}, and {gates[-1]}."


def _commands() -> Markup:
    replay = element("code", "tinyspark replay MODEL STREAMS")
    calibrate = element("code", "tinyspark calibrate MODEL STREAMS -o MODEL2")
    return joined(replay, " counts false detections, ", calibrate, " also lowers them")
