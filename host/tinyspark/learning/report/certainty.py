"""How sure a score is, and how much a label's name can be trusted. Knows only numbers.

Two intervals, since there are two kinds of luck: which recordings happened to be made, and which
persons happened to make them.
"""

from typing import Any

import numpy as np

LEVEL = 0.95
Z = 1.959964  # of a normal distribution, LEVEL lies within so many standard deviations
DRAWS = 2000
LEAST_PERSONS = 3


def of(figures: dict[str, Any], seed: int) -> dict[str, Any]:
    """Return what a report adds to the figures of scoring.py.

    confidence_interval: level, recordings [low, high], persons [low, high] or None.
    precision: of each label the number of recordings taken for it and the share that was right.
    """
    right = sum(row[number] for number, row in enumerate(figures["confusion"]))
    return {
        "confidence_interval": {
            "level": LEVEL,
            "recordings": wilson(right, figures["n"]),
            "persons": over_persons(figures["per_subject"], seed),
        },
        "precision": precision(figures["labels"], figures["confusion"]),
    }


def wilson(right: float, count: int) -> list[float]:
    """Return where the true share lies if `right` of `count` were right (Wilson 1927)."""
    share, extra = right / count, Z**2 / count
    middle = (share + extra / 2) / (1 + extra)
    half = Z * (share * (1 - share) / count + extra / (4 * count)) ** 0.5 / (1 + extra)
    return [max(0.0, middle - half), min(1.0, middle + half)]


def over_persons(per_subject: dict[str, dict[str, Any]], seed: int) -> list[float] | None:
    """Return where the score lies if as many persons are drawn again and again from these.

    None for fewer than LEAST_PERSONS. This is the percentile bootstrap (Efron 1979).
    """
    if len(per_subject) < LEAST_PERSONS:
        return None
    counts = np.array([each["n"] for each in per_subject.values()])
    right = counts * [each["accuracy"] for each in per_subject.values()]
    drawn = np.random.default_rng(seed).integers(len(counts), size=(DRAWS, len(counts)))
    shares = right[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    return np.quantile(shares, [(1 - LEVEL) / 2, (1 + LEVEL) / 2]).tolist()


def precision(labels: list[str], confusion: list[list[int]]) -> dict[str, dict[str, Any]]:
    """Return for each label how many recordings were taken for it (n), and the share rightly so.

    The share is None where there are none.
    """
    taken = np.array(confusion).sum(axis=0).tolist()
    return {
        label: {"n": n, "precision": confusion[number][number] / n if n else None}
        for number, (label, n) in enumerate(zip(labels, taken, strict=True))
    }


def compare(before: np.ndarray, after: np.ndarray) -> dict[str, Any]:
    """Return how two models do on the same takes; before, after: which of them are right.

    n, the accuracies before and after, gained and lost takes, the change, and its error: so far
    the change may be off by chance, with a confidence of LEVEL (McNemar's pairs).
    """
    gained = int(np.count_nonzero(after & ~before))
    lost = int(np.count_nonzero(before & ~after))
    return {
        "n": len(before),
        "before": float(before.mean()),
        "after": float(after.mean()),
        "gained": gained,
        "lost": lost,
        "change": (gained - lost) / len(before),
        "error": Z * float(np.sqrt(gained + lost + 1)) / len(before),
    }
