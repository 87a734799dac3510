"""Which take, neuron and step the page Inside looks at: kept here, so that a reload loses none."""

from dataclasses import dataclass


@dataclass
class Looking:
    """take: its id, "" for none yet; step: of the way; flows: are products drawn, or weights?
    every: are all lines drawn, or the strongest?

    node: column and number of the neuron that is chosen, None for none.
    """

    take: str = ""
    step: int = 0
    flows: bool = True
    every: bool = False
    node: tuple[int, int] | None = None

    def look_at(self, take: str) -> None:
        self.take = take

    def choose(self, column: int, number: int) -> None:
        """Choose a node; the same one once more: none."""
        self.node = None if self.node == (column, number) else (column, number)

    def step_by(self, steps: int) -> None:
        self.step += steps
