"""The glass box as a network to be drawn, the terms of each neuron, and its gradient check."""

from collections.abc import Callable

import numpy as np
import pytest

import glass_cases
from tinyspark.learning.glass_box import gradients, graph, trace
from tinyspark.learning.glass_box.trace import Trace
from tinyspark.nn import layers

CASES = {**glass_cases.CASES, "shape": glass_cases.PARTS["shape"]}


@pytest.fixture(params=CASES)
def traced(request: pytest.FixtureRequest) -> Trace:
    return trace.run(CASES[request.param]())


def test_columns_are_inputs_and_layers(traced: Trace) -> None:
    drawn = graph.of(traced)
    layers_ = traced.model.layers
    assert [len(column) for column in drawn.columns[1:]] == [layer.outputs for layer in layers_]
    places = [at for _, group in graph.grouped(traced.features) for at in group]
    assert places == list(range(layers_[0].inputs)), "every input is in one node"
    for tables in (drawn.weights, drawn.flows):
        for place, table in enumerate(tables):
            assert table.shape == (len(drawn.columns[place + 1]), len(drawn.columns[place]))
            assert np.abs(table).max() <= 1
    assert [node.best for node in drawn.columns[-1]].index(True) == traced.best
    assert all(0 <= node.share <= 1 for column in drawn.columns for node in column)


def test_terms_add_up_to_the_sum_of_the_board(traced: Trace) -> None:
    for place, layer in enumerate(traced.model.layers):
        for neuron in range(layer.outputs):
            terms = graph.terms(traced, place, neuron)
            assert sum(term.product for term in terms) == traced.sums(place)[neuron]
            assert terms[0].input is None
            for term in terms[1:]:
                assert term.product == term.input * term.weight
            sizes = [abs(term.product) for term in terms[1:]]
            assert sizes == sorted(sizes, reverse=True)


def test_patterns_are_courses_over_time_where_there_are_any() -> None:
    shown = graph.patterns(trace.run(glass_cases.moving()), 0)
    assert [each.name for each in shown] == [
        f"shape of {axis}" for axis in ("ax", "ay", "az", "gx", "gy", "gz")
    ]
    assert all(len(each.weights) == len(each.inputs) == 16 for each in shown)
    other = graph.patterns(trace.run(glass_cases.part("statistics")), 0)
    assert {each.name for each in other} >= {"statistics of ax", "strength, length"}


@pytest.mark.parametrize("make", [glass_cases.moving, glass_cases.hand, glass_cases.deep])
def test_the_gradient_check_finds_the_rules_right(make: Callable) -> None:
    found = gradients.check(trace.run(make()))
    assert found.apart < 1e-5 and found.weights > 5
    assert found.greatest[0] == pytest.approx(found.greatest[0][::-1], rel=1e-3)


def test_the_gradient_check_finds_a_wrong_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layers.ReLU, "backward", lambda self, gradient: gradient)
    assert gradients.check(trace.run(glass_cases.moving())).apart > 0.01
