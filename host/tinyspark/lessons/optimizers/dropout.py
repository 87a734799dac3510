"""Dropout: hidden neurons that cannot rely on each other."""

from typing import NamedTuple

import numpy as np

from tinyspark.lessons import staircase
from tinyspark.lessons.plain import percent, plain
from tinyspark.lessons.story import Story
from tinyspark.nn.dropout import Dropout
from tinyspark.nn.network import Network, stack
from tinyspark.nn.train import train

HIDDEN = 16
STARTS = 50
EPOCHS = 5000
STEP = 1.0
SHARES = (0.0, 0.5)  # of the hidden neurons left out at every update


class Habits(NamedTuple):
    """What was measured of STARTS networks."""

    error: float  # mean, with all neurons
    likeness: float  # mean of |correlation| over all pairs of hidden neurons
    missing: np.ndarray  # [starts] mean error without the neuron that is needed most
    broken: float  # share of networks in which some neuron's absence turns an answer round


def tell(story: Story) -> dict[float, Habits]:
    """Train with and without dropout and look at the hidden neurons."""
    story.heading("Dropout: neurons that do not lean on each other")
    story.say(
        f"""When a wide layer has learned, its neurons often do the same work, or lean on one
        partner: they agree. Dropout switches off half of the hidden neurons at random, others at
        every update, so that nobody can count on anybody. {STARTS} networks with {HIDDEN} hidden
        neurons, {EPOCHS:,} updates, and then, in the finished networks, one neuron at a time
        taken out:"""
    )
    found = {share: measure(train_many(share)) for share in SHARES}
    rows = []
    for share, habits in found.items():
        what = f"dropout {share:g}"
        story.figure(f"error, {what}", habits.error)
        story.figure(f"likeness of hidden neurons, {what}", habits.likeness)
        story.figure(f"error without the most needed neuron, {what}", habits.missing.mean())
        story.figure(f"share of networks that need every neuron, {what}", habits.broken)
        rows.append(
            (
                f"{share:g}",
                f"{habits.error:.4f}",
                f"{habits.likeness:.2f}",
                f"{habits.missing.mean():.3f}",
                percent(habits.broken),
            )
        )
    header = ("dropout", "error", "likeness", "error, one missing", "an answer turns")
    story.table(header, rows)
    without, used = (found[share] for share in SHARES)
    story.say(
        f"""Likeness is how much two hidden neurons rise and fall together over the four examples,
        from 0 to 1, on average over all pairs: dropout lowers it from {without.likeness:.2f} to
        {used.likeness:.2f}. The other two columns show more. Without dropout, in
        {percent(without.broken)} of the networks there is a neuron whose loss turns an answer
        round; with dropout in {percent(used.broken)}. Nobody takes neurons out of a finished
        network; but a network that can spare any of them has not built its answers on a chance
        agreement of a few, and that is what dropout is for when there are few recordings."""
    )
    return found


def train_many(share: float) -> Network:
    """Train networks in which this share of the hidden neurons is left out at random."""
    between = Dropout(share, np.random.default_rng(1)) if share else None
    networks = stack([staircase.network(HIDDEN, seed, between) for seed in range(1, STARTS + 1)])
    train(networks, staircase.EXAMPLES, plain(EPOCHS, STEP))
    return networks


def measure(networks: Network) -> Habits:
    """Look at the hidden neurons of networks, and at what happens without one of them."""
    inputs = staircase.EXAMPLES.inputs
    error = staircase.error(networks.forward(inputs))
    hidden = networks.layers[1].outputs
    weights = networks.dense[1].weights
    missing, turned = [], []
    for neuron in range(HIDDEN):
        kept = weights[:, neuron].copy()
        weights[:, neuron] = 0
        outputs = networks.forward(inputs)
        weights[:, neuron] = kept
        missing.append(staircase.error(outputs))
        turned.append((np.abs(outputs - staircase.EXAMPLES.targets) > 0.5).any(axis=(-2, -1)))
    return Habits(
        float(error.mean()), likeness(hidden), np.max(missing, 0), float(np.any(turned, 0).mean())
    )


def likeness(hidden: np.ndarray) -> float:
    """Return the mean |correlation| of pairs of neurons; hidden: [K, examples, neurons]."""
    first, second = np.triu_indices(hidden.shape[-1], 1)
    correlations = [np.corrcoef(each, rowvar=False)[first, second] for each in hidden]
    return float(np.abs(correlations).mean())
