"""The network with a hidden layer: one iteration by hand, training, and what it learned."""

from dataclasses import replace

from tinyspark.lessons.plain import numbers, plain
from tinyspark.lessons.story import Story
from tinyspark.lessons.streetlight.lights import (
    BUTTONS,
    CROSSING,
    STEP,
    NotedSquaredError,
    named,
    with_hidden,
)
from tinyspark.nn.loss import SquaredError
from tinyspark.nn.network import Network
from tinyspark.nn.train import Examples, train

EPOCHS = 150
SHOWN = (10, 20, 30, 40, 50, 60, EPOCHS)


def tell_by_hand(story: Story) -> None:
    """Forward, backward and one update with three hidden neurons, every number shown."""
    story.heading("A hidden layer, one iteration by hand")
    story.say(
        """Between lamps and answer we put neurons that look at all lamps, each with weights of
        its own, and hand on what they found, unless it is negative: then they hand on 0. That
        switch is the ReLU. Without it two layers would only be one layer in disguise: sums of
        sums are sums. To follow every number we take three hidden neurons and one observation,
        1 0 1 and walk (1)."""
    )
    network = with_hidden(3)
    _, relu, second = network.layers
    one = Examples(CROSSING.inputs[:1], CROSSING.targets[:1])
    _, sums, hidden, output = network.trace(one.inputs)
    delta = SquaredError(mean=False).gradient(output, one.targets)
    before = second.backward(delta)
    after = relu.backward(before) + 0.0  # never -0.0
    train(network, one, plain(1, STEP))
    for name, values in (
        ("hidden", hidden),
        ("output", output),
        ("output delta", delta),
        ("hidden delta before the ReLU mask", before),
        ("hidden delta after the ReLU mask", after),
        ("new output weights", network.dense[1].weights),
    ):
        story.figure(f"by hand, {name}", values.ravel())
    eight = (f"{values}" for values in (numbers(part.ravel()) for part in (sums, hidden)))
    story.table(
        ("forward", ""),
        list(zip(("sums of the hidden neurons", "after the ReLU"), eight, strict=True))
        + [("output", numbers(output[0])), ("delta = output - answer", numbers(delta[0]))],
    )
    story.table(
        ("backward", ""),
        [
            ("delta x outgoing weights", numbers(before[0])),
            ("where the ReLU let through", numbers(after[0])),
            ("new output weights", numbers(network.dense[1].weights[:, 0])),
        ],
    )
    story.say(
        f"""The output should have been 1 and was about -0.02: delta -1.02. Which hidden neuron is
        to blame? Each as much as its outgoing weight let it speak: delta times that weight. But
        neurons whose ReLU was shut said nothing, so their share is masked to 0. Then the delta
        rule for every layer: weight - {STEP} x input x delta. Only the second hidden neuron
        spoke, so only its outgoing weight changes. This passing back of blame is
        backpropagation: nothing more is in it."""
    )


def tell_training(story: Story) -> Network:
    """Train 3-4-1 as the course does; return the network."""
    story.heading("Training: 3-4-1, one light at a time")
    network, loss = with_hidden(), NotedSquaredError(mean=False)
    train(network, CROSSING, replace(plain(EPOCHS, STEP, batch=1), loss=loss))
    errors = loss.an_epoch(CROSSING)
    story.figure("squared error after epochs 10 to 60", errors[9:60:10])
    story.figure("squared error after epoch 150", errors[-1])
    rows = [(str(epoch), f"{errors[epoch - 1]:.16g}") for epoch in SHOWN]
    story.table(("epoch", "squared error, summed over the four lights"), rows)
    outputs = network.forward(CROSSING.inputs)[:, 0]
    story.figure("crossing, predictions", outputs)
    story.say(
        f"""With four hidden neurons the error does not just fall, it melts: below 1e-12 before
        epoch {EPOCHS}. The predictions for 101 011 001 111 are now
        {"  ".join(f"{output + 0.0:.6f}" for output in outputs.round(6))}."""
    )
    return network


def tell_what_it_learned(story: Story, network: Network) -> None:
    """Look into the hidden layer, and keep the weights."""
    story.heading("What the hidden neurons look for")
    activity = network.trace(CROSSING.inputs)[2]
    story.figure("crossing, hidden", activity)
    rows = [
        (named(lamps), *(f"{value:.3f}" for value in found), f"{walk:.0f}")
        for lamps, found, walk in zip(
            CROSSING.inputs, activity, CROSSING.targets[:, 0], strict=True
        )
    ]
    story.table(("lamps", "hidden 1", "hidden 2", "hidden 3", "hidden 4", "walk"), rows)
    story.say(
        """Read it column by column. Hidden neuron 2 speaks for "the first lamp without the
        second", number 4 for "the second without the first", and the output adds the two up.
        Together they say what no single neuron could. Numbers 1 and 3 never speak: their ReLU is
        shut for all four lights, so they learn nothing either. Nobody planned this division of
        labor; it is what made the error small."""
    )
    story.say(
        """The course then saves the weights with Python's pickle. This kit has a format of its
        own (.tsm): a pickle can run any program when it is opened, ours holds numbers, their
        meaning and a checksum, and the board reads the same file."""
    )
    story.network("streetlight", network, BUTTONS, ("walk",))
