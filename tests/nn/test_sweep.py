"""Many networks at once are what each would be alone: weights, groups, divergence."""

import functools

import numpy as np
import pytest

from tinyspark.nn import sweep as module
from tinyspark.nn.errors import DivergenceError, TrainingError
from tinyspark.nn.network import Network, build
from tinyspark.nn.sweep import Setting, alone, grid, groups, sweep
from tinyspark.nn.train import Examples, Plan

PLAN = Plan(epochs=4, batch=16, smoothing=0.1)
MIXED = grid((1, 2, 3), ((2,), (5,), (3, 4), (6, 2)), (0.003, 0.03), (0.0, 0.1))


@pytest.fixture
def examples() -> Examples:
    generator = np.random.default_rng(0)
    inputs = generator.normal(size=(50, 6))
    return Examples(inputs, np.eye(3)[generator.integers(0, 3, 50)])


def make(setting: Setting, dtype: type[np.floating] = np.float64) -> Network:
    generator = np.random.default_rng(setting.seed)
    return build((6, *setting.hidden, 3), "relu", generator, dtype=dtype)


@pytest.mark.parametrize(("dtype", "tolerance"), [(np.float64, 1e-12), (np.float32, 2e-5)])
def test_the_same_numbers_as_one_by_one(
    examples: Examples, dtype: type[np.floating], tolerance: float
) -> None:
    build_one = functools.partial(make, dtype=dtype)
    together = sweep(MIXED, build_one, examples, PLAN)
    assert len(together) == len(MIXED) == 48
    for setting, network in zip(MIXED, together, strict=True):
        single = alone(setting, build_one, examples, PLAN)
        assert [one.weights.shape for one in network.dense] == [
            one.weights.shape for one in single.dense
        ]
        assert network.parameters.dtype == dtype
        np.testing.assert_allclose(network.parameters, single.parameters, tolerance, tolerance)


def test_all_settings_matter(examples: Examples) -> None:
    networks = sweep(MIXED, make, examples, PLAN)
    assert len({network.parameters.tobytes() for network in networks}) == len(MIXED)


def test_groups_hold_every_setting_once(examples: Examples) -> None:
    places = list(groups(MIXED, examples, PLAN))
    assert sorted(place for group in places for place in group) == list(range(len(MIXED)))
    assert all(len({len(MIXED[place].hidden) for place in group}) == 1 for group in places)
    assert len(places) == 2  # one of each depth: few networks are filled up to one size


def test_groups_are_bounded(examples: Examples, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ROOM", 500)
    settings = grid(range(9), ((4,), (40,)), (0.01,))
    sizes = [
        [settings[place].hidden for place in group] for group in groups(settings, examples, PLAN)
    ]
    # a network of 6-4-3 keeps 43 parameters and 16 * 7 outputs, one of 6-40-3 more than the room
    assert sizes == [[(4,)] * 3] * 3 + [[(40,)]] * 9


def test_many_networks_of_a_size_stay_among_themselves(examples: Examples) -> None:
    settings = grid(range(module.ENOUGH), ((4,), (40,)), (0.01,))
    counts = [len(group) for group in groups(settings, examples, PLAN)]
    assert counts == [module.ENOUGH] * 2


def test_what_diverges_leaves_the_others_alone(examples: Examples) -> None:
    plan = Plan(epochs=3, batch=16, decay=0.0)
    wild = [Setting(1, (4,), 0.01), Setting(1, (4,), 0.01, decay=1e30), Setting(1, (4,), 0.02)]
    networks = sweep(wild, make, examples, plan)
    assert [bool(network.finite()) for network in networks] == [True, False, True]
    single = alone(wild[2], make, examples, plan)
    np.testing.assert_allclose(networks[2].parameters, single.parameters, 1e-12, 1e-12)
    with pytest.raises(DivergenceError, match="decay below 100"):
        alone(wild[1], make, examples, plan)


def test_a_group_of_which_all_diverge_is_no_error(examples: Examples) -> None:
    (network,) = sweep([Setting(1, (4,), 0.01, decay=1e30)], make, examples, PLAN)
    assert not network.finite()


def test_examples_that_are_no_numbers_are_one(examples: Examples) -> None:
    broken = Examples(examples.inputs * np.nan, examples.targets)
    with pytest.raises(TrainingError, match="no numbers"):
        sweep(MIXED, make, broken, PLAN)


def test_the_watch_sees_every_epoch_of_every_setting(examples: Examples) -> None:
    seen = []

    def watch(places: list[int], epoch: int, network: Network) -> None:
        assert network.forward(examples.inputs).shape == (len(places), 50, 3)
        seen.extend((place, epoch) for place in places)

    sweep(MIXED, make, examples, PLAN, watch)
    assert sorted(seen) == [(n, epoch) for n in range(48) for epoch in range(1, 5)]
