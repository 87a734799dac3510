"""The other questions that the course asks about its neuron, answered by measuring."""

import time

import numpy as np

from tinyspark.lessons.neuron.task import ANSWERS, BUTTONS, INPUTS, RULE, SURE, neuron
from tinyspark.lessons.plain import numbers, plain
from tinyspark.lessons.story import Story
from tinyspark.nn.errors import TrainingError
from tinyspark.nn.layers import BinaryStep
from tinyspark.nn.network import Network
from tinyspark.nn.train import Examples, train

UPDATES = 10_000
HEADER = ("step", "95 % after", "predictions in the end")


def learn(network: Network, examples: Examples, step: float) -> int | None:
    """Train for UPDATES; return how many of them made every prediction certain, None if none."""
    found: list[int] = []

    def watch(update: int, network: Network) -> None:  # its last outputs are those before update
        error = np.abs(network.layers[1].outputs - examples.targets)
        if not found and (error <= SURE).all():
            found.append(update - 1)

    train(network, examples, plain(UPDATES, step), watch=watch)
    return found[0] if found else None


def _measured(
    story: Story, what: str, network: Network, examples: Examples, step: float
) -> tuple[str, str, str]:
    """Train, note the figures and return the last columns of a row of the table."""
    story.progress(what)
    try:
        certain = learn(network, examples, step)
    except TrainingError as error:
        return f"{step:g}", "never", str(error).partition(":")[0].lower()
    outputs = network.forward(examples.inputs)[:, 0]
    story.figure(f"{what}: predictions", outputs)
    if certain is not None:
        story.figure(f"{what}: updates to 95 %", certain)
    shown = "  ".join(f"{output + 0.0:.3f}" for output in outputs.round(3))  # 0.0, never -0.0
    return f"{step:g}", "never" if certain is None else str(certain), shown


def tell_activations(story: Story, learned: Network) -> None:
    """The same start with every activation, the binary step too."""
    story.heading("Question: what do other activations do?")
    tries = (
        ("sigmoid", 1.0),
        ("tanh", 0.1),
        ("linear", 0.1),
        ("linear", 1.0),
        ("relu", 0.1),
        ("softmax", 0.1),
        ("step", 0.1),
    )
    rows = [
        (name, *_measured(story, f"{name} with step {step:g}", neuron(1, name), RULE, step))
        for name, step in tries
    ]
    story.table(("activation", *HEADER), rows)
    stepped = Network([learned.dense[0], BinaryStep()]).forward(INPUTS)[:, 0]
    story.figure("binary step on the trained weights", stepped)
    story.say(
        f"""Linear is fastest here, because the rule "first input" is linear itself; with a step
        of 1 it overshoots more with every update until the numbers are too large to be numbers.
        The ReLU starts with all four sums negative, so it says 0 four times, has slope 0 and
        never learns: a dead neuron. Softmax of a single output is always 1. And the binary step
        (yes or no, nothing between) is flat everywhere: no slope says which way is down, so the
        trainer refuses. But it can take the sigmoid's place after training: with the trained
        weights it answers {numbers(stepped, 1)}."""
    )


def tell_values(story: Story) -> None:
    """Inputs and answers that are not 0 and 1."""
    story.heading("Question: what about values other than 0 and 1?")
    tries = (
        ("answers 0.2 and 0.8, sigmoid", 1.0, Examples(INPUTS, 0.2 + 0.6 * ANSWERS)),
        ("answers 0 and 2, sigmoid", 1.0, Examples(INPUTS, 2 * ANSWERS)),
        ("answers 0 and 2, linear", 0.1, Examples(INPUTS, 2 * ANSWERS)),
        ("inputs -1 and 1, sigmoid", 1.0, Examples(2 * INPUTS - 1, ANSWERS)),
        ("inputs 0 and 100, sigmoid", 1.0, Examples(100 * INPUTS, ANSWERS)),
    )
    rows = []
    for what, step, examples in tries:
        network = neuron(1, what.split()[-1])
        rows.append((what, *_measured(story, what, network, examples, step)))
    story.table(("values", *HEADER), rows)
    story.say(
        """Answers between 0 and 1 are fine. An answer of 2 is out of the sigmoid's reach: it
        presses against 1 for ever; a linear neuron has no such ceiling. Inputs of -1 and 1 are
        learned in fewer updates than 0 and 1, since a 0 teaches its weight nothing. Inputs of
        100 make sums so large that the sigmoid is flat from the start, and nothing moves: that
        is why measurements are scaled to about -1 to 1 before training."""
    )


def tell_time_and_reuse(story: Story, learned: Network) -> None:
    """How long training takes, and where trained weights can go."""
    story.heading("Questions: how long does it take, and are the weights of use elsewhere?")
    story.progress("10,000 updates by the clock")
    begun = time.perf_counter()
    train(neuron(), RULE, plain(UPDATES, 1.0))
    seconds = time.perf_counter() - begun
    story.figure("seconds for 10000 updates", seconds)
    story.say(
        f"""{UPDATES:,} updates took {seconds:.2f} s on this computer just now, about
        {1e6 * seconds / UPDATES:.0f} millionths of a second each. And yes: three numbers are all
        that was learned, and any program that multiplies, adds and squeezes can use them. The
        networks of this lesson are written as model files; on the board, Button 1 and Button 2
        are the first two inputs (a pressed button is 1), the third is always 1, and the LED
        lights up when the output is at least one half. This neuron makes the LED follow
        Button 1 and ignore Button 2."""
    )
    story.network("neuron", learned, BUTTONS, ("first",))
