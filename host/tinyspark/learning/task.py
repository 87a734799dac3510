"""What a network is to tell apart: the labels of a dataset, and what is none of them.

Knows names and settings; no takes and no numbers of a network.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from gesturekit.model_format import NO_LABEL
from tinyspark.dataset.settings import Settings

UNKNOWN = "unknown"  # the label of movement that is none of the gestures


@dataclass(frozen=True)
class Task:
    """labels: those of the takes, a label `unknown` at the end; see of().

    open: must the network know movement that is none of them?
    """

    labels: tuple[str, ...]
    settings: Settings
    open: bool = True

    @classmethod
    def of(cls, labels: Sequence[str], settings: Settings, open: bool = True) -> "Task":
        """Return what a model learns; a take at a button is always one of the labels.

        A label `unknown` comes last, as a made-up one does.
        """
        return cls(
            tuple(sorted(labels, key=is_unknown)), settings, open=open and settings.continuous
        )

    @property
    def names(self) -> tuple[str, ...]:
        """The label of each output: those of the takes, then `unknown` if no take has it."""
        made_up = self.open and not self._recorded
        return (*self.labels, UNKNOWN) if made_up else self.labels

    @property
    def unknown(self) -> int:
        """The number of `unknown`, or NO_LABEL."""
        if not self.open:
            return NO_LABEL
        return len(self.labels) - self._recorded

    @property
    def known(self) -> int:
        """How many labels are known: all of the takes but `unknown`, which is the last."""
        return min(self.unknown, len(self.labels))

    @property
    def _recorded(self) -> bool:
        return is_unknown(self.labels[-1])


def is_unknown(label: str) -> bool:
    """Tell whether a label stands for movement that is none of the gestures."""
    return label.strip().casefold() == UNKNOWN
