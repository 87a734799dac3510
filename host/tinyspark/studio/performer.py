"""What a virtual board does at a press, or by itself while a take is recorded, which catches it.

Knows gestures of the kit's own datasets; a real board is moved by somebody.
"""

from tinyspark import bundle
from tinyspark.dataset.settings import PROXIMITY
from tinyspark.studio.toy import Toy
from tinyspark.virtual import repertoire
from tinyspark.virtual.player import Take

COURSE = "proximity-course"
BUTTON = 1
BUTTONS = "buttons"  # a model of them is played with by themselves
LEAD = 875  # ms: the hand is there half a spacing before a proximity take's first reading
LEAST = 2.5  # seconds of a take that holds a whole motion


class Performer:
    """chosen: the gesture that is performed at each take, "": none."""

    def __init__(self) -> None:
        self.chosen = ""
        self._course: list[Take] = []
        self._next = 0

    def labels(self, toy: Toy, sensor: str) -> list[str]:
        """Return what can be performed for a sensor. Takes a moment."""
        if sensor == BUTTONS:
            return []
        if sensor != PROXIMITY.sensor:
            return list(toy.labels)
        if not self._course:
            self._course = repertoire.takes([bundle.folder("datasets") / COURSE])
        return sorted({take.label for take in self._course})

    def ready(self, toy: Toy, sensor: str, button: bool) -> None:
        """The board waits for its button, or for a reading of proximity."""
        if sensor == PROXIMITY.sensor and self.chosen in self.labels(toy, sensor):
            self._come(toy, self.chosen, button)
        elif button and self.chosen:
            toy.tap(BUTTON)

    def begun(self, toy: Toy, sensor: str) -> None:
        """The take has begun."""
        if sensor != PROXIMITY.sensor and self.chosen in toy.labels:
            toy.play(self.chosen)

    def play(self, toy: Toy, label: str, sensor: str) -> bool:
        """Perform one of its labels now; return whether it has begun."""
        if sensor != PROXIMITY.sensor:
            return toy.play(label)
        self._come(toy, label, True)
        return True

    def _come(self, toy: Toy, label: str, button: bool) -> None:
        """Let a hand come as in one of the takes, in their turn."""
        takes = [take for take in self._course if take.label == label]
        take = takes[self._next % len(takes)]
        self._next += 1
        spacing = 1000 / take.rate
        if button:
            toy.board.press_and_move(take.samples, spacing)
        else:
            counts = list(take.samples)
            toy.board.play("proximity", counts, spacing_ms=spacing, delay_ms=LEAD)
