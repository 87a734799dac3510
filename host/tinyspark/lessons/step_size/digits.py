"""Why two lines of the table do not repeat to the last digit: the butterfly in the rounding."""

from collections.abc import Sequence

import numpy as np

from tinyspark.lessons.step_size.runs import COPIED_STEPS, COPIES, HIDDEN, MARKS, NUDGE, Run
from tinyspark.lessons.story import Story

# Errors that the course printed, by step, hidden size and updates: those among all of its figures
# that depend on the order in which a computer adds.
PRINTED = {
    (100.0, 4, 10_000): 0.125476983853,
    (100.0, 4, 50_000): 0.125206352761,
    (10.0, 32, 50_000): 0.000939731375008,
}


def tell(story: Story, runs: Sequence[Run], copies: Sequence[Run]) -> None:
    """Compare with what the course printed, and measure what a nudge of the start does."""
    story.heading("The same digits on every computer?")
    story.say(
        """The course printed its table with 12 digits. Nearly all of them come out again, years
        and computers later. Two lines are different:"""
    )
    rows = [_compared(story, runs, *key) for key in PRINTED]
    header = ("step", "hidden", "updates", "error here", "in the course", "apart by")
    story.table(header, rows)
    spread = {step: _errors(copies, step) for step in COPIED_STEPS}
    for step, errors in spread.items():
        story.figure(f"errors of nudged copies, step {step:g}, {HIDDEN[-1]} hidden", errors)
    calm, wild = COPIED_STEPS
    story.say(
        f"""Is that a mistake? A measurement: {COPIES} copies of the wide network, their start
        weights changed by at most {NUDGE:.0e} of their size, about the last digit that a computer
        keeps. With a step of {calm:g} the copies end the same, to within {_apart(spread[calm])}
        of the error. With a step of {wild:g} they end between {spread[wild].min():.6f} and
        {spread[wild].max():.6f}, which is {_apart(spread[wild])} of the error: the leaps of the
        early updates have magnified the last digit beyond all measure. Computers add up in
        different orders, each rounds a little differently, and so each lands somewhere else in
        this range; the course's did, too. This is called chaos, or the butterfly effect. Nobody
        needs these digits. But if a result depends on the order of a sum, the steps were
        wide."""
    )


def _compared(
    story: Story, runs: Sequence[Run], step: float, hidden: int, updates: int
) -> tuple[str, ...]:
    """Note a printed error; return a row that has it beside the one found here."""
    (run,) = (run for run in runs if (run.step, run.hidden) == (step, hidden))
    here, printed = run.marked[MARKS.index(updates)], PRINTED[step, hidden, updates]
    what = f"step {step:g}, {hidden} hidden, {updates:,} updates"
    story.figure(f"printed in the course: error, {what}", printed)
    return f"{step:g}", str(hidden), f"{updates:,}", *_beside(here, printed)


def _beside(here: float, printed: float) -> tuple[str, str, str]:
    return f"{here:.12g}", f"{printed:.12g}", f"{abs(here / printed - 1):.0e}"


def _errors(copies: Sequence[Run], step: float) -> np.ndarray:
    return np.array([run.marked[-1] for run in copies if run.step == step])


def _apart(errors: np.ndarray) -> str:
    return f"{np.ptp(errors) / errors.mean():.0e}"
