"""Lesson "neuron": one neuron learns a rule from four examples, and what becomes of it then.

task      the four examples; rule      from random weights to the rule, and new inputs
variants  other answers, other activations, a wrong rule; fewest, questions  answered by measuring
"""

from tinyspark.lessons.neuron import fewest, questions, rule, variants
from tinyspark.lessons.neuron.task import INPUTS
from tinyspark.lessons.story import Story

PROGRAM = """
    from tinyspark.lessons.neuron.task import INPUTS, neuron
    from tinyspark.lessons.plain import plain
    from tinyspark.nn.train import Examples, train

    network, answers = neuron(), [[0], [0], [1], [0]]
    train(network, Examples(INPUTS, answers), plain(10_000, 1.0))
    print(network.forward(INPUTS).round(3))
"""


def run(story: Story) -> None:
    """Tell the lesson."""
    rule.tell_examples(story)
    rule.tell_first_update(story)
    learned, history = rule.tell_training(story)
    rule.tell_new_inputs(story, learned)
    variants.tell_other_answers(story)
    stuck = variants.tell_without_inputs(story)
    variants.tell_tanh(story)
    variants.tell_softmax(story)
    certain = fewest.tell_fewest(story)
    questions.tell_activations(story, learned)
    questions.tell_values(story)
    questions.tell_time_and_reuse(story, learned)
    marks = {"95 % certain": certain, f"{rule.MANY:,}": rule.MANY}
    marks[f"{rule.RUN_AGAIN:,}"] = rule.RUN_AGAIN
    story.picture(
        "neuron",
        weights=learned.parameters.tolist(),
        sums=learned.trace(INPUTS)[1][:, 0].tolist(),
        history=history | {"marks": marks},
        stuck=stuck,
    )
    story.next(
        """Let the neuron learn other answers, with the program below: 0 0 1 0 for
        001 111 101 011 works. Or does it? Try 1 1 0 1, and then 0 0 1 1. Which answers can no
        single neuron learn? The lesson `streetlight` begins there."""
    )
    story.program(PROGRAM)
