"""The course's worked example: one measurement forward and one update back, number by number."""

import numpy as np

from tinyspark.lessons.gesture.printed_rule import PrintedRule
from tinyspark.lessons.gesture.task import LABELS, LOSS, STEP, network
from tinyspark.lessons.plain import percent, plain
from tinyspark.lessons.story import Story
from tinyspark.nn.gradient_check import check, numeric
from tinyspark.nn.layers import Dense
from tinyspark.nn.network import Network
from tinyspark.nn.train import Examples, train

MEASURED = np.array([[5.1, 46.7, 120.5]])
EXAMPLE = Examples(MEASURED / 100, np.array([[1.0, 0.0]]))


def example_network(output: type[Dense] = Dense) -> Network:
    """Return the network of the worked example; output: the class of its last layer."""
    start = network([[-0.50, 0.22, -0.91], [0.61, 0.14, -0.48]], [[0.73, 0.29], [-0.29, -0.24]])
    first, second = start.dense
    return Network([Dense(first.weights), output(second.weights)])


def tell_forward(story: Story) -> None:
    """From the measurement to the outputs and their errors."""
    inputs, hidden, outputs = (values[0] for values in example_network().trace(EXAMPLE.inputs))
    errors = outputs - EXAMPLE.targets[0]
    story.figure("by hand: hidden", hidden)
    story.figure("by hand: outputs", outputs)
    story.heading("One measurement by hand")
    story.say(
        f"""A hand comes closer: the sensor says 5.1, then 46.7, then 120.5. Divided by 100, so
        that inputs and weights are of a size: {_few(inputs)}. A hidden neuron multiplies each by
        its weight and adds up. Take a pencil:"""
    )
    (first, second) = example_network().dense
    story.table(
        ("neuron", "its weights", "what it adds up", "result"),
        [
            *_sums("hidden", first.weights, inputs),
            *_sums("output", second.weights, hidden),
        ],
    )
    story.say(
        f"""Output 1 stands for `{LABELS[0]}`, output 2 for `{LABELS[1]}`. They should be 1 and 0;
        the weights are random, and so are the answers. The errors, output minus target, are
        {_few(errors)}. The course adds them up and calls the sum, {errors.sum():.4f}, the loss.
        Careful: in such a sum a large positive and a large negative error cancel, and "less" can
        mean worse. The trainer squares the errors before it adds them, and takes half of that:
        {_loss(example_network()):.4f}."""
    )
    story.figure("by hand: signed sum", errors.sum())


def tell_check(story: Story) -> None:
    """The printed rule and the right one beside the slope that is found by trying."""
    story.heading("Who is to blame? The rule for the hidden weights")
    story.say(
        """An output weight is to blame for error x what came in through it, the hidden value.
        A hidden weight works through the outputs, so the blame is passed back through the
        weights that lead there: for hidden neuron 1 it is error 1 x its weight to output 1
        + error 2 x its weight to output 2, all that x input. That is backpropagation. The
        course's chapter has a slip at this place: it takes the hidden value once more
        where the outgoing weight belongs, (error 1 + error 2) x hidden value x input. It looks
        almost the same on paper, and it is the easiest mistake of all in this calculation."""
    )
    tried = numeric(example_network(), EXAMPLE, LOSS)[:6]
    rules = {name: _slopes(rule) for name, rule in (("right", Dense), ("printed", PrintedRule))}
    rows = [
        (f"input {place // 2 + 1} to hidden {place % 2 + 1}", f"{tried[place]:.6f}")
        + tuple(f"{slopes[place]:.6f}" for slopes in rules.values())
        for place in np.arange(6).reshape(3, 2).T.flat
    ]
    story.table(("hidden weight", "by trying", "right rule", "printed rule"), rows)
    differences = {
        name: check(example_network(rule), EXAMPLE, LOSS)
        for name, rule in (("right", Dense), ("printed", PrintedRule))
    }
    for name, slopes in rules.items():
        story.figure(f"by hand: slopes of the hidden weights, {name} rule", slopes)
        story.figure(f"gradient check, {name} rule", differences[name])
    hidden = float(
        np.linalg.norm(rules["printed"] - tried)
        / (np.linalg.norm(rules["printed"]) + np.linalg.norm(tried))
    )
    story.figure("gradient check of the hidden weights, printed rule", hidden)
    story.say(
        f"""How can one know? By trying: make a weight a little larger, then a little smaller,
        and see how the loss changes. That is slow but needs no formula, so it finds out every
        formula. It is called a gradient check. Its figure is how far the slopes of a rule, all
        ten together, lie from those found by trying, as a share of the length of both: 0 % where
        they are the same, 100 % where they point in opposite directions. The right rule is off
        by {differences["right"]:.0e}, which is rounding. The printed one is off by
        {percent(differences["printed"])}, although it gets the four output weights right; for the
        six hidden weights alone it is {percent(hidden)}, and the sign is
        {_signs(tried, rules["printed"])}."""
    )


def tell_update(story: Story) -> None:
    """What one update does to the loss, layer by layer, by both rules."""
    before = _loss(example_network())
    rows = []
    for name, rule in (("right", Dense), ("printed", PrintedRule)):
        updated = example_network(rule)
        train(updated, EXAMPLE, plain(1, STEP))
        hidden, output = (example_network() for _ in range(2))
        hidden.dense[0].weights[:] = updated.dense[0].weights
        output.dense[1].weights[:] = updated.dense[1].weights
        losses = [_loss(each) - before for each in (output, hidden, updated)]
        story.figure(f"by hand: change of the loss, {name} rule", losses)
        rows.append((f"{name} rule", *(f"{change:+.5f}" for change in losses)))
    story.table(("change of the loss", "by output weights", "by hidden weights", "by both"), rows)
    story.say(
        f"""One update with a step of {STEP}: with the right rule both layers bring the loss
        down. With the printed rule the output weights do the same good work, and the hidden
        weights walk uphill. Together it is still an improvement, so nothing looks wrong. That is
        why slips of this kind live long."""
    )


def _slopes(rule: type[Dense]) -> np.ndarray:
    """Return the slopes of the six hidden weights as backward() finds them."""
    trained = example_network(rule)
    outputs = trained.forward(EXAMPLE.inputs)
    trained.backward(LOSS.gradient(outputs, EXAMPLE.targets))
    return trained.dense[0].weight_gradients.ravel().copy()


def _loss(trained: Network) -> float:
    return float(LOSS.value(trained.forward(EXAMPLE.inputs), EXAMPLE.targets))


def _signs(tried: np.ndarray, slopes: np.ndarray) -> str:
    same = np.sign(tried) == np.sign(slopes)
    if same.all():
        return "right every time"
    return (
        "wrong every time" if not same.any() else f"wrong in {(~same).sum()} of {len(same)} places"
    )


def _few(values: np.ndarray) -> str:
    return ", ".join(f"{value:.5g}" for value in values)


def _sums(name: str, weights: np.ndarray, inputs: np.ndarray) -> list[tuple[str, str, str, str]]:
    """Return a row for each neuron: its weights, its products, their sum."""
    rows = []
    for number, column in enumerate(weights.T, 1):
        products = " ".join(f"{value:+.4f}" for value in inputs * column)
        own = " ".join(f"{weight:+.2f}" for weight in column)
        rows.append((f"{name} {number}", own, products, f"{inputs @ column:.4f}"))
    return rows
