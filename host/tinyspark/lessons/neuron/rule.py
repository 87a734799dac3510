"""From random weights to the rule: one update step by step, many updates, then new inputs."""

from typing import Any

import numpy as np

from tinyspark.lessons.neuron.task import ANSWERS, INPUTS, NAMES, RULE, neuron
from tinyspark.lessons.plain import numbers, plain
from tinyspark.lessons.story import Story
from tinyspark.nn.loss import SquaredError
from tinyspark.nn.network import Network
from tinyspark.nn.train import train

MANY = 10_000
RUN_AGAIN = 210_003  # what the course's printed weights took
UNSEEN = np.array([[1, 0, 0], [1, 1, 0], [0, 1, 0], [0, 0, 0]], float)


def tell_examples(story: Story) -> None:
    """Show the four examples and the neuron before it has learned."""
    story.heading("A neuron and a hidden rule")
    story.say(
        """Four examples, each with three inputs and an answer. Look at them for a moment: which
        rule gives the answers?"""
    )
    rows = [(name, f"{answer:.0f}") for name, answer in zip(NAMES, ANSWERS[:, 0], strict=True)]
    story.table(("inputs", "answer"), rows)
    story.say(
        """The answer is always the first input. You saw that by looking; a neuron can only try
        and be corrected. It has one weight for each input. It multiplies every input by its
        weight, adds the three products, and squeezes the sum into the range from 0 to 1 with the
        sigmoid, s = 1 / (1 + e^-sum): a large sum becomes almost 1, a very negative one almost 0,
        and 0 becomes exactly one half. Nobody tells it the rule."""
    )


def tell_first_update(story: Story) -> None:
    """Take one step of gradient descent and show every part of it."""
    network = neuron()
    story.heading("One update")
    story.say(f"The weights begin at random: {numbers(network.parameters)}.")
    story.figure("start weights", network.parameters)
    outputs = network.forward(INPUTS)
    story.figure("first predictions", outputs[:, 0])
    slope = SquaredError(mean=False).gradient(outputs, ANSWERS)
    deltas = -network.layers[1].backward(slope)
    columns = zip(NAMES, outputs[:, 0], -slope[:, 0], deltas[:, 0], strict=True)
    rows = [(name, *(f"{value:.8f}" for value in values)) for name, *values in columns]
    story.table(("inputs", "prediction", "error", "error x slope"), rows)
    story.say(
        """The error is answer minus prediction: positive means "more, please". A neuron that is
        already sure sits on a flat part of the sigmoid and should move little, so the error is
        multiplied by the slope there, s x (1 - s). And a weight whose input was 0 had no part in
        the prediction, so it is left alone: multiply by the input, too. Each weight moves by the
        sum over the four examples of input x error x slope. That is all there is to learning
        here. (For engineers: it is one step, of size 1, against the gradient of half the sum of
        the squared errors; the trainer finds the same numbers with its layers Dense and Sigmoid
        and its loss SquaredError.)"""
    )
    train(network, RULE, plain(1, 1.0))
    story.figure("weights after 1 update", network.parameters)
    story.say(f"Weights after one update: {numbers(network.parameters)}.")


def tell_training(story: Story) -> tuple[Network, dict[str, Any]]:
    """Train for long; return the neuron after MANY updates, and predictions on the way."""
    story.heading("Many updates")
    network, learned = neuron(), neuron()
    wanted = set(np.geomspace(1, RUN_AGAIN, 150).astype(int).tolist())
    history: dict[str, Any] = {"updates": [], "predictions": []}

    def watch(update: int, network: Network) -> None:
        if update == MANY:
            learned.parameters[:] = network.parameters
        if update in wanted:  # the last outputs are those before this update
            history["updates"].append(update - 1)
            history["predictions"].append(network.layers[1].outputs[:, 0].tolist())
        if update % 1000 == 0:
            story.progress("one neuron, 210,003 updates", update / RUN_AGAIN)

    train(network, RULE, plain(RUN_AGAIN, 1.0), watch=watch)
    weights, predictions = [], []
    for updates, trained in ((MANY, learned), (RUN_AGAIN, network)):
        outputs = trained.forward(INPUTS)[:, 0]
        story.figure(f"weights after {updates} updates", trained.parameters)
        story.figure(f"predictions after {updates} updates", outputs)
        weights.append((f"{updates:,}", *(f"{value:.8f}" for value in trained.parameters)))
        predictions.append((f"{updates:,}", *(f"{value:.8f}" for value in outputs)))
    story.table(("updates", "weight 1", "weight 2", "weight 3"), weights)
    story.table(("predictions", *NAMES), predictions)
    story.say(
        """The first weight is large, the second about 0, and the third negative: "yes if the
        first input is 1, whatever the second; no without it". The neuron has found the rule."""
    )
    story.say(
        """The course prints the weights 12.75534063 -0.20389065 -6.17401716 as those of 10,000
        updates. They are very close to what 210,003 updates give. So nothing is broken, probably:
        in a notebook, running the cell again goes on from the weights that are there, and after
        21 runs one looks at 210,000 updates. It happens to everybody; here every training starts
        afresh. Note how
        little the other 200,003 updates brought: the surer the neuron, the flatter its sigmoid,
        the smaller its steps."""
    )
    return learned, history


def tell_new_inputs(story: Story, learned: Network) -> None:
    """Ask the trained neuron for inputs that it never saw."""
    story.heading("Does it know the rule, or only the examples?")
    again = learned.forward(INPUTS[2:3]).item()
    outputs = learned.forward(UNSEEN)[:, 0]
    story.figure("prediction for 1 0 1", again)
    story.figure("predictions for 100 110 010 000", outputs)
    story.say(
        f"""The course asks for 1 0 1 and gets {again:.4f}, more than 0.99: right, although that
        one is among the examples (the third). These four are not:"""
    )
    names = [" ".join(f"{value:.0f}" for value in row) for row in UNSEEN]
    rule = [f"{row[0]:.0f}" for row in UNSEEN]
    rows = zip(names, rule, (f"{output:.8f}" for output in outputs), strict=True)
    story.table(("inputs", "by the rule", "prediction"), list(rows))
    story.say(
        """With a first input of 1 it is sure and right. Without any input the sum is 0 whatever
        the weights are, and one half is an honest "I do not know". In all examples the third
        input was 1, and the neuron came to rely on it for its "no"."""
    )
