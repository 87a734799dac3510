"""Lesson "by-hand": one linear neuron with pencil and paper, then the same with the trainer.

one      one example: an update, the step size, a bias
several  eight examples: deltas averaged over batches
"""

from tinyspark.lessons.by_hand import one, several
from tinyspark.lessons.story import Story


def run(story: Story) -> None:
    """Tell the lesson."""
    one.tell_update(story)
    errors = one.tell_steps(story)
    one.tell_bias(story)
    several.tell_average(story)
    curves = several.tell_batches(story)
    story.picture("by_hand", errors=errors, curves=curves)
    story.next(
        """Take pencil and paper: inputs 0.5 and -1, weights 0.2 and 0.4, answer 1. What are
        output, error, deltas and new weights? Then put these numbers into lessons/by_hand/one.py
        of the package and let the trainer check you. The lesson `step-size` goes on with whole
        networks."""
    )
