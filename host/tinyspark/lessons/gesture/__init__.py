"""Lesson "gesture": the kit's own chapter, ten takes and a network that tells closer from away.

task          the takes and networks; by_hand  one measurement, number by number
printed_rule  the course's slip as a layer; seeds  what the slip does to 300 networks
"""

from dataclasses import replace

import numpy as np

from tinyspark.lessons.gesture import by_hand, seeds, task
from tinyspark.lessons.plain import numbers, plain
from tinyspark.lessons.story import Story
from tinyspark.nn.network import Network
from tinyspark.nn.train import Examples, train

EPOCHS = 1000
SHOWN = (1, 10, 100, 1000)
SEED = 1


def run(story: Story) -> None:
    """Tell the lesson."""
    takes = task.takes()
    _tell_takes(story, takes)
    by_hand.tell_forward(story)
    by_hand.tell_check(story)
    by_hand.tell_update(story)
    cosines = seeds.tell_directions(story, takes)
    outcomes = seeds.tell_seeds(story, takes)
    _tell_training(story, takes)
    story.picture(
        "gesture",
        takes={
            label: takes.inputs[takes.targets[:, place] == 1].tolist()
            for place, label in enumerate(task.LABELS)
        },
        cosines=cosines[1.0].ravel().tolist(),
        outcomes={rule: vars(outcome) for rule, outcome in outcomes.items()},
    )
    story.next(
        """Cover the sensor slowly, quickly, or only half way: from which movement on does the
        network change its mind? Record ten takes of your own hand with `tinyspark record closer
        -n 5 --sensor proximity --dataset mine`, then `away`, and `tinyspark train mine -o
        mine.tsm`. And in any program with a formula for slopes, yours or another's: check it by
        trying."""
    )


def _tell_takes(story: Story, takes: Examples) -> None:
    """The ten takes, and what the published weights make of them."""
    story.heading("Closer or away?")
    story.say(
        """The proximity sensor of the TinySpark sees a hand above it. Press Button 1, move the
        hand, and the board looks three times: half a second ago, a quarter of a second ago, now.
        Three numbers, large when the hand is near. From them the network must tell whether it
        came closer or went away. Ten takes, divided by 100, and what the course's published
        weights answer; the larger output wins:"""
    )
    published = task.published()
    outputs = published.forward(takes.inputs)
    rows = []
    for inputs, target, output in zip(takes.inputs, takes.targets, outputs, strict=True):
        label, answer = task.LABELS[target.argmax()], task.LABELS[output.argmax()]
        measured = " ".join(f"{value:7.4f}" for value in inputs)
        rows.append((label, measured, *(f"{value:.4f}" for value in output), answer))
    story.table(("performed", "measured", *task.LABELS, "answer"), rows)
    found = int(task.right(outputs, takes.targets))
    story.figure("published weights: outputs", outputs)
    story.figure("published weights: takes recognized", found)
    story.network("published", published, task.INPUTS, task.LABELS)
    story.say(
        f"""{found} of {len(takes)} are right, by ten weights: two hidden neurons with three each,
        two outputs with two each, no activation at all. One could do this with one `if`, you
        say? Try it, then try it with your friend's hand."""
    )


def _tell_training(story: Story, takes: Examples) -> None:
    """Train one network for the board, by the right rule."""
    trained = task.at_random(SEED)
    losses: list[float] = []

    def watch(epoch: int, network: Network) -> None:
        losses.append(float(task.LOSS.value(network.forward(takes.inputs), takes.targets)))

    plan = replace(plain(EPOCHS, task.STEP, batch=1), shuffle=True)
    train(trained, takes, plan, np.random.default_rng(SEED), watch)
    found = int(task.right(trained.forward(takes.inputs), takes.targets))
    new = trained.forward(by_hand.EXAMPLE.inputs)[0]
    shown = [losses[epoch - 1] for epoch in SHOWN]
    story.figure(f"trained here: loss after {SHOWN} epochs", shown)
    story.figure("trained here: takes recognized", found)
    story.figure("trained here: hidden weights", trained.dense[0].weights.T)
    story.figure("trained here: output weights", trained.dense[1].weights.T)
    story.heading("A network for your board")
    story.say(
        f"""Now one network by the right rule: start weights from seed {SEED}, {EPOCHS:,} epochs,
        one take at a time, shuffled. The loss, added up over the ten takes, after
        {", ".join(f"{each:,}" for each in SHOWN)} epochs: {numbers(shown, 4)}. It recognizes
        {found} of {len(takes)}, and the measurement of the worked example, which it has never
        seen, gives {numbers(new, 3)}: {task.LABELS[int(np.argmax(new))]}. On the board
        Button 1 starts a take, the LED is on while it looks, and the pixels show the answer. Its
        weights, neuron by neuron:"""
    )
    rows = [
        (f"{name} {number}", numbers(weights, 6))
        for name, dense in zip(("hidden", "output"), trained.dense, strict=True)
        for number, weights in enumerate(dense.weights.T, 1)
    ]
    story.table(("neuron", "weights"), rows)
    story.network("gesture", trained, task.INPUTS, task.LABELS)
