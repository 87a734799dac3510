"""The glass box: tells one trace from the counts to the decision, and what a board makes of it.

Chooses the order; each part of the story is a module of its own. Computes nothing.
"""

from tinyspark.learning.glass_box.compare import Comparison
from tinyspark.learning.glass_box.trace import Trace
from tinyspark.lessons.glass_box import boards, gesture, network, patterns
from tinyspark.lessons.story import Story


def run(story: Story, trace: Trace, comparison: Comparison | None) -> None:
    """Tell the story of a trace; comparison: None when no board was asked."""
    story.figure("samples", len(trace.case.samples))
    story.figure("looks", trace.looks)
    story.figure("multiply-adds", trace.multiply_adds)
    gesture.tell(story, trace)
    network.tell(story, trace)
    patterns.tell(story, trace)
    boards.tell(story, comparison)
