"""How the recipe of the model was chosen, as a table of what was tried."""

from typing import Any

from tinyspark.pictures.report.markup import element, joined, table
from tinyspark.pictures.report.words import percent

USUAL = "the usual recipe"
CHANGES = {
    "features": "features: {} alone",
    "variation": "variations of takes {} times as strong",
    "hidden": "{} hidden neurons",
}


def section(report: dict[str, Any]) -> str:
    """Return the section; nothing where nothing was tried."""
    tried = report["tried"]
    if len(tried) < 2:
        return ""
    rows = [
        [
            element("b", _name(each)) if each["taken"] else _name(each),
            f"{each['loss']:.3f}",
            percent(each["accuracy"]),
            "taken" if each["taken"] else "",
        ]
        for each in tried
    ]
    return element(
        "section",
        element("h2", "How it was chosen"),
        element(
            "p",
            "Every recipe was tried by a short training, inside the takes that train: in each"
            " fold anew, so that the score has not seen the choice. Another one than the usual is"
            " taken only if its loss is clearly lower, not by chance.",
        ),
        table(["recipe", "loss", "right", ""], rows),
        element("p", _made(report["recipe"]), class_="soft"),
    )


def _name(trial: dict[str, Any]) -> str:
    changes = [
        CHANGES.get(key, key + " {}").format(value) for key, value in trial["changes"].items()
    ]
    return joined(" and ".join(changes) or USUAL)


def _made(recipe: dict[str, Any]) -> str:
    return (
        f"The model: {recipe['hidden']} hidden neurons ({recipe['activation']}),"
        f" {recipe['epochs']} epochs, learning rate {recipe['learning_rate']:g}, decay"
        f" {recipe['decay']:g}, features {recipe['features']}, variation"
        f" {recipe['variation']:g}."
    )
