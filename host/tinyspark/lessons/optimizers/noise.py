"""When annealing pays: one answer of twenty is wrong, and single examples pull to and fro."""

from dataclasses import replace

import numpy as np

from tinyspark.lessons import staircase
from tinyspark.lessons.optimizers.race import HIDDEN, STARTS, seeds
from tinyspark.lessons.plain import plain
from tinyspark.lessons.story import Story
from tinyspark.nn.network import Network, stack
from tinyspark.nn.schedules import SCHEDULES
from tinyspark.nn.train import Examples, train

COPIES = 5
DISPUTED = 1  # the example of which one copy is wrong
STEP, EPOCHS, LAST = 10.0, 500, 20


def tell(story: Story) -> None:
    """Train one by one with a constant and with a falling step."""
    inputs = np.repeat(staircase.EXAMPLES.inputs, COPIES, axis=0)
    targets = np.repeat(staircase.EXAMPLES.targets, COPIES, axis=0)
    targets[DISPUTED * COPIES] = 1 - targets[DISPUTED * COPIES]
    answers = {
        name: _answers(Examples(inputs, targets), name) for name in ("constant", "annealing")
    }
    rows = []
    for name, each in answers.items():
        middle, jitter = float(np.median(each[-1])), float(np.median(np.ptp(each, axis=0)))
        story.figure(f"disputed answer, {name} step", middle)
        story.figure(f"jitter of the disputed answer, {name} step", jitter)
        rows.append((name, f"{middle:.3f}", f"{jitter:.3f}"))
    story.heading("When annealing pays")
    story.say(
        f"""On four clean examples a falling step has nothing to gain. So spoil them: write each
        example down {COPIES} times, and once give 01 the wrong answer. Four say 1, one says 0:
        the best answer is 4/5, 0.8. Train one by one with a step of {STEP:g} (median of
        {STARTS} starts, and by how much the answer moved in the last {LAST} of {EPOCHS}
        epochs):"""
    )
    story.table(("step", "answer for 01", "moved"), rows)
    story.say(
        """With a constant step each example pulls the answer to its own side, and the last one
        wins for the moment. Annealing makes the steps smaller and smaller, like metal that cools
        slowly: first far strides, at last tiny ones that average over all examples. With
        recordings of real hands, which contradict each other all the time, `tinyspark train`
        lets the step rise and fall, too."""
    )


def _answers(examples: Examples, schedule: str) -> np.ndarray:
    """Return the answers to the disputed example after the last epochs, [LAST, starts]."""
    networks = stack([staircase.network(HIDDEN, seed) for seed in seeds()])
    answers = []

    def watch(epoch: int, network: Network) -> None:
        if epoch > EPOCHS - LAST:
            answers.append(network.forward(staircase.EXAMPLES.inputs)[:, DISPUTED, 0])

    plan = replace(plain(EPOCHS, STEP, batch=1), schedule=SCHEDULES[schedule], shuffle=True)
    train(networks, examples, plan, np.random.default_rng(1), watch)
    return np.array(answers)
