"""Lesson "streetlight": when to walk, learned from lights; first a neuron, then a hidden layer.

lights    the examples and networks      one_layer  the delta rule, and a slip in the course
hidden    one iteration by hand, then training      settings   batches, and hidden sizes
rules     all 16 rules for two lamps
"""

from tinyspark.lessons.story import Story
from tinyspark.lessons.streetlight import hidden, one_layer, rules, settings
from tinyspark.lessons.streetlight.lights import CROSSING

PROGRAM = """
    from tinyspark.lessons.plain import plain
    from tinyspark.lessons.streetlight import lights
    from tinyspark.nn.train import Examples, train

    answers = [[0], [0], [0], [1]]  # to 101, 011, 001, 111
    both = Examples(lights.CROSSING.inputs, answers)
    for network in (lights.neuron(), lights.with_hidden(4, seed=1)):
        train(network, both, plain(300, 0.1, batch=1))
        print(network.forward(both.inputs).round(2).ravel())
"""


def run(story: Story) -> None:
    """Tell the lesson."""
    one_layer.tell_one_light(story)
    slip, right = one_layer.tell_six_lights(story)
    one_layer.tell_limit(story)
    hidden.tell_by_hand(story)
    network = hidden.tell_training(story)
    hidden.tell_what_it_learned(story, network)
    curves = settings.tell_batches(story)
    settings.tell_sizes(story)
    rules.tell(story)
    story.picture(
        "streetlight",
        weights=[dense.weights.tolist() for dense in network.dense],
        activity=network.trace(CROSSING.inputs)[2].tolist(),
        curves=curves,
        lights={"slip": slip, "right": right},
    )
    story.next(
        """Put the network on a board (below) and press the buttons. Then let one neuron and the
        network with the hidden layer learn another rule. The program below tries "walk when both
        are on", one of those that the course's own start does not learn: does it with another
        seed?"""
    )
    story.program(PROGRAM)
