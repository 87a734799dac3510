"""The neuron with other answers, with a wrong rule of learning, with tanh, with softmax."""

from typing import Any

import numpy as np

from tinyspark.lessons import start
from tinyspark.lessons.neuron.task import ANSWERS, BUTTONS, INPUTS, NAMES, RULE, neuron
from tinyspark.lessons.plain import numbers, plain
from tinyspark.lessons.story import Story
from tinyspark.nn.layers import Dense, ReLU, Sigmoid, Softmax
from tinyspark.nn.network import Network
from tinyspark.nn.train import Examples, train

SHORT = 300
STUCK = 10_000
SOFTMAX = 2_000


class Everywhere(Dense):
    """A dense layer that learns wrongly: its weights do not ask what their input was."""

    def learn(self, gradient: np.ndarray) -> None:
        self.weight_gradients[...] = gradient.sum(axis=-2, keepdims=True)


class CourseSoftmax(Softmax):
    """Softmax over the examples with the slope that the course gives it: 1 where it is above 0."""

    def backward(self, gradient: np.ndarray) -> np.ndarray:
        return gradient * (self.outputs > 0)


def tell_other_answers(story: Story) -> None:
    """Let the same neuron learn the second column."""
    story.heading("Other answers, another rule")
    network = neuron()
    train(network, Examples(INPUTS, INPUTS[:, 1:2]), plain(SHORT, 1.0))
    outputs = network.forward(INPUTS)[:, 0]
    story.figure("second column, predictions", outputs)
    story.figure("second column, weights", network.parameters)
    story.say(
        f"""The same neuron, from the same start weights, with the answers 0 1 0 1: these are the
        second input. After {SHORT} updates it predicts {numbers(outputs, 4)}: below 0.1 where 0
        is right, above 0.9 where 1 is. Nothing in the program changed; a neuron is whatever its
        examples make of it."""
    )
    story.network("second-input", network, BUTTONS, ("second",))


def tell_without_inputs(story: Story) -> dict[str, Any]:
    """Leave the multiplication by the input out; return the mean error over the updates."""
    story.heading("What if the multiplication by the input is left out?")
    network = Network([Everywhere(start.weights(1, (3, 1))[0]), Sigmoid()])
    before = network.parameters.copy()
    story.progress("learning without the input")
    wanted = set(np.geomspace(1, STUCK, 80).astype(int).tolist()) | {11, 101, 1001}
    errors: dict[int, float] = {}

    def watch(update: int, network: Network) -> None:
        if update in wanted:  # the last outputs are those before this update
            errors[update - 1] = float(np.abs(network.layers[1].outputs - ANSWERS).mean())

    train(network, RULE, plain(STUCK, 1.0), watch=watch)
    outputs = network.forward(INPUTS)
    errors[STUCK] = float(np.abs(outputs - ANSWERS).mean())
    seen = [0, 10, 100, 1000, STUCK]
    story.figure("without inputs, mean error", [errors[update] for update in seen])
    story.figure("without inputs, predictions", outputs[:, 0])
    story.table(
        ("updates", *(f"{update:,}" for update in seen)),
        [("mean error", *(f"{errors[update]:.6f}" for update in seen))],
    )
    moved = network.parameters - before
    story.say(
        f"""It never gets there. All three weights now move by the same amount ({moved[0]:.4f} in
        all), so what makes them different stays as chance made it. Whom to blame is the heart of
        learning: the multiplication by the input answers it."""
    )
    return {"updates": list(errors), "errors": list(errors.values())}


def tell_tanh(story: Story) -> None:
    """Take tanh in the place of the sigmoid, with the course's step and a smaller one."""
    story.heading("Another squeeze: tanh")
    outputs = {}
    for step in (1.0, 0.1):
        network = neuron(5, "tanh")
        train(network, RULE, plain(SHORT, step))
        outputs[step] = network.layers[1].outputs[:, 0].copy()  # before the last update
        if step == 1.0:
            story.figure("tanh weights", network.parameters)
            story.figure("tanh outputs", outputs[step])
    story.figure("tanh outputs, step 0.1", outputs[0.1])
    story.network("tanh", network, BUTTONS, ("first",))
    story.table(
        ("tanh, after 300 updates", *NAMES),
        [(f"step {step:g}", *(f"{o:.8f}" for o in row)) for step, row in outputs.items()],
    )
    story.say(
        """tanh goes from -1 to 1 and is four times as steep as the sigmoid in the middle. With
        the course's step of 1 it jumps to and fro across its goal: two outputs swing between
        about -0.31 and 0.31, -0.47 and 0.47 for ever. A tenth of the step, and it settles."""
    )


def tell_softmax(story: Story) -> None:
    """ReLU, then softmax over the four examples: what it can and cannot say."""
    story.heading("ReLU, then softmax over the four examples")
    weights = start.weights(5, (3, 1))[0] + 1  # 2 * random, without the -1
    network = Network([Dense(weights), ReLU(), CourseSoftmax(axis=-2)])
    train(network, RULE, plain(SOFTMAX, 1.0))
    outputs = network.layers[2].outputs[:, 0]
    story.figure("softmax weights", network.parameters)
    story.figure("softmax outputs", outputs)
    story.say(
        f"""After {SOFTMAX:,} updates the weights are {numbers(network.parameters, 12)} and the
        outputs {numbers(outputs, 5)}. Softmax deals out shares of 1, and here the four examples
        have to share. Two of them should be 1: that is impossible, so one gets all, the error of
        the other never goes away, and the weights grow by one with every update for ever. Softmax
        belongs over the answers to one example (this gesture or that one), and there the kit
        uses it."""
    )
