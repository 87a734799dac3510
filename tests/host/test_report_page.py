"""The report's page: all of it is said, nothing is loaded or run, whatever labels hold."""

from html.parser import HTMLParser
from typing import Any

import numpy as np
import pytest
from takes import COURSE, gesture

from gesturekit import model_format
from tinyspark.dataset import Dataset
from tinyspark.dataset.settings import IMU
from tinyspark.learning.training import Options, train
from tinyspark.pictures.report import matrix, page, words
from tinyspark.pictures.report.markup import element

pytestmark = pytest.mark.usefixtures("few_copies")

HOSTILE = ("<script>alert(1)</script>", '"><img src=x onerror="x">', "$a_1$ &amp; <!--")
PERSONS = ("<b>anna</b>", "' onload='", "]]></style><p>")
HEADINGS = [
    *("Side by side", "Label by label", "What is taken for what", "Person by person"),
    *("The gestures", "The model", "Notes"),
]
ELEMENTS = {
    *("html", "head", "meta", "title", "style", "body", "header", "section", "h1", "h2", "p"),
    *("div", "dl", "dt", "dd", "table", "thead", "tbody", "tr", "th", "td", "b", "bdi", "span"),
    *("figure", "figcaption", "svg", "g", "rect", "text", "line", "polyline", "circle"),
    *("ul", "li", "code"),
}


