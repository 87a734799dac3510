"""Hollows on the way down, and two ways past them: many random starts, and wide layers."""

from dataclasses import replace

import numpy as np

from tinyspark.lessons import staircase
from tinyspark.lessons.optimizers.race import GOAL
from tinyspark.lessons.plain import plain
from tinyspark.lessons.story import Story
from tinyspark.nn.network import Networks, stack
from tinyspark.nn.optim import Nesterov
from tinyspark.nn.train import train

WIDTHS = (1, 2, 3, 4, 8, 16)
STARTS = 200
EPOCHS = 2000
STEP = 1.0
NARROW = 2
TRIES = (1, 5, 10, 20)


def tell(story: Story) -> dict[int, float]:
    """Train from many starts in every width; return the shares that arrive."""
    story.heading("Hollows: many starts, wide layers")
    story.say(
        f"""A walker in fog who finds no way down stands at the bottom of the valley, or in a
        hollow half way up; it feels the same. Is this a hollow, a local minimum? Ask
        {STARTS} walkers who start at different places. Nesterov with a step of {STEP:g},
        {EPOCHS:,} epochs, all starts of a width at once:"""
    )
    errors, shares = {}, {}
    for place, width in enumerate(WIDTHS):
        story.progress(f"{STARTS} networks with {width} hidden neurons", place / len(WIDTHS))
        networks = train_many(width)
        errors[width] = staircase.error(networks.forward(staircase.EXAMPLES.inputs))
        shares[width] = float((errors[width] < GOAL).mean())
        if width == NARROW:
            best = networks.alone(int(errors[width].argmin()))
    story.figure(f"share of {STARTS} starts that arrive, by width {WIDTHS}", list(shares.values()))
    rows = [(str(width), f"{shares[width]:.1%}", _stuck(errors[width])) for width in WIDTHS]
    story.table(("hidden neurons", "starts that arrive", "stuck at an error of"), rows)
    story.network("smallest", best, staircase.INPUTS, staircase.LABELS)
    _tell_meaning(story, shares)
    return shares


def train_many(width: int) -> Networks:
    """Train networks of this width from all starts at once."""
    networks = stack([staircase.network(width, seed) for seed in range(1, STARTS + 1)])
    plan = replace(plain(EPOCHS, STEP), optimizer=Nesterov)
    train(networks, staircase.EXAMPLES, plan)
    return networks


def _stuck(errors: np.ndarray) -> str:
    """Return the errors at which most of the stuck networks stand."""
    rounded, counts = np.unique(errors[errors >= GOAL].round(2), return_counts=True)
    common = rounded[np.argsort(-counts)][:3]
    return " ".join(f"{error:.2f}" for error in np.sort(common)) or "-"


def _tell_meaning(story: Story, shares: dict[int, float]) -> None:
    lucky = shares[NARROW]
    at_least_one = [1 - (1 - lucky) ** tries for tries in TRIES]
    story.figure(f"chance that one of {TRIES} starts arrives, {NARROW} hidden", at_least_one)
    chances = ", ".join(
        f"{tries}: {chance:.0%}" for tries, chance in zip(TRIES, at_least_one, strict=True)
    )
    story.say(
        f"""One hidden neuron cannot do it at all. Two can, if they are lucky: {lucky:.0%} of the
        starts arrive. The others stand in hollows: an error of 0.13 (an eighth) is one answer at
        one half and three right ones, 0.25 is two answers at one half. Luck can be bought: throw
        the dice again. The chance that at least one of so many starts arrives is {chances}. As
        all starts are trained at once, twenty cost little more than one. The luckiest is the
        network `smallest`: 8 weights are enough for this lamp."""
    )
    story.say(
        """The other way is width. From four neurons on no start fails: with more weights there
        are more directions to walk in, and what is a hollow for two neurons has a way out
        through the third. Wide layers are comfortable, small ones fit onto small boards; many
        starts bring both together."""
    )
