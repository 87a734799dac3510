"""Lesson "by-hand": one linear neuron with pencil and paper, then the same with the trainer.

one      one example: an update, the step size, a bias; exercise  the same with other numbers
several  eight examples: deltas averaged over batches
"""

from tinyspark.lessons.by_hand import exercise, one, several
from tinyspark.lessons.story import Story


def run(story: Story) -> None:
    """Tell the lesson."""
    one.tell_update(story)
    errors = one.tell_steps(story)
    one.tell_bias(story)
    several.tell_average(story)
    curves = several.tell_batches(story)
    story.picture("by_hand", errors=errors, curves=curves)
    exercise.tell(story)
