"""The problem, and the course's table: the error of seven steps and two sizes, over time."""

from collections.abc import Sequence

import numpy as np

from tinyspark.lessons.step_size.runs import HIDDEN, MARKS, STEPS, UPDATES, Run
from tinyspark.lessons.story import Story

FLAT = 0.45  # an error above it is about that of always saying one half


def tell_problem(story: Story) -> None:
    """Say what is learned, and what a step is."""
    story.heading("The lamp on the stairs")
    story.say(
        """A lamp with two switches, one upstairs, one downstairs: it is lit when exactly one of
        them is up. So 00 gives 0, 01 gives 1, 10 gives 1, 11 gives 0. No single neuron can do
        this, since neither switch alone says anything about the lamp. A hidden layer can. A
        third input that is always 1 plays the part of a bias."""
    )
    story.say(
        """Training is a walk downhill, in fog. The landscape is the error, the position is the
        weights. All you feel is the slope under your feet, and that says which way is down, not
        how far. So you choose a step size: new weight = old weight - step x slope. Too small,
        and you walk for years. Too large, and you leap across the valley. How much does it
        matter? Seven answers, from 0.001 to 1000."""
    )


def tell(story: Story, runs: Sequence[Run]) -> None:
    """Show both halves of the table and say what can be read from them."""
    for hidden in HIDDEN:
        rows = [run for run in runs if run.hidden == hidden]
        story.heading(f"Mean error with {hidden} hidden neurons, by step and updates")
        header = ("step", *(f"{mark:,}" for mark in MARKS))
        story.table(header, [(f"{run.step:g}", *_short(run.marked)) for run in rows])
        for run in rows:
            story.figure(f"error, step {run.step:g}, {hidden} hidden", run.marked)
    _explain(story, {(run.step, run.hidden): run for run in runs})


def _short(errors: Sequence[float]) -> list[str]:
    return [f"{error:.5f}" for error in errors]


def _flat_until(run: Run) -> int:
    """Return the last noted update before which the error was still about one half."""
    return run.updates[int(np.flatnonzero(run.errors > FLAT)[-1])]


def _explain(story: Story, runs: dict[tuple[float, int], Run]) -> None:
    small, wide = HIDDEN
    last = {key: run.marked[-1] for key, run in runs.items()}
    asleep = {step: _flat_until(runs[step, wide]) for step in (1, 10)}
    story.say(
        f"""A network that knows nothing and always says one half has an error of 0.5. With a
        step of 0.001 the networks have hardly left it after 50,000 updates: the right direction,
        tiny steps. Every tenfold step brings them further, up to 10, which ends at
        {last[10, small]:.4f}. A step of 100 goes over the edge: the small network is stuck at
        {last[100, small]:.3f}, an eighth: three answers are right, and for 11 it says one half
        for ever. With 1000 the first leaps throw the weights so far out that all outputs are the
        same, two right and two wrong. The sigmoid is flat out there, the slope is 0, and no
        number of updates leads back."""
    )
    story.say(
        f"""More neurons help: {wide} instead of {small} get lower with every step that works at
        all, down to {last[10, wide]:.5f} with a step of 10. But they forgive less: all {wide}
        push the output in the same direction at once, and with a step of 100 the first leap is
        already too far. With 10 it nearly is: the error lies flat at one half until about
        update {asleep[10]}, while a step of 1 has left it by {asleep[1]}, and then it falls
        like a stone. All {len(STEPS) * len(HIDDEN)} networks of the two tables learned at the
        same time, as one computation: {UPDATES:,} times the same few multiplications, for all of
        them side by side. One by one they give the same numbers and take about eight times as
        long."""
    )
