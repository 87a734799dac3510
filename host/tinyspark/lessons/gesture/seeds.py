"""300 starts at once with either rule: how many learn all ten takes, how many blow up."""

from dataclasses import dataclass, replace

import numpy as np

from tinyspark.lessons.gesture.printed_rule import PrintedRule
from tinyspark.lessons.gesture.task import LOSS, START, STEP, at_random, right
from tinyspark.lessons.plain import percent, plain
from tinyspark.lessons.story import Story
from tinyspark.nn.layers import Dense
from tinyspark.nn.network import Network, stack
from tinyspark.nn.train import Examples, train

SEEDS = 300
EPOCHS = (100, 1000)
SHUFFLING = 1  # seed; another one changes the counts by a few, see _tell_shufflings
SHUFFLINGS = (2, 3, 4, 5)  # seeds of others
EVERY = 10  # epochs between two looks at who knows all ten takes
RANDOM = 1000  # networks whose hidden step is looked at
KINDS = ("ten of ten", "not yet ten of ten", "lost ten of ten", "diverged")
RULES: dict[str, type[Dense]] = {"right": Dense, "printed": PrintedRule}


@dataclass(frozen=True)
class Outcome:
    """What became of the networks of one rule after these epochs.

    Those that are not perfect are numbers no more, have known all ten takes and lost them, or
    have never known them.
    """

    epochs: list[int]
    perfect: list[int]
    lost: list[int]
    diverged: list[int]

    def at(self, epochs: int) -> tuple[int, int, int, int]:
        """Return how many are perfect, have not been yet, have lost it, are numbers no more."""
        place = self.epochs.index(epochs)
        perfect, lost, diverged = (
            counts[place] for counts in (self.perfect, self.lost, self.diverged)
        )
        return perfect, SEEDS - perfect - lost - diverged, lost, diverged


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
        {percent(downhill[1.0])} of the cases it leads downhill, at least a little; a step in a
        random direction would do so in 50 %. With small weights, within {START}, it is
        {percent(downhill[START])}: no better than chance."""
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
    outcomes, rows = {}, []
    for name, rule in RULES.items():
        story.progress(f"{SEEDS} networks, {name} rule")
        outcomes[name] = race(rule, examples)
        for epochs in EPOCHS:
            found = outcomes[name].at(epochs)
            for kind, count in zip(KINDS, found, strict=True):
                story.figure(f"{kind} after {epochs} epochs, {name} rule", count)
            rows.append((name, f"{epochs:,}", *map(str, found)))
    story.table(("rule", "epochs", "know all ten", "not yet", "lost it again", "diverged"), rows)
    _, never, lost, diverged = outcomes["printed"].at(EPOCHS[-1])
    most = max(outcomes["printed"].perfect)
    story.say(
        f"""All start weights lie within {START}, the step is {STEP}, the takes are shuffled in
        every epoch, and the same {SEEDS} starts were used for both rules. With the right rule
        all of them learn all ten takes in the end. With the printed one most do, too: the output
        weights learn by the right rule, and for two gestures as different as these it is enough
        that the hidden neurons pass on something. At best {most} networks know all ten at the
        same time. But some lose it again: after {EPOCHS[-1]:,} epochs {lost} know fewer than they
        did, and {diverged} have blown up; their hidden weights walked uphill until they were too
        large to be numbers (NaN, "not a number"). Only {never} never knew all ten. If you once
        trained by the printed rule and it did not work, you did nothing wrong: another start,
        or fewer epochs, or the right rule would have worked."""
    )
    _tell_shufflings(story, examples, outcomes["printed"])
    return outcomes


def _tell_shufflings(story: Story, examples: Examples, first: Outcome) -> None:
    """Train with the printed rule in other orders of the takes; tell by how much counts move."""
    outcomes = [first]
    for seed in SHUFFLINGS:
        story.progress("other shufflings", len(outcomes) / (1 + len(SHUFFLINGS)))
        outcomes.append(race(RULES["printed"], examples, seed))
    counts = {epochs: [outcome.at(epochs) for outcome in outcomes] for epochs in EPOCHS}
    for epochs, each in counts.items():
        story.figure(f"counts after {epochs} epochs by shuffling, printed rule", each)
    short, long = (np.array(counts[epochs]) for epochs in EPOCHS)
    story.say(
        f"""How many they are depends on the order in which the takes were shuffled. Over
        {len(outcomes)} shufflings with the printed rule, {_range(short[:, 0])} know all ten after
        {EPOCHS[0]} epochs and {_range(long[:, 0])} after {EPOCHS[-1]:,}, when
        {_range(long[:, 2])} have lost it and {_range(long[:, 3])} have diverged."""
    )


def _range(counts: np.ndarray) -> str:
    return f"{counts.min()} to {counts.max()}"


def race(rule: type[Dense], examples: Examples, shuffling: int = SHUFFLING) -> Outcome:
    """Train a network from each seed, all at once; note what became of them on the way."""
    networks = stack([at_random(seed, output=rule) for seed in range(SEEDS)])
    noted = {*EPOCHS, *np.geomspace(1, EPOCHS[-1], 60).astype(int).tolist()}
    outcome = Outcome([], [], [], [])
    knew = np.zeros(SEEDS, bool)

    def watch(epoch: int, network: Network) -> None:
        if epoch not in noted and epoch % EVERY:
            return
        know = right(network.forward(examples.inputs), examples.targets) == len(examples)
        finite = network.finite()
        knew[know] = True
        if epoch in noted:
            outcome.epochs.append(epoch)
            outcome.perfect.append(int(know.sum()))
            outcome.lost.append(int((knew & ~know & finite).sum()))
            outcome.diverged.append(int((~finite).sum()))

    plan = replace(plain(EPOCHS[-1], STEP, batch=1), shuffle=True)
    train(networks, examples, plan, np.random.default_rng(shuffling), watch)
    return outcome
