"""All 16 rules for two lamps: which one neuron learns, and from how many starts a network does."""

import itertools

import numpy as np

from tinyspark.lessons.plain import plain
from tinyspark.lessons.story import Story
from tinyspark.lessons.streetlight.lights import CROSSING, DELTA_STEP, STEP, neuron, with_hidden
from tinyspark.nn.network import Network, stack
from tinyspark.nn.train import Examples, train

ORDER = (2, 1, 0, 3)  # of the crossing's lights, so that they count 001 011 101 111
RULES = tuple(itertools.product((0, 1), repeat=4))
EPOCHS = 300
STARTS = 100
COURSE = 1  # the seed of the course's start


def tell(story: Story) -> None:
    """Let one neuron and the network with the hidden layer learn every rule."""
    alone, starts = [], []
    for place, rule in enumerate(RULES):
        story.progress(f"{len(RULES)} rules, {STARTS} starts of each", place / len(RULES))
        examples = _answered(rule)
        single, networks = neuron(), stack([with_hidden(4, seed) for seed in range(STARTS)])
        train(single, examples, plain(EPOCHS, DELTA_STEP, batch=1))
        train(networks, examples, plain(EPOCHS, STEP, batch=1))
        alone.append(bool(right(single, examples)))
        starts.append(right(networks, examples))
    course = [bool(each[COURSE]) for each in starts]
    counts = [int(each.sum()) for each in starts]
    story.heading("Every rule for two lamps")
    story.figure("rules that one neuron learns", sum(alone))
    story.figure("rules learned from the course's start", sum(course))
    story.figure(f"starts of {STARTS} that learn each rule", counts)
    rows = [
        (" ".join(map(str, rule)), *(_yes(each[place]) for each in (alone, course)), str(count))
        for place, (rule, count) in enumerate(zip(RULES, counts, strict=True))
    ]
    header = ("answers to 001 011 101 111", "one neuron", "3-4-1, seed 1", f"of {STARTS} starts")
    story.table(header, rows)
    story.say(
        f"""There are {len(RULES)} ways to answer the four lights. Learned is now: at least one
        half where people walk, and less where they stop, after {EPOCHS} epochs. One neuron learns
        {sum(alone)} of the rules; the others are "exactly one" and its opposite. The network with
        four hidden neurons can learn every rule, but not from every start: from the course's own
        it learns {sum(course)} of the {len(RULES)}, and of {STARTS} random starts between
        {min(counts)} and {max(counts)} learn a rule. When training fails, begin somewhere else
        before you doubt the network."""
    )


def _answered(rule: tuple[int, ...]) -> Examples:
    """Return the crossing's lights, in the course's order, with the answers of a rule."""
    answers = np.zeros((len(CROSSING), 1))
    answers[list(ORDER), 0] = rule
    return Examples(CROSSING.inputs, answers)


def right(network: Network, examples: Examples) -> np.ndarray:
    """Return whether every light is answered right, [] or [K]."""
    walk = network.forward(examples.inputs) >= 0.5
    return (walk == (examples.targets >= 0.5)).all(axis=(-2, -1))


def _yes(learned: bool) -> str:
    return "yes" if learned else "no"