class Reader(HTMLParser):
    """Reads a page as a browser would, and keeps what a test asks for."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: dict[str, int] = {}
        self.attributes: set[str] = set()
        self.texts: dict[str, list[str]] = {}
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen[tag] = self.seen.get(tag, 0) + 1
        self.attributes |= {name for name, _ in attrs}
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_data(self, data: str) -> None:
        if self.open:
            self.texts.setdefault(self.open[-1], []).append(data)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> page.Trained:
    folder = tmp_path_factory.mktemp("hostile") / "takes"
    dataset = Dataset.create(folder, IMU, name="</title><script>x</script>")
    generator = np.random.default_rng(1)
    for number in range(6):
        for label, shape in zip(HOSTILE, ("idle", "up", "side"), strict=True):
            dataset.add(gesture(shape, generator), label, subject=PERSONS[number % 3])
    result = train(dataset, Options(epochs=3))
    model = model_format.load(result.model)
    scored_on = "persons that the model has not seen"
    return page.Trained(result.report, dataset, model, "<hr>.tsm", scored_on)


def changed(trained: page.Trained, **report: Any) -> Reader:
    return Reader(page.make(trained._replace(report={**trained.report, **report})))


def test_hostile_texts_are_texts(trained: page.Trained) -> None:
    text = page.make(trained)
    read = Reader(text)
    assert read.open == [] and set(read.seen) <= ELEMENTS
    assert {*HOSTILE, *PERSONS, trained.dataset.name, trained.file} <= set(read.texts["bdi"])
    assert not {name for name in read.attributes if name.startswith("on")}
    assert not read.attributes & {"src", "href", "style", "srcdoc", "action"}
    assert "url(" not in text and "@import" not in text
    assert "default-src 'none'" in text


def test_everything_is_said(trained: page.Trained) -> None:
    read = Reader(page.make(trained))
    report = trained.report
    assert read.texts["h2"] == HEADINGS
    assert words.percent(report["accuracy"]) in read.texts["p"]
    assert {"right on persons that the model has not seen (18 recordings, 3 labels)"} <= set(
        read.texts["p"]
    )
    told = " ".join(read.texts["p"])
    assert "Had 3 other persons" in told and words.gap(report) in told
    shares = [words.percent(report[key]) for key in ("dtw_accuracy", "dtw_random_accuracy")]
    assert read.texts["td"][4:6] == shares
    assert {report["dataset_hash"], report["model_hash"]} == set(read.texts["code"])
    assert f"{report['model_bytes']:,} bytes" in read.texts["dd"]
    assert read.seen["rect"] == 9 and read.seen["figure"] == 1 + 3


def test_the_same_training_makes_the_same_page(trained: page.Trained) -> None:
    assert page.make(trained) == page.make(trained._replace())


def test_what_is_missing_is_said_or_left_out(trained: page.Trained) -> None:
    read = changed(
        trained,
        split="random",
        dtw_accuracy=None,
        per_subject={},
        worst_subject=None,
        nothing=[0, 2, 0],
        notes=["few takes: <so> the score is uncertain"],
        confidence_interval={**trained.report["confidence_interval"], "persons": None},
    )
    assert "Person by person" not in read.texts["h2"]
    assert read.seen["rect"] == 12 and "(nothing)" in read.texts["text"]
    told = " ".join(read.texts["p"])
    assert "Note: few takes: <so> the score is uncertain." in read.texts["p"]
    assert "was left out" in told and "fewer than three" in told and "knew their like" in told
    assert "recordings drawn at random" not in read.texts["th"]


def test_a_page_of_three_counts_a_take() -> None:
    dataset = Dataset.open(COURSE)
    result = train(dataset, Options(epochs=50))
    model = model_format.load(result.model)
    read = Reader(page.make(page.Trained(result.report, dataset, model, "m.tsm", "takes")))
    assert read.seen["circle"] == 2 * 3 and read.seen["polyline"] == 2
    assert "10 takes in 1 session" in " ".join(read.texts["dd"])


def test_a_score_of_what_was_learned_says_so(trained: page.Trained) -> None:
    told = changed(trained, split="recording", folds=1).texts
    assert "right on the very recordings that it learned from" in " ".join(told["p"])
    assert "Nothing was kept from the model" in " ".join(told["p"])
    assert "95 % confidence" not in told["dt"]


def test_many_labels_have_small_cells() -> None:
    labels = [f"gesture {number}" for number in range(32)]
    counts = np.eye(32, dtype=int).tolist()
    width = int(matrix.draw(labels, counts, [0] * 32).split('width="')[1].split('"')[0])
    assert 32 * matrix.SMALL_CELL < width < 940


def report(split: str, accuracy: float, **more: float | None) -> dict[str, Any]:
    folds = 1 if split == "given" else 5
    return {"split": split, "folds": folds, "n": 200, "accuracy": accuracy, **more}


@pytest.mark.parametrize(
    ("split", "there", "words_"),
    [
        ("subject", 0.97, "7.0 points higher: then takes of one and the same person"),
        ("session", 0.902, "here that makes no difference"),
        ("recording", 0.85, "5.0 points lower is chance"),
        ("given", 0.97, "More takes like those marked test will meet the first column"),
        ("random", 0.9, "another person or another day will score less"),
    ],
)
def test_the_gap_is_explained(split: str, there: float, words_: str) -> None:
    assert words_ in words.gap(report(split, 0.9, random_accuracy=there))


@pytest.mark.parametrize(
    ("nearest", "words_"),
    [(0.99, "better than the network"), (0.93, "equally good"), (0.8, "the network is better")],
)
def test_the_yardstick_is_read(nearest: float, words_: str) -> None:
    assert words_ in words.yardstick(report("subject", 0.92, dtw_accuracy=nearest))


def test_long_labels_are_cut_in_the_matrix_alone() -> None:
    label = "wide \N{WAVING HAND SIGN}" * 5
    drawing = matrix.draw([label, "b"], [[1, 0], [3, 9]], [0, 0])
    read = Reader(drawing)
    assert read.texts["title"] == [label, "b"] * 2
    assert all(len(text) <= matrix.MOST_LETTERS for text in read.texts["text"])


def test_only_markup_is_not_escaped() -> None:
    inner = element("b", "<&>", title='"')
    assert inner == '<b title="&quot;">&lt;&amp;&gt;</b>'
    assert element("p", inner, "<", class_=None, x_y=1) == f'<p x-y="1">{inner}&lt;</p>'
