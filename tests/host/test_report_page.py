"""The report's page: all of it is said, nothing is loaded or run, whatever labels hold."""

import shlex
from html.parser import HTMLParser
from typing import Any

import numpy as np
import pytest
from takes import COURSE, gesture

from gesturekit import model_format
from tinyspark.dataset import Dataset
from tinyspark.dataset.settings import IMU
from tinyspark.learning.training import Options, train
from tinyspark.pictures.report import matrix, page, take_map, words
from tinyspark.pictures.report.markup import element

pytestmark = pytest.mark.usefixtures("few_copies")

HOSTILE = ("<script>alert(1)</script>", '"><img src=x onerror="x">', "$a_1$ &amp; <!--")
PERSONS = ("<b>anna</b>", "' onload='", "]]></style><p>")
HEADINGS = [
    *("Side by side", "Label by label", "What is taken for what", "Person by person"),
    *("At work on a board", "Would more data help?", "Which recordings hurt?"),
    *("All takes on one map", "The gestures", "How it was chosen", "The model"),
]
ELEMENTS = {
    *("html", "head", "meta", "title", "style", "body", "header", "section", "h1", "h2", "p"),
    *("div", "dl", "dt", "dd", "table", "thead", "tbody", "tr", "th", "td", "b", "bdi", "span"),
    *("figure", "figcaption", "svg", "g", "rect", "text", "line", "polyline", "path"),
    *("circle", "code"),
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


@pytest.mark.fault(
    23, "script, markup, math and bidi marks in labels, persons and names of a page"
)
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
    assert {report["dataset_hash"], report["model_hash"]} < set(read.texts["code"])
    assert f"{report['model_bytes']:,} bytes" in read.texts["dd"]
    assert read.seen["rect"] == 9 and read.seen["figure"] == 2 + 3


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
    result = train(dataset, Options(epochs=300))
    model = model_format.load(result.model)
    read = Reader(page.make(page.Trained(result.report, dataset, model, "m.tsm", "takes")))
    assert read.seen["circle"] == 2 * 3 + 4 and read.seen["polyline"] == 2 + 1
    told = " ".join(read.texts["p"])
    assert "too unsure. Of 10 gestures it would have reported" in told
    assert "in the light in which the board will be used" in told
    assert "Every mark is a take" in told and "How it was chosen" not in read.texts["h2"]
    assert "10 takes in 1 session" in " ".join(read.texts["dd"])


def test_a_score_of_what_was_learned_says_so(trained: page.Trained) -> None:
    told = changed(trained, split="recording", folds=1).texts
    assert "right on the very recordings that it learned from" in " ".join(told["p"])
    assert "Nothing was kept from the model" in " ".join(told["p"])
    assert "95 % confidence" not in told["dt"]


def test_what_hurts_is_named_with_the_command_that_mends_it(trained: page.Trained) -> None:
    ids = [take.id for take in trained.dataset.recordings[:3]]
    takes = {
        **trained.report["takes"],
        "mislabels": [{"id": ids[0], "label": HOSTILE[0], "suggested": HOSTILE[1], "share": 0.9}],
        "copies": [{"id": ids[1], "of": ids[0]}],
        "odd": [{"id": ids[2], "label": HOSTILE[2]}],
        "accepted": {
            **{"n": 100, "before": 0.9, "after": 0.95, "change": 0.05, "error": 0.02},
            **{"gained": 6, "lost": 1},
        },
    }
    read = changed(trained, takes=takes)
    assert set(read.seen) <= ELEMENTS
    told, commands = " ".join(read.texts["p"]), read.texts["code"]
    assert "1 take may bear a wrong label" in told and "1 take like no other" in told
    assert "goes from 90.0\N{NO-BREAK SPACE}% to 95.0\N{NO-BREAK SPACE}%" in told
    assert "+5.0 points, give or take 2.0 (6 more right, 1 more wrong)" in told
    folder = str(trained.dataset.folder)
    relabel = ["tinyspark", "dataset", "relabel", folder, ids[0], f"--to={HOSTILE[1]}"]
    assert shlex.join(relabel) in commands
    assert shlex.join(["tinyspark", "dataset", "delete", folder, ids[1]]) in commands


def test_the_board_at_work_is_told(trained: page.Trained) -> None:
    live = {**trained.report["live"], "n": 10, "right": 0.5, "unknown": 0.3, "missed": 0.2}
    everyday = {"n": 3, "minutes": 14.0, "detections": 3, "per_hour": 12.9}
    accepted = {"n": 100, "accepted": 4, "share": 0.04}
    report = {"live": {**live, "wrong": 0.0}, "everyday": everyday, "strange": accepted}
    told = " ".join(changed(trained, **report).texts["p"]).replace("\N{NO-BREAK SPACE}", " ")
    assert "reported 50.0 % rightly; 30.0 % are taken for unknown movement, 20.0 %" in told
    assert "A board lying still would report" in told and "strange movement 4.0 %" in told
    assert "3 false detections in 14.0 minutes without a gesture, 13 an hour." in told
    none = changed(trained, everyday={**everyday, "minutes": 1.0, "detections": 0})
    assert "no false detection in 1.0 minutes" in " ".join(none.texts["p"])
    assert "So few minutes say little about a day: " in none.texts["p"]
    silent = changed(trained, everyday=None)
    assert "tinyspark replay MODEL STREAMS" in silent.texts["code"]


def test_mistakes_have_a_ring_on_the_map(trained: page.Trained) -> None:
    each = {take.id: {"loss": 0.1, "answer": take.label} for take in trained.dataset.recordings}
    first = trained.dataset.recordings[1]
    right = changed(trained, takes={**trained.report["takes"], "each": dict(each)})
    each[first.id] = {"loss": 3.0, "answer": HOSTILE[2]}
    wrong = changed(trained, takes={**trained.report["takes"], "each": each})
    assert wrong.seen["circle"] == right.seen["circle"] + 1
    told = f"{first.id}: {first.label} by {first.subject}, taken for {HOSTILE[2]}"
    assert told in wrong.texts["title"]


def test_every_label_has_a_mark_of_its_own() -> None:
    marks = {(take_map.outline(0, 0, label), take_map.color(label)) for label in range(32)}
    assert len(marks) == 32


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
        ("given", 0.97, "More takes like those marked test will meet the lower score"),
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


def test_two_perfect_scores_are_equally_good() -> None:
    assert "equally good" in words.yardstick(report("recording", 1.0, n=10, dtw_accuracy=1.0))


def test_long_labels_are_cut_in_the_matrix_alone() -> None:
    label = "wide \N{WAVING HAND SIGN}" * 5
    drawing = matrix.draw([label, "b"], [[1, 0], [3, 9]], [0, 0])
    read = Reader(drawing)
    assert read.texts["title"] == [label, "b"] * 2
    assert all(len(text) <= matrix.MOST_LETTERS for text in read.texts["text"])
    whole = [f"the longest label of them all, {number}" for number in range(2)]
    assert set(whole) <= set(Reader(matrix.draw(whole, [[1, 0], [3, 9]], [0, 0])).texts["text"])


@pytest.mark.fault(23, "every text of a page")
def test_only_markup_is_not_escaped() -> None:
    inner = element("b", "<&>", title='"')
    assert inner == '<b title="&quot;">&lt;&amp;&gt;</b>'
    assert element("p", inner, "<", class_=None, x_y=1) == f'<p x-y="1">{inner}&lt;</p>'
