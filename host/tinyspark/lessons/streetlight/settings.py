"""Full, mini-batch and stochastic gradient descent as settings of one trainer; hidden sizes."""

from dataclasses import replace

import numpy as np

from tinyspark.lessons.plain import plain
from tinyspark.lessons.story import Story
from tinyspark.lessons.streetlight.lights import CROSSING, STEP, NotedSquaredError, with_hidden
from tinyspark.nn.network import stack
from tinyspark.nn.train import train

EPOCHS = 300
SMALL = 1e-3
SETTINGS = (  # what it is called, lights a step, are they drawn in random order
    ("stochastic", 1, False),
    ("stochastic, shuffled", 1, True),
    ("mini-batch of 2", 2, False),
    ("full batch", None, False),
)
SIZES = (1, 2, 3, 4, 6, 8, 16)
STARTS = 100


def tell_batches(story: Story) -> dict[str, list[float]]:
    """Train with each setting; return the error of every epoch of each."""
    story.heading("How many lights before each update?")
    curves, rows = {}, []
    for name, batch, shuffle in SETTINGS:
        loss = NotedSquaredError()  # the mean: the deltas of a batch are averaged
        plan = replace(plain(EPOCHS, STEP, batch), loss=loss, shuffle=shuffle)
        train(with_hidden(), CROSSING, plan, np.random.default_rng(1))
        errors = loss.an_epoch(CROSSING)
        curves[name] = errors.tolist()
        there = first_below(SMALL, errors)
        if there is not None:
            story.figure(f"{name}, epochs to {SMALL:g}", there)
        updates = len(CROSSING) // (batch or len(CROSSING))
        shown = (f"{errors[epoch - 1]:.3g}" for epoch in (10, 60))
        rows.append((name, *shown, str(updates), str(there or "never")))
    story.table(("error in", "epoch 10", "epoch 60", "updates an epoch", f"until {SMALL:g}"), rows)
    story.say(
        """One light at a time (stochastic) moves the weights after each light. A mini-batch looks
        at some lights first and moves once, by the average of their deltas; the full batch looks
        at all. Each update of a batch is wiser, since it has seen more, but there are fewer of
        them in an epoch. Here the hasty one wins. With thousands of examples the middle way is the
        usual choice: one product of two matrices handles 64 examples far sooner than 64 small
        ones. For the trainer all of this is one number, its `batch`."""
    )
    return curves


def first_below(limit: float, errors: np.ndarray) -> int | None:
    """Return the first epoch, counted from 1, whose error is below the limit; None: never."""
    below = np.flatnonzero(errors < limit)
    return int(below[0]) + 1 if below.size else None


def tell_sizes(story: Story) -> None:
    """Train many hidden sizes from many random starts, all at once."""
    story.heading("Why four hidden neurons?")
    networks = stack([with_hidden(size, seed) for size in SIZES for seed in range(STARTS)])
    train(networks, CROSSING, plain(EPOCHS, STEP, batch=1))
    errors = ((networks.forward(CROSSING.inputs) - CROSSING.targets) ** 2).sum(axis=(-2, -1))
    learned = (errors.reshape(len(SIZES), STARTS) < SMALL).sum(axis=1)
    story.figure("hidden sizes", SIZES)
    story.figure("random starts of 100 that learn it", learned)
    story.table(
        ("hidden neurons", *map(str, SIZES)),
        [(f"of {STARTS} starts learn it", *map(str, learned))],
    )
    story.say(
        f"""Learned is a squared error, summed over the four lights, below {SMALL:g} after {EPOCHS}
        epochs, one light at a time with a step of {STEP}. Two neurons would be enough, if they
        began well. But chance may shut a ReLU for good, and then a neuron is missing. More
        neurons are more lottery tickets. (All {networks.count} networks of this table, of
        different sizes, were trained at once.)"""
    )
