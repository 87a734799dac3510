"""Lesson "step-size": seven step sizes, two sizes of network, the course's table line by line.

runs   the networks, all trained at once, and what is noted of them
table  what the table teaches; turns  how often weights turn back; digits  why two lines differ
"""

from tinyspark.lessons import staircase
from tinyspark.lessons.plain import numbers
from tinyspark.lessons.step_size import digits, runs, table, turns
from tinyspark.lessons.story import Story
from tinyspark.nn.network import Network

BOARD_STEP = 10.0  # the best of the small networks goes onto the board

PROGRAM = """
    from tinyspark.lessons import staircase
    from tinyspark.lessons.plain import plain
    from tinyspark.nn.train import train

    for step in (10, 30, 60):
        network = staircase.network(4, seed=1)
        train(network, staircase.EXAMPLES, plain(10_000, step))
        outputs = network.forward(staircase.EXAMPLES.inputs)
        print(step, staircase.error(outputs))
"""


def run(story: Story) -> None:
    """Tell the lesson."""
    smallest = _tell_one_layer(story)
    table.tell_problem(story)
    trained, copies = runs.together(
        lambda share: story.progress("thirty networks, 60,000 updates", share)
    )
    table.tell(story, trained)
    turns.tell(story, trained)
    digits.tell(story, trained, copies)
    best = next(run for run in trained if (run.step, run.hidden) == (BOARD_STEP, runs.HIDDEN[0]))
    story.network("staircase", best.network, staircase.INPUTS, staircase.LABELS)
    story.network("one-layer", smallest, staircase.INPUTS[:2], ("first",))
    story.picture(
        "step_size",
        curves=[(run.step, run.hidden, run.updates, run.errors.tolist()) for run in trained],
        turns=[(run.step, turns.in_row(run)) for run in turns.chosen(trained)],
    )
    story.next(
        """On the board, the two buttons are the two switches of the stairs. The lesson
        `optimizers` shows ways of choosing the step by machine. `tinyspark sweep` does what this
        lesson did with your own gestures: many step sizes and network sizes at once. And guess
        first, then try with the program below: where between 10 and 100 does the small network
        begin to fail? Is it the same from another start (seed 2, 3, ...)?"""
    )
    story.program(PROGRAM)


def _tell_one_layer(story: Story) -> Network:
    """Train the smallest network of the chapter."""
    network, outputs = runs.one_layer()
    story.heading("To warm up: two inputs, one layer")
    story.say(
        f"""The smallest network of this chapter: two inputs, one output, a sigmoid, no hidden
        layer. Inputs 01 shall give 0, inputs 10 shall give 1. After 10,000 updates with a step
        of 1 the outputs for 01 01 10 10 are {numbers(outputs)}. Learned, and nothing more is
        to be had from one layer: look at the next problem."""
    )
    story.figure("one layer, outputs", outputs)
    return network
