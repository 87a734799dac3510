"""Lesson "streetlight": when to walk, learned from lights; first a neuron, then a hidden layer.

lights    the examples and networks      one_layer  the delta rule, and a slip in the course
hidden    one iteration by hand, then training      settings   batches, and hidden sizes
"""

from tinyspark.lessons.story import Story
from tinyspark.lessons.streetlight import hidden, one_layer, settings
from tinyspark.lessons.streetlight.lights import CROSSING


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
    story.picture(
        "streetlight",
        weights=[dense.weights.tolist() for dense in network.dense],
        activity=network.trace(CROSSING.inputs)[2].tolist(),
        curves=curves,
        lights={"slip": slip, "right": right},
    )
    story.next(
        """Put the network on a board (below) and press the buttons. Then change the answers in
        lessons/streetlight/lights.py of the package: any of the 16 rules for two inputs can be
        learned. Which of them need the hidden layer?"""
    )
