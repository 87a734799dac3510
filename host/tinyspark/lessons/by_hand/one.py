"""One linear neuron and one example: an update by hand, the step size, a bias."""

import numpy as np

from tinyspark.lessons.plain import numbers, plain
from tinyspark.lessons.story import Story
from tinyspark.nn.layers import Dense
from tinyspark.nn.loss import SquaredError
from tinyspark.nn.network import Network
from tinyspark.nn.train import Examples, train

ONE = Examples(np.array([[0.1, 0.8]]), np.array([[0.4]]))
STEPS = (1.0, 0.1, 0.05, 0.01)
LEAPS = (3.0, 3.5)  # beyond 2 / 0.65 = 3.08 the error grows
UPDATES = 1000
CLOSE = 0.001


def neuron(bias: float | None = None) -> Network:
    """Return the linear neuron with the weights 0.3 and 0.9, and a bias if one is wanted."""
    return Network([Dense(np.array([[0.3], [0.9]]), None if bias is None else np.array([bias]))])


def tell_update(story: Story) -> None:
    """Every number of one update."""
    story.heading("One update with pencil and paper")
    story.say(
        """A linear neuron multiplies each input by its weight and adds up. Ours has two inputs,
        0.1 and 0.8, and the weights 0.3 and 0.9. We want 0.4 from it."""
    )
    network, loss = neuron(), SquaredError(mean=False)
    output = network.forward(ONE.inputs)
    error = loss.gradient(output, ONE.targets)
    network.backward(error)
    deltas = network.gradients.copy()
    train(network, ONE, plain(1, 1.0))
    again = network.forward(ONE.inputs)
    for name, value in (
        ("output", output.item()),
        ("error", error.item()),
        ("deltas", deltas),
        ("new weights", network.parameters),
        ("new output", again.item()),
        ("new error", (again - ONE.targets).item()),
    ):
        story.figure(name, value)
    story.table(
        ("", "by hand", "the trainer"),
        [
            ("output", "0.1 x 0.3 + 0.8 x 0.9", numbers(output[0])),
            ("error = output - answer", "0.75 - 0.4", numbers(error[0])),
            ("deltas = input x error", "0.1 x 0.35, 0.8 x 0.35", numbers(deltas)),
            ("weights - deltas", "0.3 - 0.035, 0.9 - 0.28", numbers(network.parameters)),
            ("new output", "0.1 x 0.265 + 0.8 x 0.62", numbers(again[0])),
            ("new error", "0.5225 - 0.4", numbers(again[0] - ONE.targets[0])),
        ],
    )
    story.say(
        """The second weight moved eight times as far as the first: its input was eight times as
        large, so it had eight times the part in the error. And the error shrank from 0.35 to
        0.1225, which is 0.35 x 0.35. That is no accident: each update takes the same share off,
        here 0.1 x 0.1 + 0.8 x 0.8 = 0.65 of it, and 0.35 of it is left."""
    )
    story.say(
        """On the board this neuron has two buttons for inputs, and a pressed one is 1: Button 2
        alone makes 0.62, more than one half, and the LED lights up; Button 1 alone makes 0.265,
        and it stays dark."""
    )
    story.network("neuron", network, ("button1", "button2"), ("on",))


def tell_steps(story: Story) -> dict[str, list[float]]:
    """The error for several step sizes; return it for each update of each."""
    story.heading("How far to step")
    errors, rows = {}, []
    for step in (*STEPS, *LEAPS):
        found = _errors(step)
        errors[f"{step:g}"] = found.tolist()
        small = np.flatnonzero(np.abs(found) < CLOSE)
        shown = (f"{found[update]:.6g}" for update in (1, 2, 10))
        rows.append((f"{step:g}", *shown, str(small[0]) if small.size else "never"))
    story.figure("step sizes", [*STEPS, *LEAPS])
    story.figure("errors after 10 updates", [found[10] for found in errors.values()])
    header = ("step", "error after 1", "after 2", "after 10 updates", f"below {CLOSE} after")
    story.table(header, rows)
    story.say(
        f"""Multiply the deltas by a step size before they are taken off the weights. An update now
        leaves 1 - step x 0.65 of the error: with 0.1 that is 0.935, with 0.01 0.9935, slow and
        safe. With {LEAPS[0]:g} it is -0.95: the neuron leaps across its goal and lands almost as
        far away on the other side. With {LEAPS[1]:g} it is -1.275, and every leap makes things
        worse. For a single neuron one can work out the best step, 1 / 0.65; for a network nobody
        can, so one tries: 0.1, 0.05, 0.01."""
    )
    return errors


def _errors(step: float) -> np.ndarray:
    """Return the error before any update and after each of UPDATES."""
    found = [(neuron().forward(ONE.inputs) - ONE.targets).item()]

    def watch(update: int, network: Network) -> None:
        found.append((network.forward(ONE.inputs) - ONE.targets).item())

    train(neuron(), ONE, plain(UPDATES, step), watch=watch)
    return np.array(found)


def tell_bias(story: Story) -> None:
    """The same update with a bias, which can be too much."""
    story.heading("A bias")
    rows = []
    for step in (1.0, 0.1):
        network = neuron(0.0)
        train(network, ONE, plain(1, step))
        output = network.forward(ONE.inputs)
        error = (output - ONE.targets).item()
        story.figure(f"with bias, step {step:g}: weights and bias", network.parameters)
        story.figure(f"with bias, step {step:g}: error", error)
        rows.append((f"{step:g}", numbers(network.parameters), f"{output.item():g}", f"{error:g}"))
    story.table(("step", "weights and bias", "new output", "new error"), rows)
    story.say(
        """Without a bias a neuron answers 0 when its inputs are 0, whatever it learns. A bias is a
        weight whose input is always 1, and it learns like any other: delta = 1 x error. It has
        the largest input of the three, so it moves most. With a step of 1 an update now takes
        0.65 + 1 = 1.65 of the error off: too much, the error changes its sign. A tenth of the
        step is fine."""
    )
