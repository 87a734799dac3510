"""The board's numbers beside the host's: how many were compared, how many differ."""

from tinyspark.learning.glass_box.compare import Comparison
from tinyspark.lessons.story import Story

WORDS = {
    "means": "means of all axes",
    "movement": "movement of every mean",
    "cut": "first mean looked at, and one past the last",
    "features": "features",
    "inputs": "normalized features",
    "totals": "sums after every multiply-add, layer",
    "sums": "sums of the neurons, layer",
    "outputs": "activations, layer",
    "logits": "sums on the scale of the outputs",
    "below": "how far the sums are below the best",
    "powers": "their powers",
    "confidences": "confidences",
    "distance": "distance from the best label's prototype, and its limit",
    "decision": "best label, confidence, detection",
}
KERNELS = (
    "Those are fast there: compiled for its processor, with two neurons in every multiplication."
    " Only what fast ones never show, the sums after every multiply-add and the powers, comes from"
    " the readable ones, as all numbers of this computer do. "
)


def tell(story: Story, comparison: Comparison | None) -> None:
    """Tell the comparison; figures: compared, differ."""
    story.heading("The same on the board")
    story.figure("compared", comparison.compared if comparison else 0)
    story.figure("differ", comparison.differ if comparison else 0)
    if comparison is None:
        story.say("No board was asked, so all numbers above are this computer's alone.")
        return
    story.say(
        f"{comparison.where} was handed the same counts and the same model, and computed every"
        f" step with its own files. {KERNELS if comparison.fast else ''}{comparison.compared}"
        f" integers compared, {comparison.differ} differ."
    )
    rows = [
        (_words(row.step), str(row.compared), str(row.differ))
        for row in comparison.rows
        if row.compared
    ]
    story.table(("step", "compared", "differ"), rows)
    if comparison.differ:
        story.say(
            "They must not differ. Most likely the board holds another version of the kit;"
            " `tinyspark install` brings it up to date."
        )


def _words(step: str) -> str:
    name, _, layer = step.partition(" ")
    return f"{WORDS[name]} {int(layer) + 1}" if layer else WORDS[name]
