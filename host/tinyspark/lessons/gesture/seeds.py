"""300 starts at once with either rule: how many learn all ten takes, how many blow up."""

from dataclasses import dataclass, replace

import numpy as np

from tinyspark.lessons.gesture.printed_rule import PrintedRule
from tinyspark.lessons.gesture.task import LOSS, START, STEP, at_random, right
from tinyspark.lessons.plain import plain
from tinyspark.lessons.story import Story
from tinyspark.nn.layers import Dense
from tinyspark.nn.network import Network, stack
from tinyspark.nn.train import Examples, train

SEEDS = 300
EPOCHS = (100, 1000)
SHUFFLING = 1  # seed; another one changes the counts by a few
RANDOM = 1000  # networks whose hidden step is looked at
RULES: dict[str, type[Dense]] = {"right": Dense, "printed": PrintedRule}


@dataclass(frozen=True)
class Outcome:
    """What became of the networks of one rule after these epochs."""

    epochs: list[int]
    perfect: list[int]
    diverged: list[int]


def tell_directions(story: Story, examples: Examples) -> dict[float, np.ndarray]:
    """Measure how often the printed rule's hidden step points downhill; return the cosines."""
    cosines = {within: directions(examples, within) for within in (1.0, START)}
    downhill = {within: float(np.mean(each > 0)) for within, each in cosines.items()}
    for within, share in downhill.items():
        story.figure(f"share of hidden steps downhill, weights within {within:g}", share)
    story.heading("Which way does the slip lead?")
    story.say(
        f"""Take {RANDOM:,} networks with random weights from -1 to 1, show each of them the ten
        takes, and compare the printed rule's step of the hidden weights with the true slope. In
        {downhill[1.0]:.0%} of the cases it leads downhill, at least a little; a step in a random
        direction would do so in 50 %. With small weights, within {START}, it is
        {downhill[START]:.0%}: no better than chance."""
    )
    return cosines


def directions(examples: Examples, within: float) -> np.ndarray:
    """Return cosines between both rules' hidden steps, [takes, networks]; above 0 is downhill."""
    slopes = []
    for rule in RULES.values():
        networks = stack([at_random(seed, within, rule) for seed in range(RANDOM)])
        each = []
        for take, target in zip(examples.inputs, examples.targets, strict=True):
            outputs = networks.forward(take[np.newaxis])
            networks.backward(LOSS.gradient(outputs, target[np.newaxis]))
            each.append(networks.dense[0].weight_gradients.reshape(RANDOM, -1).copy())
        slopes.append(np.array(each))
    true, printed = slopes
    lengths = np.linalg.norm(true, axis=-1) * np.linalg.norm(printed, axis=-1)
    return (true * printed).sum(axis=-1) / lengths


def tell_seeds(story: Story, examples: Examples) -> dict[str, Outcome]:
    """Train 300 networks with each rule and count."""
    story.heading(f"And yet it learns: {SEEDS} random starts with either rule")
    outcomes = {}
    for name, rule in RULES.items():
        what = f"{SEEDS} networks, {name} rule"
        outcomes[name] = outcome = race(rule, examples, story, what)
        for epochs in EPOCHS:
            at = outcome.epochs.index(epochs)
            figures = (outcome.perfect[at], outcome.diverged[at])
            for kind, count in zip(("ten of ten", "diverged"), figures, strict=True):
                story.figure(f"{kind} after {epochs} epochs, {name} rule", count)
    rows = [row for name, outcome in outcomes.items() for row in _rows(name, outcome)]
    story.table(("rule", "epochs", "all ten takes", "fewer", "diverged"), rows)
    wrong = outcomes["printed"]
    story.say(
        f"""All start weights lie within {START}, the step is {STEP}, the takes are shuffled in
        every epoch, and the same {SEEDS} starts were used for both rules. With the right rule
        all of them learn all ten takes in the end. With the printed one most do, too: the output
        weights learn by the right rule, and for two gestures as different as these it is enough
        that the hidden neurons pass on something. But some never get there, and
        {wrong.diverged[-1]} of them blew up: their hidden weights walked uphill until
        they were too large to be numbers (NaN, "not a number"). Another shuffling changes these
        counts by a few, never the picture. If you once trained by the
        printed rule and it did not work, you did nothing wrong: another start, or the right
        rule, would have."""
    )
    return outcomes


def race(rule: type[Dense], examples: Examples, story: Story, what: str) -> Outcome:
    """Train a network from each seed, all at once; note what became of them on the way."""
    networks = stack([at_random(seed, output=rule) for seed in range(SEEDS)])
    noted = {*EPOCHS, *np.geomspace(1, EPOCHS[-1], 60).astype(int).tolist()}
    outcome = Outcome([], [], [])

    def watch(epoch: int, network: Network) -> None:
        if epoch not in noted:
            return
        outcome.epochs.append(epoch)
        found = right(network.forward(examples.inputs), examples.targets)
        outcome.perfect.append(int((found == len(examples)).sum()))
        outcome.diverged.append(int((~network.finite()).sum()))
        story.progress(what, epoch / EPOCHS[-1])

    plan = replace(plain(EPOCHS[-1], STEP, batch=1), shuffle=True)
    train(networks, examples, plan, np.random.default_rng(SHUFFLING), watch)
    return outcome


def _rows(name: str, outcome: Outcome) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for epochs in EPOCHS:
        at = outcome.epochs.index(epochs)
        perfect, diverged = outcome.perfect[at], outcome.diverged[at]
        fewer = SEEDS - perfect - diverged
        rows.append((name, f"{epochs:,}", str(perfect), str(fewer), str(diverged)))
    return rows
