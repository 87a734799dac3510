"""Takes cut out of takes: a part of one, or several of a continuous recording.

Pure: takes in, takes out. Where to cut is told; the old take is not altered.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from tinyspark.dataset.identities import Identities
from tinyspark.dataset.recording import Recording, take_digest
from tinyspark.dataset.settings import Settings
from tinyspark.dataset.verdict import LOST, judge
from tinyspark.errors import UserError


class CutError(UserError):
    """A part that a take does not have."""


class Span(NamedTuple):
    """Samples begin..end of a take, without the end."""

    begin: int
    end: int


def cut(
    take: Recording, spans: Sequence[Span], settings: Settings, identities: Identities
) -> list[Recording]:
    """Return new takes of these parts; a single one keeps the number of the old take."""
    parts = [take.samples[span.begin : span.end] for span in spans]
    made = []
    for samples in parts:
        digest = take_digest(samples, take.label, take.subject, take.session)
        alone = len(parts) == 1
        identity = identities.like(take.id, digest) if alone else identities.new(digest)
        lost = [text for text in take.verdict.split("; ") if text.endswith(LOST)]
        verdict = "; ".join(lost + judge(samples, settings, label=take.label))
        made.append(replace(take, id=identity, samples=samples, verdict=verdict))
    return made


def told(take: Recording, begin: float | None, end: float | None, rate: float) -> Span:
    """Return the part between two times; rate: of times, 1 for samples. None: the take's end.

    Raises CutError for a part outside of the take, or an empty one.
    """
    length = len(take.samples)
    first = 0 if begin is None else round(begin * rate)
    last = length if end is None else round(end * rate)
    if not 0 <= first < last <= length:
        raise CutError(
            f"Take {take.id} has no part from {_shown(begin, 'its start')} to "
            f"{_shown(end, 'its end')}.\n"
            f"It is {length / rate:g} {'samples' if rate == 1 else 's'} long."
        )
    return Span(first, last)


def _shown(value: float | None, otherwise: str) -> str:
    return otherwise if value is None else f"{value:g}"
