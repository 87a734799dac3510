"""The delta rule without a hidden layer: one light, six lights and a slip, and where it ends."""

from dataclasses import replace

import numpy as np

from tinyspark.lessons.plain import numbers, plain
from tinyspark.lessons.story import Story
from tinyspark.lessons.streetlight.lights import (
    BUTTONS,
    CROSSING,
    DELTA_STEP,
    SIX,
    NotedSquaredError,
    named,
    neuron,
)
from tinyspark.nn.network import Network
from tinyspark.nn.train import Examples, train

UPDATES = 20
EPOCHS = 40
LONG = 1000


def tell_one_light(story: Story) -> None:
    """The delta rule on one example, 20 times."""
    story.heading("Walk or stop?")
    story.say(
        """You are in a foreign town. Its street lights have three lamps, and nobody told you what
        they mean. So you watch: which lamps are on (1) or off (0), and do the people walk (1) or
        stop (0)? A neuron can watch for you: multiply each lamp by a weight, add up, and that
        sum is the prediction. There is no sigmoid this time; the neuron is linear."""
    )
    loss = NotedSquaredError(mean=False)
    one = Examples(SIX.inputs[:1], SIX.targets[:1])
    train(neuron(), one, replace(plain(UPDATES, DELTA_STEP), loss=loss))
    story.figure("one light, predictions", loss.outputs)
    story.figure("one light, errors", loss.squares)
    story.say(
        f"""First one observation, again and again: lamps 1 0 1, the people stop (0). The weights
        begin as 0.5 0.48 -0.7, the step is {DELTA_STEP}. The delta rule: change of a weight =
        step x input x (answer - prediction)."""
    )
    rows = [
        (str(update + 1), f"{loss.outputs[update]:.9g}", f"{loss.squares[update]:.9g}")
        for update in (0, 1, 2, 3, UPDATES - 1)
    ]
    story.table(("update", "prediction", "squared error"), rows)
    story.say(
        """Every update takes a fifth off the prediction: two inputs are 1, each of their weights
        moves by a tenth of the error. The lamp that is off keeps its weight."""
    )


def tell_six_lights(story: Story) -> tuple[list[float], list[float]]:
    """All six lights; the printed figures and the right ones. Return both, an epoch each."""
    story.heading("Six lights, and a slip")
    rows = [(named(row), f"{SIX.targets[at, 0]:.0f}") for at, row in enumerate(SIX.inputs)]
    story.table(("lamps", "walk"), rows)
    stuck = Examples(SIX.inputs, np.zeros_like(SIX.targets) + SIX.targets[0])
    slip, lazy = _errors(stuck)
    right, network = _errors(SIX)
    story.figure("six lights, with the slip", slip)
    story.figure("six lights, right", right)
    story.figure("six lights, weights", network.parameters)
    story.table(
        ("squared error in epoch", "1", "2", "40"),
        [
            ("as the course prints it", *(f"{slip[at]:.10f}" for at in (0, 1, -1))),
            ("with the right answers", *(f"{right[at]:.10f}" for at in (0, 1, -1))),
        ],
    )
    story.say(
        f"""The two rows differ by one small slip that anybody could make: in the printed program
        the answer is set before the loop over the lights, so all six are compared with the
        answer to the first one, which is "stop". The error goes down nicely, too. But look what
        that neuron has learned: it predicts {numbers(lazy.forward(SIX.inputs)[:, 0], 2)}, always
        stop, and one would stand there for ever. A falling error says that the program does what
        it was told, not that it was told the right thing: look at the predictions, too."""
    )
    story.say(
        f"""With the right answers the neuron predicts
        {numbers(network.forward(SIX.inputs)[:, 0], 3)}, and its weights are
        {numbers(network.parameters, 3)}: the middle lamp decides, the other two do not matter.
        That is the rule of this town."""
    )
    story.network("middle-lamp", network, BUTTONS, ("walk",))
    return slip.tolist(), right.tolist()


def _errors(examples: Examples) -> tuple[np.ndarray, Network]:
    """Train one light at a time; return the squared error of each epoch, and the neuron."""
    network, loss = neuron(), NotedSquaredError(mean=False)
    train(network, examples, replace(plain(EPOCHS, DELTA_STEP, batch=1), loss=loss))
    return loss.an_epoch(examples), network


def tell_limit(story: Story) -> None:
    """A rule that no single neuron can learn."""
    story.heading("A town where one neuron is lost")
    network = neuron()
    train(network, CROSSING, plain(LONG, DELTA_STEP, batch=1))
    outputs = network.forward(CROSSING.inputs)[:, 0]
    story.figure("crossing, one neuron, predictions", outputs)
    rows = [
        (named(lamps), f"{walk:.0f}", f"{output:.4f}")
        for lamps, walk, output in zip(
            CROSSING.inputs, CROSSING.targets[:, 0], outputs, strict=True
        )
    ]
    story.table(("lamps", "walk", f"one neuron, {LONG} epochs"), rows)
    story.say(
        f"""In the next town people walk when exactly one of the first two lamps is on. No lamp
        alone says anything about that: each is on as often for "walk" as for "stop". So every
        weight is pulled up as often as down, and the neuron says "about half" to everything.
        (Exactly one half would be the fairest answer to all four. It says a little less, since
        the last lights before we looked said "stop", and a step of {DELTA_STEP} after each light
        is large enough to show.) What is missing is somebody who looks at two lamps together: a
        hidden layer."""
    )
