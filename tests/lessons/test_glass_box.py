"""The glass box adds up: every sum is its terms, every number is the one that the kit computes."""

import csv
import io
import math
import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from gesturekit import features
from gesturekit.classifier import Classifier
from gesturekit.inference import Network
from gesturekit.model_format import Model
from gesturekit.plain_network import LOGIT_UNIT, MOST, ZERO
from glass_cases import CASES, PARTS, deep, far, hand, moving, pressed
from tinyspark.learning import evaluate
from tinyspark.learning.glass_box import names, table
from tinyspark.learning.glass_box.case import Case
from tinyspark.learning.glass_box.compare import compare
from tinyspark.learning.glass_box.trace import Trace, looks, path, run
from tinyspark.lessons import glass_box
from tinyspark.lessons.story import Paragraph, Story, Table
from tinyspark.pictures.lessons import glass_box as pictures
from tinyspark.pictures.lessons import glass_box_neurons as neurons


@pytest.fixture(scope="module", params=[*CASES, *PARTS])
def trace(request: pytest.FixtureRequest) -> Trace:
    return run({**CASES, **PARTS}[request.param]())


def test_every_sum_is_its_bias_and_its_terms(trace: Trace) -> None:
    for place, layer in enumerate(trace.model.layers):
        products = trace.weights(place) * trace.inputs(place)
        np.testing.assert_array_equal(trace.terms(place), products)
        sums = np.array(layer.biases) + products.sum(axis=1)
        np.testing.assert_array_equal(trace.sums(place), sums)
        np.testing.assert_array_equal(trace.totals(place)[:, -1], sums)


def test_the_end_is_that_of_the_network_on_the_board(trace: Trace) -> None:
    network = Network(trace.model)
    best = network.run(trace.numbers["features"])
    last = len(trace.model.layers) - 1
    assert trace.best == best
    assert trace.numbers["confidences"] == list(network.confidences)
    assert trace.numbers[f"sums {last}"] == list(network.sums)[: len(trace.model.labels)]


def test_every_mean_is_of_its_samples() -> None:
    for case in (moving(), moving(average=1), moving(average=3)):
        trace = run(case)
        counts, means, average = trace.counts(), trace.means(), trace.model.average
        assert len(means) == len(trace.numbers["movement"]) > 0
        for at, mean in enumerate(means):
            np.testing.assert_array_equal(
                mean, counts[at * average : (at + 1) * average].sum(axis=0) // average
            )
        first, last = trace.samples(20)
        np.testing.assert_array_equal(
            means[20], case.samples[first : last + 1].sum(axis=0, dtype=int) // average
        )


def test_the_movement_of_a_mean_is_its_change() -> None:
    """At the first of them it is 0: nothing to compare with."""
    trace = run(moving())
    means, lag = trace.means(), trace.model.lag // trace.model.average
    changes = np.abs(means[lag:] - means[:-lag]).sum(axis=1)
    assert trace.numbers["movement"] == [0] * lag + changes.tolist()
    begin, end = trace.span()
    gate = np.array(trace.numbers["movement"]) >= trace.model.gate
    moving_means = np.flatnonzero(gate)
    assert (begin, end) == (moving_means[0] - lag, moving_means[-1] + 1)


def test_features_are_those_of_the_piece_that_was_cut() -> None:
    trace = run(moving())
    piece = trace.piece()
    maker = features.Gesture(trace.model.axes)
    maker.compute(piece.T.ravel().tolist(), 0, len(piece), len(piece))
    assert list(maker.vector) == trace.numbers["features"]
    begin, end = trace.cut()
    assert 0 < begin < 20 <= end - begin == trace.model.average * len(piece)


def test_inputs_are_less_their_zero_point(trace: Trace) -> None:
    for place in range(len(trace.model.layers)):
        held = trace.inputs(place) + trace.zero(place)
        assert held.min() >= 0 and held.max() <= MOST
        assert np.abs(trace.inputs(place)).max() <= trace.reach(place)
    zeros = [trace.zero(place) for place in range(len(trace.model.layers))]
    kinds = [layer.activation for layer in trace.model.layers[:-1]]
    signed = [ZERO if kind in ("linear", "tanh") else 0 for kind in kinds]
    assert zeros == [trace.model.zero, *signed]


def test_the_longest_of_several_looks_is_taken() -> None:
    case = moving(window=40, hop=10, least=5, peak=1000)
    lengths = looks(case)
    assert len(lengths) > 1
    trace = run(case)
    begin, end = trace.cut()
    assert end - begin == max(lengths) and trace.looks == len(lengths)


