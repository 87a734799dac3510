"""How often each weight turned back: a sign that steps leap across the valley."""

from collections.abc import Sequence

import numpy as np

from tinyspark.lessons.step_size.runs import HIDDEN, UPDATES, Run
from tinyspark.lessons.story import Story

SHOWN = (0.001, 0.01, 10.0)


def chosen(runs: Sequence[Run]) -> list[Run]:
    """Return the small networks whose turns the course printed."""
    return [run for run in runs if run.hidden == HIDDEN[0] and run.step in SHOWN]


def in_row(run: Run) -> list[int]:
    """Return the turns of all weights, first layer row by row, then the second layer."""
    return [int(turns) for layer in run.turns for turns in layer.flat]


def tell(story: Story, runs: Sequence[Run]) -> None:
    """Show the counts for three steps."""
    story.heading("How often does a weight turn back?")
    story.say(
        f"""Watch a single weight. As long as it walks down one side of its valley, all its
        updates have the same sign. When the sign changes, it has walked past the bottom, and the
        next update brings it back. Counted over {UPDATES:,} updates, for each of the 12 + 4
        weights of the small network:"""
    )
    shown = chosen(runs)
    story.table(
        ("step", "switch 1", "switch 2", "always 1", "hidden to lamp"),
        [(f"{run.step:g}", *_cells(run)) for run in shown],
    )
    for run in shown:
        first, second = run.turns
        story.figure(f"sign changes, step {run.step:g}, first layer", first)
        story.figure(f"sign changes, step {run.step:g}, second layer", second[:, 0])
    creeping, _, leaping = shown
    over = leaping.updates[int(np.argmax(leaping.turned == leaping.turned[-1]))]
    story.figure(f"update after which no weight turns back, step {leaping.step:g}", over)
    story.say(
        f"""With a step of {creeping.step:g} the weights turn back {sum(in_row(creeping))} times
        in all: they creep. With {leaping.step:g} they turn back {sum(in_row(leaping))} times,
        all of them before update {over}: they leap to and fro across the valley, find its bottom
        and follow it, and end deepest. So turning back is no mistake; it says that the step is
        as wide as the valley. But if it goes on and the error does not fall, halve the step."""
    )


def _cells(run: Run) -> list[str]:
    """Return four texts: the counts of each input's weights, then of the hidden neurons'."""
    first, second = run.turns
    return [" ".join(f"{turns:2d}" for turns in row) for row in (*first, second[:, 0])]
