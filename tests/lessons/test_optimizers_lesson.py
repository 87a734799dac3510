"""The lesson on optimizers: what it says of the methods is what was measured."""

import math

import numpy as np
import pytest
from published import taken

from tinyspark.learning import board_network
from tinyspark.lessons import optimizers, staircase
from tinyspark.lessons.optimizers import curvature, dropout, race
from tinyspark.lessons.story import Picture, Story, Table
from tinyspark.nn.errors import TrainingError
from tinyspark.pictures.lessons import optimizers as picture

BATCHED = [method.name for method in race.METHODS]


@pytest.fixture(scope="module")
def story():
    return taken("optimizers")


@pytest.mark.parametrize("method", BATCHED)
def test_every_method_arrives_from_most_starts(story, method):
    assert story.figures[f"{method}: share of starts that arrive"] >= 0.8
    assert 20 < story.figures[f"{method}: median epochs to {race.GOAL}"] < 400
    assert story.figures[f"{method}: median error in the end"] < race.GOAL


def test_momentum_is_faster_than_plain_and_nesterov_than_both(story):
    plain, momentum, nesterov = (
        story.figures[f"{name}: median epochs to {race.GOAL}"]
        for name in ("plain (full batch)", "momentum", "Nesterov")
    )
    assert nesterov < momentum < 0.7 * plain


def test_no_method_works_with_more_steps_than_rmsprop(story):
    works = {name: story.figures[f"{name}: steps that work"] for name in BATCHED}
    best = works.pop("RMSProp")
    assert best >= max(works.values())


def test_bfgs_is_quick_and_ends_in_hollows_more_often(story):
    pytest.importorskip("scipy", reason="SciPy is an extra")
    for method in ("BFGS", "L-BFGS"):
        assert story.figures[f"{method}: median epochs to {race.GOAL}"] < 60
        assert 0.5 < story.figures[f"{method}: share of starts that arrive"] < 0.9


def test_without_scipy_the_lesson_says_so(monkeypatch):
    def missing():
        raise TrainingError("BFGS needs SciPy, which is not installed.\nInstall it.")

    monkeypatch.setattr(curvature, "run", missing)
    monkeypatch.setattr(race, "METHODS", race.METHODS[:0])
    results, said = optimizers.all_results(Story())
    assert results == [] and said == "BFGS needs SciPy, which is not installed.\nInstall it."


def test_the_meter_changes_nothing_and_notes_the_first_good_look():
    meter = curvature.Meter()
    bad, good = np.full((4, 1), 0.5), staircase.EXAMPLES.targets
    for outputs in (bad, bad, good, good):
        assert meter.forward(outputs) is outputs
    assert meter.needed == 3


def test_annealing_finds_the_mean_of_answers_that_contradict(story):
    assert story.figures["disputed answer, annealing step"] == pytest.approx(0.8, abs=0.01)
    assert abs(story.figures["disputed answer, constant step"] - 0.8) > 0.05
    constant, annealing = (
        story.figures[f"jitter of the disputed answer, {name} step"]
        for name in ("constant", "annealing")
    )
    assert constant > 20 * annealing


def test_the_best_steps_lie_within_those_that_were_tried(story):
    table = next(part for part in story.parts if isinstance(part, Table))
    best = [float(row[1]) for row in table.rows if row[1] != "-"]
    assert len(best) == len(BATCHED)
    assert min(best) > race.STEPS[0] and max(best) < race.STEPS[-1]


def test_most_of_those_that_seem_stuck_stand_on_a_plateau(story):
    soon = story.figures["share of 200 starts that arrive, by width (1, 2, 3, 4, 8, 16)"][1:3]
    late = story.figures["share that arrives within 20000 epochs, by width (2, 3)"]
    assert late[0] > soon[0] + 0.3 and late[1] > soon[1] and late[1] > 0.9
    assert story.figures["2 hidden: starts that arrive late"] > 70
    before, after = story.figures["slope of those that never arrive"]
    assert after < before / 5 and before < 2 * story.figures["slope of those that arrive late"]
    light, heavy = story.figures["largest weight of those that never arrive"]
    assert heavy > light + 1


def test_wide_layers_and_many_starts_pass_the_plateaus(story):
    shares = story.figures["share of 200 starts that arrive, by width (1, 2, 3, 4, 8, 16)"]
    assert shares[0] == 0 and 0.1 < shares[1] < 0.4 < shares[2] < 1
    assert shares[3:] == [1, 1, 1]
    chances = story.figures["chance that one of (1, 5, 10, 20) starts arrives, 2 hidden"]
    assert chances[-1] == pytest.approx(1 - (1 - shares[1]) ** 20)


def test_with_dropout_no_neuron_is_indispensable(story):
    broken, likeness = (
        [story.figures[f"{what}, dropout {share:g}"] for share in dropout.SHARES]
        for what in ("share of networks that need every neuron", "likeness of hidden neurons")
    )
    assert broken[0] > 0.9 and broken[1] < 0.1
    assert likeness[1] < likeness[0]
    for share in dropout.SHARES:
        assert story.figures[f"error, dropout {share:g}"] < 0.02


def test_likeness_of_neurons_that_agree_and_of_neurons_that_do_not():
    up = np.array([0.0, 0, 1, 1])
    assert dropout.likeness(np.stack([up, 1 - up], axis=1)[np.newaxis]) == pytest.approx(1)
    other = np.array([0.0, 1, 0, 1])
    assert math.isclose(dropout.likeness(np.stack([up, other], axis=1)[np.newaxis]), 0)


def test_the_networks_are_lamps_on_the_stairs_and_can_go_onto_the_board(story):
    assert list(story.networks) == ["smallest", "nesterov"]
    for trained in story.networks.values():
        lit = trained.network.forward(staircase.EXAMPLES.inputs) > 0.5
        assert lit.ravel().tolist() == [False, True, True, False]
        assert len(board_network.make(*trained)) < 1000


def test_the_picture_is_drawn(story, tmp_path):
    (part,) = (part for part in story.parts if isinstance(part, Picture))
    picture.draw(tmp_path / "optimizers.png", **part.data)
    assert (tmp_path / "optimizers.png").stat().st_size > 20_000