def test_the_path_goes_through_what_adds_most() -> None:
    trace = run(deep())
    first, second, last = path(trace)
    assert last == trace.best
    assert trace.terms(2)[last, second] == trace.terms(2)[last].max()
    assert trace.terms(1)[second, first] == trace.terms(1)[second].max()


def test_every_feature_has_a_name_of_its_own(trace: Trace) -> None:
    named = [feature.name for feature in trace.features]
    assert len(set(named)) == len(named) == len(trace.numbers["features"])


def test_names_stand_where_the_features_are() -> None:
    """A change of one axis alone changes features of that axis and of the whole, no others."""
    model: Model = moving().model
    maker = features.Gesture(model.axes)
    samples = moving().samples[20:60].T.astype(int)
    changed = samples.copy()
    changed[4] = changed[4, ::-1] // 2
    vectors = []
    for each in (samples, changed):
        maker.compute(each.ravel().tolist(), 0, 40, 40)
        vectors.append(list(maker.vector))
    differ = [
        feature
        for feature, one, other in zip(names.of(model), *vectors, strict=True)
        if one != other
    ]
    assert {each.axis for each in differ if each.kind == names.STATISTIC} == {"gy", ""}
    assert {each.axis for each in differ if each.kind == names.SHAPE} <= {"gx", "gy", "gz"}
    assert "deviation of gy" in {each.name for each in differ}


def test_the_table_holds_every_multiply_add(trace: Trace) -> None:
    rows = list(csv.DictReader(io.StringIO(table.text(trace, trace.numbers))))
    products = [row for row in rows if row["product"]]
    assert len(products) == trace.multiply_adds
    assert all(int(row["input"]) * int(row["weight"]) == int(row["product"]) for row in products)
    assert all(row["board"] in ("", row["value"]) for row in rows)
    inner = [row for row in rows if row["step"].startswith("layer")]
    for before, row in pairwise(inner):
        if row["product"]:
            assert int(before["value"]) + int(row["product"]) == int(row["value"])


def test_without_a_board_its_column_is_empty() -> None:
    rows = csv.DictReader(io.StringIO(table.text(run(hand()), {})))
    assert {row["board"] for row in rows} == {""}


MINE = {"cut": [3, 7], "features": [1, 2, 3]}


@pytest.mark.parametrize(
    ("board", "differ"),
    [
        ({"cut": [3, 7], "features": [1, 2, 3], "more": 5}, 0),
        ({"cut": [3, 7], "features": [1, 2, 4]}, 1),
        ({"cut": [3, 7]}, 3),
        ({"cut": [3, 7], "features": [1, 2]}, 3),
        ({"cut": [3, 7], "features": [1, 2, 3, 4]}, 3),
        ({"cut": [3, 7], "features": [1, 2, 3.0]}, 3),
        ({"cut": [3, 7], "features": [True, 2, 3]}, 3),
        ({"cut": "37", "features": {"1": 2}}, 5),
        ({}, 5),
    ],
)
def test_what_a_board_says_is_compared_and_not_believed(board: dict, differ: int) -> None:
    found = compare(MINE, board, "a board")
    assert (found.compared, found.differ) == (5, differ)
    assert all(MINE[name] == numbers or differ == 1 for name, numbers in found.numbers.items())


@pytest.mark.parametrize(("said", "fast"), [(True, True), (False, False), (1, False), ("", False)])
def test_fast_kernels_are_those_that_the_board_names(said: object, fast: bool) -> None:
    assert compare(MINE, {**MINE, "fast": said}, "a board").fast is fast


def told(trace: Trace, board: dict | None) -> Story:
    story = Story()
    glass_box.run(story, trace, board and compare(trace.numbers, board, "A board"))
    return story


def test_the_story_tells_each_kind_of_model(trace: Trace) -> None:
    story = told(trace, trace.numbers)
    assert story.figures["compared"] == sum(map(len, trace.numbers.values()))
    assert story.figures["differ"] == 0
    assert story.figures["inputs"] == trace.numbers["inputs"]
    last = len(trace.model.layers)
    assert story.figures[f"layer {last} sums"] == trace.numbers[f"sums {last - 1}"]
    for part in story.parts:
        if isinstance(part, Table):
            assert all(len(row) == len(part.header) for row in part.rows)


