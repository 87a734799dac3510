"""The whole page, in the order in which it is read: score, mistakes, use, data, model.

Takes a training's report, its dataset and its model; computes no score of its own.
"""

from typing import Any, NamedTuple

from gesturekit.model_format import Model
from tinyspark.dataset import Dataset
from tinyspark.learning.report.typical import typical
from tinyspark.pictures.report import (
    at_work,
    figures,
    learning_curves,
    matrix,
    near,
    recipes,
    single_takes,
    take_map,
    thumbnails,
    words,
)
from tinyspark.pictures.report.markup import Markup, element, joined, name
from tinyspark.pictures.report.style import STYLE
from tinyspark.terminal.screen import counted

# A page may not load or run anything, whatever a text in it says.
POLICY = "default-src 'none'; style-src 'unsafe-inline'"

ALL_LEARNED = (
    "The score is of models that each learned from a part of the takes; the model that was"
    " written has learned from all of them."
)


class Trained(NamedTuple):
    """What the page is about.

    file: the name of the model's; scored_on: in words, such as "sessions that it has not seen".
    """

    report: dict[str, Any]
    dataset: Dataset
    model: Model
    file: str
    scored_on: str


def make(trained: Trained) -> str:
    """Return the page as HTML."""
    if not words.is_unseen(trained.report):
        trained = trained._replace(scored_on=words.SEEN)
    body = element(
        "body",
        _head(trained),
        _comparison(trained),
        _labels(trained.report),
        _matrix(trained.report),
        _persons(trained.report),
        at_work.section(trained.report, trained.model),
        learning_curves.section(trained.report),
        single_takes.section(trained.report, trained.dataset),
        take_map.section(trained.report, trained.dataset),
        _takes(trained.dataset),
        near.section(trained.report),
        recipes.section(trained.report),
        _facts(trained),
    )
    title = element("title", f"{trained.dataset.name}: gesture model")
    metas = Markup(
        '<meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
    )
    head = element("head", metas, title, element("style", Markup(STYLE)))
    return "<!doctype html>\n" + element("html", head, body, lang="en") + "\n"


def _section(heading: str, *inside: str) -> Markup:
    return element("section", element("h2", heading), *inside)


def _text(text: str, style: str | None = None) -> Markup:
    return element("p", text, class_=style)


def _head(trained: Trained) -> Markup:
    """Return the headline: the score, what it was measured on, how sure it is."""
    report = trained.report
    return element(
        "header",
        element("h1", name(trained.dataset.name), ": gesture model"),
        element(
            "div",
            _text(words.percent(report["accuracy"]), "big"),
            _text(
                f"right on {trained.scored_on}"
                f" ({counted(report['n'], 'recording')},"
                f" {counted(len(report['labels']), 'label')})"
            ),
            *(_text(f"Note: {note}.", "note") for note in report["notes"]),
            _text(words.certainty(report), "soft"),
            element("dl", *_tiles(report), class_="tiles"),
            class_="head",
        ),
    )


def _tiles(report: dict[str, Any]) -> list[Markup]:
    interval = report["confidence_interval"]
    low, high = (f"{100 * share:.1f}" for share in interval["recordings"])
    between = f"{low}\N{EN DASH}{high}\N{NO-BREAK SPACE}%"
    tiles: list[tuple[str, str]] = []
    if words.is_unseen(report):
        tiles.append((f"{100 * interval['level']:.0f} % confidence", between))
    worst = report["worst_subject"]
    if worst and len(report["per_subject"]) > 1:
        who = joined(words.percent(worst["accuracy"]), " (", name(worst["subject"]), ")")
        tiles.append(("worst person", who))
    if report["split"] != "random":
        tiles.append(("drawn at random", words.percent(report["random_accuracy"])))
    if report["live"]["n"]:
        tiles.append(("reported by a board", words.percent(report["live"]["right"])))
    tiles.append(("most similar take (1-NN DTW)", words.percent(report["dtw_accuracy"])))
    tiles.append(("model", f"{report['model_bytes']:,} bytes"))
    return [element("div", element("dt", what), element("dd", value)) for what, value in tiles]


def _comparison(trained: Trained) -> Markup:
    return _section(
        "Side by side",
        figures.scores(trained.report, trained.scored_on),
        _text(words.gap(trained.report)),
        _text(words.yardstick(trained.report)),
    )


def _labels(report: dict[str, Any]) -> Markup:
    return _section(
        "Label by label",
        figures.labels(report),
        _text(
            "Recall: of the takes of a label, the share that was recognized. Precision: of the"
            " takes recognized as a label, the share that was one. Reported: the share that a"
            " board would have reported, and as nothing else. The lowest are marked.",
            "soft",
        ),
    )


def _matrix(report: dict[str, Any]) -> Markup:
    drawing = matrix.draw(report["labels"], report["confusion"], report["nothing"])
    explained = (
        "Rows: what was performed. Columns: what was recognized. Off the diagonal: mistakes."
    )
    return _section(
        "What is taken for what",
        element(
            "figure", element("div", drawing, class_="wide"), element("figcaption", explained)
        ),
    )


def _persons(report: dict[str, Any]) -> str:
    if len(report["per_subject"]) < 2:
        return ""
    return _section("Person by person", figures.persons(report))


def _takes(dataset: Dataset) -> Markup:
    takes = list(typical(dataset.recordings, dataset.settings).values())
    return _section(
        "The gestures",
        _text(
            "The most usual take of each label, each as large as its panel, but enlarged five"
            " times at most, so that stillness looks still."
        ),
        thumbnails.draw(takes, dataset.settings),
    )


def _facts(trained: Trained) -> Markup:
    facts = figures.facts(trained.report, trained.dataset, trained.model)
    file = joined(element("dt", "file"), element("dd", name(trained.file)))
    told = [_text(ALL_LEARNED, "soft")] if trained.report["folds"] > 1 else []
    return _section("The model", element("dl", file, facts, class_="facts"), *told)
