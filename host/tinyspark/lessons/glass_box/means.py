"""From samples to means: why some samples become one number of each axis, and one worked out."""

import numpy as np

from tinyspark.learning.glass_box.trace import Trace
from tinyspark.lessons.story import Story
from tinyspark.terminal.screen import counted


def tell(story: Story, trace: Trace) -> None:
    """Tell how means are made; work out the one at which most moves."""
    average, rate = trace.model.average, trace.case.rate
    if average == 1:
        story.say(f"At {rate} samples a second, what is called a mean below is a single sample.")
        return
    story.heading(f"{average} samples make one mean")
    story.say(
        f"The sensor measures {rate} times a second, but no hand turns back and forth that often."
        f" So {average} samples in a row become one number of each axis, their mean:"
        f" {rate / average:.0f} means a second. A gesture loses next to nothing by that. The"
        " sensor's noise, now up and now down, mostly cancels: about"
        f" {100 / average**0.5:.0f} % of it is left. And all that follows has one number to deal"
        f" with in place of {average}: from here on nobody looks at the samples any more."
    )
    _one(story, trace)


def _one(story: Story, trace: Trace) -> None:
    """Work out the mean at which most moves, in the axis that changes most from the one before."""
    means = trace.means()
    mean = max(1, int(np.argmax(trace.numbers["movement"])))
    axis = int(np.argmax(np.abs(means[mean] - means[mean - 1])))
    first, last = trace.samples(mean)
    counts = trace.counts()[mean * trace.model.average :][: trace.model.average, axis]
    terms = " + ".join(f"({count})" if count < 0 else str(count) for count in counts)
    story.say(
        f"One of them worked out: {trace.model.axes[axis]} in the samples {first} to {last} is"
        f" ({terms}) / {len(counts)} = {counts.sum() / len(counts):g}, rounded down:"
        f" {means[mean, axis]}. {counted(len(means), 'mean')} of each axis are made until the"
        " network is asked."
    )
