"""Several examples for the linear neuron: deltas averaged over batches, small and large."""

from dataclasses import replace

import numpy as np

from tinyspark.lessons.by_hand.one import neuron
from tinyspark.lessons.plain import numbers, plain
from tinyspark.lessons.story import Story
from tinyspark.nn.loss import SquaredError
from tinyspark.nn.network import Network
from tinyspark.nn.train import Examples, train

# Eight measurements of a rule that is to be found: 0.2 + 0.4 x first - 0.3 x second input.
EIGHT_INPUTS = np.array(
    [
        [0.1, 0.8],
        [0.9, 0.2],
        [0.4, 0.4],
        [0.7, 0.9],
        [0.0, 0.1],
        [1.0, 0.6],
        [0.3, 1.0],
        [0.6, 0.0],
    ]
)
EIGHT = Examples(EIGHT_INPUTS, 0.2 + EIGHT_INPUTS @ np.array([[0.4], [-0.3]]))
BATCHES = (1, 2, 4, None)
EPOCHS = 300
STEP = 0.5


def tell_average(story: Story) -> None:
    """The deltas of two examples, and their average."""
    story.heading("Several examples: average the deltas")
    story.say(
        """One example can be met by many weights. Only several examples, met by the same weights,
        make a rule. Here are the deltas of two of them (weights and bias), and what the trainer
        makes of both in one batch."""
    )
    network, loss = neuron(0.0), SquaredError()
    rows = []
    deltas = ("delta 1", "delta 2", "bias")
    header = ("example", "inputs", "output", "answer", "error", *deltas)
    for name, rows_of in (("first", slice(0, 1)), ("second", slice(1, 2)), ("both", slice(0, 2))):
        part = Examples(EIGHT.inputs[rows_of], EIGHT.targets[rows_of])
        outputs = network.forward(part.inputs)
        network.backward(loss.gradient(outputs, part.targets))
        story.figure(f"deltas, {name}", network.gradients)
        shown = ["average", "", "", ""]
        if len(part) == 1:
            output, answer = outputs.item(), part.targets.item()
            shown = [numbers(part.inputs[0], 2), *_few(output, answer, output - answer)]
        rows.append((name, *shown, *(f"{delta:.4f}" for delta in network.gradients)))
    story.table(header, rows)
    story.say(
        """The last row is the mean of the two above it. Averaging (not just adding) keeps the
        size of an update the same for 2 examples and for 2,000, so the step size need not
        change with them."""
    )


def _few(*values: float) -> list[str]:
    return [f"{value:.2f}" for value in values]


def tell_batches(story: Story) -> dict[str, list[float]]:
    """Eight examples in batches of several sizes; return the loss over the epochs of each."""
    story.heading("Batches, small and large")
    curves, rows = {}, []
    for batch in BATCHES:
        network, losses = _trained(batch)
        size = batch or len(EIGHT)
        curves[str(size)] = losses
        story.figure(f"batches of {size}: weights and bias", network.parameters)
        shown = (f"{losses[epoch - 1]:.2e}" for epoch in (1, 10, 100))
        rows.append((str(size), str(len(EIGHT) // size), *shown, numbers(network.parameters, 5)))
    header = ("batch", "updates", "loss: epoch 1", "epoch 10", "epoch 100", "weights and bias")
    story.table(header, rows)
    story.say(
        f"""Eight examples hide the rule 0.4 x first - 0.3 x second + 0.2. The trainer goes through
        all of them {EPOCHS} times (epochs), in a new order each time, in batches of 1, 2, 4 or 8,
        and moves by {STEP} x the average delta of each batch. All find the rule. Small batches
        move more often in an epoch and get there in fewer; large ones move by a steadier
        average."""
    )
    return curves


def _trained(batch: int | None) -> tuple[Network, list[float]]:
    """Train with this batch; return the neuron and the loss after every epoch."""
    network, loss, losses = neuron(0.0), SquaredError(), []

    def watch(epoch: int, network: Network) -> None:
        losses.append(float(loss.value(network.forward(EIGHT.inputs), EIGHT.targets)))

    plan = replace(plain(EPOCHS, STEP, batch, mean=True), shuffle=True)
    train(network, EIGHT, plan, np.random.default_rng(1), watch)
    return network, losses
