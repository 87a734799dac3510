"""Does a score still rise with more data? Curves of it, and a sentence. Knows only numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tinyspark.learning.report.certainty import compare

ENOUGH = 0.995  # such a score cannot rise by much
SOME = 0.01  # such a change is worth a word
FEWEST = 20  # tested takes
NAMES = {"subject": "persons", "session": "sessions"}


@dataclass(frozen=True)
class Curve:
    """counts: of what there is; right: [tested] for each, the same takes; the last is of all.

    spread: by how much the accuracy differs when all is trained anew.
    """

    counts: Sequence[float]
    right: Sequence[np.ndarray]
    spread: float = 0.0

    def points(self) -> list[dict[str, Any]]:
        """Return {n, accuracy} for each count."""
        return [
            {"n": round(count), "accuracy": float(right.mean())}
            for count, right in zip(self.counts, self.right, strict=True)
        ]

    @property
    def half(self) -> int:
        """The place of the count nearest to half of all."""
        apart = [abs(count - self.counts[-1] / 2) for count in self.counts]
        return int(np.argmin(apart))

    def change(self) -> dict[str, Any]:
        """Return what all of it has over half of it (see certainty.compare)."""
        return compare(self.right[self.half], self.right[-1])

    def rises(self) -> bool:
        """Is all clearly better than half of it?"""
        change = self.change()
        return bool(change["change"] > change["error"] + self.spread)

    def falls(self) -> bool:
        """Is all clearly worse than half of it?"""
        change = self.change()
        return bool(change["change"] < -change["error"] - self.spread)


def text(curves: Mapping[str, Curve]) -> str:
    """Say whether more data would help, and of which kind."""
    kinds = {NAMES.get(kind, kind): curve for kind, curve in curves.items()}
    first = next(iter(kinds.values()))
    if len(first.right[-1]) < FEWEST:
        return "So few takes were tested that nothing can be said about more of them."
    if first.right[-1].mean() >= ENOUGH:
        return "With so few mistakes left, more data of the same kind cannot help much."
    rising = [name for name, curve in kinds.items() if curve.rises()]
    if rising:
        what = f"The score still rises with the number of {' and of '.join(rising)}"
        return f"{what}: {_advice(kinds)}."
    if any(curve.falls() for curve in kinds.values()):
        return (
            "The score falls with more data: some recordings do not go with the others. Look at"
            " the sessions and labels one by one before recording more."
        )
    if max(curve.change()["change"] for curve in kinds.values()) >= SOME:
        return (
            "The score seems to rise a little still, which may be chance. To find out,"
            f" {_advice(kinds)}."
        )
    return (
        "The score does not rise any more: half of the data does as well as all of it. More of"
        " the same will hardly help; recordings that differ may (other persons, other days)."
    )


def _advice(kinds: Mapping[str, Curve]) -> str:
    groups = next((name for name in kinds if name != "recordings"), None)
    if groups is None:
        return "record more"
    if "recordings" not in kinds or _groups_rather(kinds["recordings"], kinds[groups]):
        return f"record more {groups} rather than more of the same {groups}"
    return f"record more, of the same {groups} or of others"


def _groups_rather(recordings: Curve, groups: Curve) -> bool:
    """Are the recordings of some clearly worse than as many recordings of all of them?"""
    place = groups.half
    share = groups.counts[place] / groups.counts[-1]
    shares = np.array(recordings.counts) / recordings.counts[-1]
    of_all = np.interp(share, shares, [right.mean() for right in recordings.right])
    of_some = groups.right[place].mean()
    error = 2 * np.sqrt(of_all * (1 - of_all) / len(groups.right[place]))
    return bool(of_all - of_some > error)
