"""A sweep: networks of many settings, trained at once, as if each had been trained alone.

They are trained in groups of about equal size that fit into the processor's cache. All see the
examples in the same order. Knows nothing of what a good network is.
"""

import functools
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

import numpy as np

from tinyspark.nn.errors import DivergenceError
from tinyspark.nn.network import Network, stack
from tinyspark.nn.train import Examples, Plan, train

ROOM = 1 << 18  # numbers that a group keeps: its parameters, and the outputs of its layers
ENOUGH = 16  # networks; a group of so many is not filled up with larger ones
ORDER = 1  # seed of the order of the examples


@dataclass(frozen=True)
class Setting:
    """What makes one network of a sweep differ from the others."""

    seed: int  # of its start weights
    hidden: tuple[int, ...]  # neurons of the hidden layers
    learning_rate: float
    decay: float = 0.0


Make = Callable[[Setting], Network]  # builds the network of a setting, with its start weights
Watch = Callable[[Sequence[int], int, Network], None]  # places of K settings, epoch, networks
Epoch = Callable[[int, Network], None]


def grid(
    seeds: Iterable[int],
    hidden: Iterable[tuple[int, ...]],
    rates: Iterable[float],
    decays: Iterable[float] = (0.0,),
) -> list[Setting]:
    """Return every combination; those that differ in the seed alone follow each other."""
    choices = itertools.product(decays, hidden, rates, seeds)
    return [Setting(seed, sizes, rate, decay) for decay, sizes, rate, seed in choices]


def sweep(
    settings: Sequence[Setting],
    make: Make,
    examples: Examples,
    plan: Plan,
    watch: Watch | None = None,
) -> list[Network]:
    """Return the trained networks, in the order of the settings; some may have diverged.

    plan says all that the settings leave open. watch is called after every epoch of a group,
    with the places of its settings.
    """
    trained: dict[int, Network] = {}
    for places in groups(settings, examples, plan):
        group = [settings[place] for place in places]
        networks = stack([make(setting) for setting in group])
        rates = np.array([setting.learning_rate for setting in group])
        decays = np.array([setting.decay for setting in group])
        look = functools.partial(watch, places) if watch else None
        with suppress(DivergenceError):  # all of the group: they are returned as they are
            _train(networks, examples, replace(plan, learning_rate=rates, decay=decays), look)
        trained |= {place: networks.alone(number) for number, place in enumerate(places)}
    return [trained[place] for place in range(len(settings))]


def alone(setting: Setting, make: Make, examples: Examples, plan: Plan) -> Network:
    """Return the network of one setting, trained by itself; TrainingError when it diverges."""
    network = make(setting)
    plan = replace(plan, learning_rate=setting.learning_rate, decay=setting.decay)
    _train(network, examples, plan)
    return network


def _train(network: Network, examples: Examples, plan: Plan, watch: Epoch | None = None) -> None:
    train(network, examples, plan, np.random.default_rng(ORDER), watch)


def groups(settings: Sequence[Setting], examples: Examples, plan: Plan) -> Iterator[list[int]]:
    """Yield the places of the settings that train together: of one depth, of similar size."""
    rows = min(plan.batch or len(examples), len(examples))
    ends = examples.inputs.shape[-1], examples.targets.shape[-1]
    group: list[int] = []
    for place in sorted(range(len(settings)), key=lambda place: _size(settings[place])):
        sizes = (ends[0], *settings[place].hidden, ends[1])
        is_full = (len(group) + 1) * _numbers(sizes, rows) > ROOM
        if group and (is_full or _apart(settings[group[-1]], settings[place], len(group))):
            yield group
            group = []
        group.append(place)
    if group:
        yield group


def _size(setting: Setting) -> tuple[int, tuple[int, ...]]:
    return len(setting.hidden), setting.hidden


def _apart(last: Setting, following: Setting, count: int) -> bool:
    """Whether the following, larger network is better left to the next group."""
    is_deeper = len(last.hidden) != len(following.hidden)
    return is_deeper or (count >= ENOUGH and last.hidden != following.hidden)


def _numbers(sizes: Sequence[int], rows: int) -> int:
    """Return how many numbers a network of these sizes keeps: parameters, and outputs of rows."""
    parameters = sum((inputs + 1) * outputs for inputs, outputs in itertools.pairwise(sizes))
    return parameters + rows * sum(sizes[1:])