def test_a_sum_that_is_written_out_is_whole(trace: Trace) -> None:
    story = told(trace, None)
    written = [
        part for part in story.parts if isinstance(part, Table) and "product" in part.header
    ]
    assert len(written) == len(trace.model.layers)
    for part in written:
        *terms, total = [int(row[-1]) for row in part.rows]
        assert sum(terms) == total


def test_a_board_that_differs_is_not_passed_over() -> None:
    trace = run(pressed())
    wrong = {**trace.numbers, "confidences": [trace.numbers["confidences"][0] + 1]}
    story = told(trace, wrong)
    assert story.figures["differ"] == 1
    words = [part.text for part in story.parts if isinstance(part, Paragraph)]
    assert any("must not differ" in text for text in words)


def test_logits_beyond_all_measure_are_told() -> None:
    model = moving().model
    last = model.layers[1]._replace(multiplier=63, shift=0)
    layers = [model.layers[0], last]
    trace = run(moving(layers=layers))
    assert max(trace.numbers["logits"]) / LOGIT_UNIT > 710  # e**710 is no float any more
    assert told(trace, None).figures["logits"] == trace.numbers["logits"]


@pytest.mark.parametrize("case", [moving(), deep(), moving(2), hand()])
def test_confidences_are_computed_by_hand_from_what_is_told(case: Case) -> None:
    """With the columns of the table and the numbers of the sentence above it, no others."""
    story = told(run(case), None)
    part = next(each for each in story.parts if isinstance(each, Table) and "power" in each.header)
    words = next(
        each.text
        for each in story.parts
        if isinstance(each, Paragraph) and each.text.startswith("Softmax")
    )
    multiplier, divisor = map(int, re.search(r"\) \* (\d+) / (\d+), rounded", words).groups())
    total = int(re.search(r"\* 255 / (\d+), rounded", words)[1])
    rows = [[int(text) for text in row[1:5]] for row in part.rows]
    assert sum(row[2] for row in rows) == total
    for value, below, power, confidence in rows:
        assert below == math.floor((rows[0][0] - value) * multiplier / divisor + 0.5)
        assert abs(power - 16384 * math.exp(-below / 16)) < 2 or (below > 128 and power == 0)
        assert confidence == math.floor(power * 255 / total + 0.5)


@pytest.mark.parametrize("name", PARTS)
def test_parts_of_the_features_are_told_and_drawn(name: str, tmp_path: Path) -> None:
    trace = run(PARTS[name]())
    texts = [part.text for part in told(trace, None).parts if isinstance(part, Paragraph)]
    count = len(trace.numbers["features"])
    assert any(f"becomes {count} features" in text for text in texts)
    for picture in (pictures.draw, neurons.draw):
        picture(tmp_path / "picture.png", trace)
        assert (tmp_path / "picture.png").stat().st_size > 10_000


def test_what_is_too_far_is_said_to_be_unknown() -> None:
    trace = run(far())
    distance, limit = trace.numbers["distance"]
    texts = [part.text for part in told(trace, None).parts if isinstance(part, Paragraph)]
    told_so = [text for text in texts if f"{distance} away" in text and f"of {limit}" in text]
    assert len(told_so) == 1 and f"as {trace.model.labels[2]}" in told_so[0]
    assert "reports nothing" in told_so[0] and trace.numbers["decision"][2] == -1


def test_powers_are_compared_with_the_board() -> None:
    trace = run(moving())
    wrong = {**trace.numbers, "powers": [1 + power for power in trace.numbers["powers"]]}
    assert told(trace, wrong).figures["differ"] == len(trace.model.labels)
    rows = list(csv.DictReader(io.StringIO(table.text(trace, trace.numbers))))
    told_powers = [int(row["board"]) for row in rows if row["step"] == "powers"]
    assert told_powers == trace.numbers["powers"]


def test_the_decision_says_what_the_board_reports() -> None:
    """What is told agrees with the classifier's own detection, for sure and unsure answers."""
    for threshold in (0, 255):
        trace = run(moving(threshold=threshold))
        classifier = Classifier(trace.model)
        news = evaluate.news(classifier, trace.case.pushed)
        found = [classifier.detection for _ in news if classifier.detection >= 0]
        words = [part.text for part in told(trace, None).parts if isinstance(part, Paragraph)]
        reports = f"reports {trace.model.labels[trace.best]}" if found else "reports nothing"
        assert any(reports in text for text in words)
