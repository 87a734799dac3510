"""Plateaus and hollows on the way down, and ways past them: patience, many starts, wide layers."""

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from tinyspark.lessons import staircase
from tinyspark.lessons.optimizers.race import GOAL
from tinyspark.lessons.plain import percent, plain
from tinyspark.lessons.story import Story
from tinyspark.nn.network import Network, Networks, stack
from tinyspark.nn.optim import Nesterov
from tinyspark.nn.train import train

WIDTHS = (1, 2, 3, 4, 8, 16)
STARTS = 200
EPOCHS = 2000
LONG = 20_000
PATIENT = (2, 3)  # the widths that are trained for LONG: one cannot, four and more need not
STEP = 1.0
NARROW = 2
TRIES = (1, 5, 10, 20)


class Look(NamedTuple):
    """How the networks of all starts stood after some epochs, each [starts]."""

    errors: np.ndarray
    slopes: np.ndarray  # length of the gradient
    largest: np.ndarray  # weight


@dataclass(frozen=True)
class Fates:
    """What became of the starts of one width; looks: after EPOCHS, and after LONG if so long."""

    width: int
    when: np.ndarray  # [starts] epochs to GOAL, infinite where never
    looks: dict[int, Look]
    networks: Networks

    def share(self, epochs: int) -> float:
        """Return the share of the starts that arrive within so many epochs."""
        return float((self.when <= epochs).mean())


def tell(story: Story) -> dict[int, tuple[float, float | None]]:
    """Train from many starts in every width; return the shares that arrive soon, and late."""
    story.heading("Plateau or hollow? Patience, many starts, wide layers")
    story.say(
        f"""A walker in fog who finds no way down stands at the bottom of the valley, or in a
        hollow half way up, or on a plateau, so flat that every step is tiny, though it does lead
        down. It feels the same. Ask {STARTS} walkers who start at different places: Nesterov
        with a step of {STEP:g}, all starts of a width at once, and with {PATIENT[0]} and
        {PATIENT[1]} hidden neurons the walkers go on for {LONG:,} epochs:"""
    )
    fates = {}
    for place, width in enumerate(WIDTHS):
        story.progress(f"{STARTS} networks with {width} hidden neurons", place / len(WIDTHS))
        fates[width] = train_many(width)
    soon = [each.share(EPOCHS) for each in fates.values()]
    story.figure(f"share of {STARTS} starts that arrive, by width {WIDTHS}", soon)
    late = [fates[width].share(LONG) for width in PATIENT]
    story.figure(f"share that arrives within {LONG} epochs, by width {PATIENT}", late)
    header = ("hidden neurons", f"arrive by {EPOCHS:,}", "stand at", f"by {LONG:,}")
    story.table(header, [_row(each) for each in fates.values()])
    narrow = fates[NARROW]
    best = narrow.networks.alone(int(narrow.when.argmin()))
    story.network("smallest", best, staircase.INPUTS, staircase.LABELS)
    _tell_plateau(story, narrow)
    _tell_luck(story, narrow.share(EPOCHS))
    return {
        width: (each.share(EPOCHS), each.share(LONG) if width in PATIENT else None)
        for width, each in fates.items()
    }


def train_many(width: int) -> Fates:
    """Train networks of this width from all starts at once."""
    networks = stack([staircase.network(width, seed) for seed in range(1, STARTS + 1)])
    when = np.full(STARTS, np.inf)
    looks: dict[int, Look] = {}

    def watch(epoch: int, network: Network) -> None:
        errors = staircase.error(network.layers[-1].outputs)  # before this epoch's update
        when[np.isinf(when) & (errors < GOAL)] = epoch - 1
        if epoch in (EPOCHS, LONG):
            slopes = np.linalg.norm(network.gradients, axis=-1)
            looks[epoch] = Look(errors, slopes, np.abs(network.parameters).max(axis=-1))

    epochs = LONG if width in PATIENT else EPOCHS
    plan = replace(plain(epochs, STEP), optimizer=Nesterov)
    train(networks, staircase.EXAMPLES, plan, watch=watch)
    return Fates(width, when, looks, networks)


def _row(fates: Fates) -> tuple[str, ...]:
    late = percent(fates.share(LONG)) if fates.width in PATIENT else ""
    return str(fates.width), percent(fates.share(EPOCHS)), _standing(fates), late


def _standing(fates: Fates) -> str:
    """Return the errors at which most networks stand that have not arrived after EPOCHS."""
    errors = fates.looks[EPOCHS].errors[fates.when > EPOCHS]
    rounded, counts = np.unique(errors.round(2), return_counts=True)
    common = rounded[np.argsort(-counts)][:3]
    return " ".join(f"{error:.2f}" for error in np.sort(common)) or "-"


def _tell_plateau(story: Story, fates: Fates) -> None:
    """Tell those that arrive late from those that never do."""
    late = (fates.when > EPOCHS) & np.isfinite(fates.when)
    never = np.isinf(fates.when)
    story.figure(f"{fates.width} hidden: starts that arrive late", int(late.sum()))
    story.figure(f"{fates.width} hidden: starts that never arrive", int(never.sum()))
    soon, long = fates.looks[EPOCHS], fates.looks[LONG]
    slopes = [float(np.median(look.slopes[never])) for look in (soon, long)]
    largest = [float(np.median(look.largest[never])) for look in (soon, long)]
    will = float(np.median(soon.slopes[late]))
    story.figure("slope of those that never arrive", slopes)
    story.figure("largest weight of those that never arrive", largest)
    story.figure("slope of those that arrive late", will)
    eighth = float(np.mean(np.abs(soon.errors[late] - 1 / 8) < 0.01))
    story.say(
        f"""One hidden neuron cannot do it at all. With {fates.width},
        {percent(fates.share(EPOCHS))} arrive within {EPOCHS:,} epochs, and one would say that the
        others are stuck. But most of them only stand on a plateau: {percent(eighth)} of the
        {late.sum()} that arrive later stand at an error of 0.13 (an eighth: one answer at one
        half, three right) and walk on, unseen, for thousands of epochs, until the ground falls
        away. Half of them need more than {np.median(fates.when[late]):,.0f}. The other
        {never.sum()} do not arrive in {LONG:,}: most stand at 0.25, two answers at one
        half. Their weights grow (the largest from {largest[0]:.1f} to {largest[1]:.1f}) while the
        slope shrinks to {percent(slopes[1] / slopes[0])} of what it was: the ground gets flatter
        with every step, and whether it ever ends nobody can feel. After {EPOCHS:,} epochs the
        slope was {will:.5f} under those that would arrive and {slopes[0]:.5f} under those that
        did not: it really feels the same."""
    )


def _tell_luck(story: Story, lucky: float) -> None:
    at_least_one = [1 - (1 - lucky) ** tries for tries in TRIES]
    story.figure(f"chance that one of {TRIES} starts arrives, {NARROW} hidden", at_least_one)
    chances = ", ".join(
        f"{tries}: {percent(chance)}" for tries, chance in zip(TRIES, at_least_one, strict=True)
    )
    story.say(
        f"""So patience helps, at ten times the price. Luck is cheaper: throw the dice again. The
        chance that at least one of so many starts arrives within {EPOCHS:,} epochs is {chances}.
        As all starts are trained at once, twenty cost little more than one. The quickest is the
        network `smallest`: 8 weights are enough for this lamp."""
    )
    story.say(
        """The other way is width. From four neurons on no start fails: with more weights there
        are more directions to walk in, and what is flat for two neurons has a way down through
        the third. Wide layers are comfortable, small ones fit onto small boards; many starts
        bring both together."""
    )
