"""Takes cut where they move, planned and named: what trim and split do, for commands and pages.

Where to cut is active.py's, or told by somebody; this file makes the takes and the plan.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from tinyspark.dataset import Dataset, cuts, mending
from tinyspark.dataset.cuts import Span
from tinyspark.dataset.dataset_rows import Row
from tinyspark.dataset.mending import Plan
from tinyspark.dataset.naming import check_label
from tinyspark.dataset.recording import Recording
from tinyspark.terminal.screen import counted

Parts = Sequence[tuple[Recording, list[Span]]]  # takes, and what stays of each


class Cut(NamedTuple):
    """A plan, the takes that are cut, and what becomes of each, by its id."""

    plan: Plan
    parts: Parts
    made: Mapping[str, Sequence[Recording]]


def trim(dataset: Dataset, rows: Sequence[Row], found: Parts) -> Cut:
    """Plan to keep one part of each take; what is kept whole is left alone."""
    parts = [(take, part) for take, part in found if part != [Span(0, len(take.samples))]]
    what = f"trimmed {counted(len(parts), 'take')} of {len(found)}" if parts else ""
    return _cut(dataset, rows, parts, what)


def split(dataset: Dataset, rows: Sequence[Row], found: Parts, label: str | None = None) -> Cut:
    """Plan takes in the place of each recording with several parts; label: not its own."""
    parts = [
        (take if label is None else replace(take, label=check_label(label)), spans)
        for take, spans in found
        if len(spans) > 1
    ]
    made = sum(len(spans) for _, spans in parts)
    what = f"split {counted(len(parts), 'recording')} into {made} takes" if parts else ""
    return _cut(dataset, rows, parts, what)


def _cut(dataset: Dataset, rows: Sequence[Row], parts: Parts, what: str) -> Cut:
    settings, identities = dataset.settings, dataset.identities
    made = {take.id: cuts.cut(take, spans, settings, identities) for take, spans in parts}
    return Cut(mending.replace(settings, rows, made, what), parts, made)
