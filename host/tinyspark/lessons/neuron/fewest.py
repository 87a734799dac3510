"""The question how few updates make the neuron 95 % certain: measured with 1,200 neurons."""

from dataclasses import replace

import numpy as np

from tinyspark.lessons.neuron.task import ANSWERS, RULE, SURE, neuron
from tinyspark.lessons.plain import percent, plain
from tinyspark.lessons.story import Story
from tinyspark.nn.layers import Linear, sigmoid
from tinyspark.nn.loss import SigmoidCrossEntropy
from tinyspark.nn.network import Network, stack
from tinyspark.nn.train import Plan, train

STEPS = (1, 3, 10, 30, 100, 1000)
STARTS = 100
LIMIT = 1000
NEVER = -1


def tell_fewest(story: Story) -> int:
    """How many updates make every prediction 95 % certain; return those of the course's neuron."""
    story.heading("Question: how few updates are enough to be 95 % certain?")
    story.progress(f"twice {len(STEPS) * STARTS} neurons at once")
    errors = needed(
        [neuron(seed) for _ in STEPS for seed in range(STARTS)],
        plain(LIMIT, 1.0),
    )
    bits = needed(
        [Network([neuron(seed).dense[0], Linear()]) for _ in STEPS for seed in range(STARTS)],
        replace(plain(LIMIT, 1.0), loss=SigmoidCrossEntropy(mean=False)),
    )
    story.figure("updates to 95 %, squared error, seed 1", errors[:, 1])
    story.figure("updates to 95 %, cross-entropy, seed 1", bits[:, 1])
    rows = [
        (f"{step:g}", *_summed_up(plainly), *_summed_up(surely))
        for step, plainly, surely in zip(STEPS, errors, bits, strict=True)
    ]
    header = ("step", "seed 1", "median", "never", "cross-entropy: seed 1", "median", "never")
    story.table(header, rows)
    story.say(
        f"""The median is that of the starts that got there within {LIMIT:,} updates. With the
        course's step of 1 and its start (seed 1) it takes {errors[0, 1]} updates
        until all four predictions are within {SURE} of their answers. A larger step needs fewer:
        {errors[3, 1]} with a step of 30. Larger still, and it becomes a lottery: from some of
        the {STARTS} random starts one single update is enough, from others the first leap lands
        so far out on the flat part of the sigmoid that {LIMIT:,} updates do not bring it back.
        With another loss, cross-entropy, the flat part does no harm: the slope cancels out,
        large errors stay large pushes, and {bits[1, 1]} updates do with a step of 3. The
        {len(STEPS) * STARTS} neurons of each loss were trained at once."""
    )
    return int(errors[0, 1])


def needed(networks: list[Network], plan: Plan) -> np.ndarray:
    """Train the networks, STARTS for each of STEPS; return updates until SURE, NEVER if never.

    Networks without a sigmoid at their end are read through one. Returns [steps, starts].
    """
    found = np.full(len(networks), NEVER)

    def watch(update: int, network: Network) -> bool:
        last = network.layers[-1]
        outputs = sigmoid(last.outputs) if isinstance(last, Linear) else last.outputs
        certain = (np.abs(outputs - ANSWERS) <= SURE).all(axis=(-2, -1))
        found[(found == NEVER) & certain] = update - 1  # the outputs are those before it
        return bool((found != NEVER).all())

    train(
        stack(networks), RULE, replace(plan, learning_rate=np.repeat(STEPS, STARTS)), watch=watch
    )
    return found.reshape(len(STEPS), -1)


def _summed_up(found: np.ndarray) -> tuple[str, str, str]:
    """Return what seed 1 needed, the median of those that got there, and how many did not."""
    there = found[found != NEVER]
    first = str(found[1]) if found[1] != NEVER else "never"
    return first, f"{np.median(there):.0f}", percent(float(np.mean(found == NEVER)))
