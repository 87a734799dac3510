"""What is chosen before a training: which features, how many variations, which network, how long.

Knows no takes. choice.py tries recipes on takes.
"""

from dataclasses import dataclass

from tinyspark.nn.train import Plan

LABEL_SMOOTHING = 0.1
COMPARED = 2500  # examples of networks that are only compared with each other


@dataclass(frozen=True)
class Recipe:
    """How examples are made of takes, what the network looks like and how long it trains.

    features: a feature set of gesturekit for movements; variation: the strength of the copies of
    takes, relative to augment.py's; enough: examples, which few takes get by more copies each;
    unknown: is movement learned that is none of the labels?
    """

    hidden: int
    activation: str
    epochs: int
    bias: bool = True
    learning_rate: float = 0.01
    decay: float = 0.0
    features: str = "gesture"
    variation: float = 1.0
    enough: int = 6000
    unknown: bool = True

    @property
    def plan(self) -> Plan:
        """How the network is trained."""
        return Plan(
            self.epochs,
            learning_rate=self.learning_rate,
            decay=self.decay,
            smoothing=LABEL_SMOOTHING,
        )


COURSE = Recipe(hidden=2, activation="linear", epochs=1000, bias=False)  # the course's 3-2-2
BUTTON = Recipe(hidden=8, activation="relu", epochs=200)
MOVEMENT = Recipe(hidden=32, activation="relu", epochs=30, decay=0.3)
