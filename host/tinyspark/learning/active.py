"""Where a recording moves: the part of a take worth keeping, the takes in a long recording.

Movement is measured and cut by the front end's own functions, so what is kept here is what a board
will look at. Only the gate is this file's: it follows from the one recording, since there may be
no others yet.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from gesturekit.model_format import NO_LABEL
from tinyspark.dataset.cuts import Span
from tinyspark.dataset.naming import IDLE_LABELS, REST_LABELS
from tinyspark.dataset.recording import Recording
from tinyspark.dataset.settings import Settings
from tinyspark.dataset.verdict import FLAT_COUNTS
from tinyspark.learning import front_end
from tinyspark.learning.front_end import FrontEnd, Piece, Take

MARGIN = 0.2  # seconds of stillness kept at both ends
WORTH = 0.1  # seconds; a take is not cut for less
TYPICAL = 0.9  # of the seconds of a long recording move less than its gestures do
GENTLE = 0.3  # of the usual peak; what stays below is by-play between gestures
STILL_LABELS = (*IDLE_LABELS, *REST_LABELS)


def movement(take: Recording, settings: Settings) -> np.ndarray:
    """Return how much a take moves, [means], from its start to its end; for a picture of it."""
    front = front_end.start(settings.rate)
    measure = _prepared(take, front).movement
    before = front.lag // front.average
    return measure[before : before + max(1, len(take.samples) // front.average)]


def floor(settings: Settings) -> int:
    """Return the movement below which a sensor is at rest."""
    return front_end.floor(settings.axes) if settings.continuous else FLAT_COUNTS


def active(take: Recording, settings: Settings, margin: float = MARGIN) -> Span:
    """Return the part of a take with its gesture and a margin (seconds); all of it without one.

    A movement much lesser than the main one, such as the press of a button, is not part of it.
    The part begins with a mean, so that its means, and where they would be cut, stay the same.
    """
    whole = Span(0, len(take.samples))
    if take.label.casefold() in STILL_LABELS:
        return whole
    front = front_end.start(settings.rate)
    prepared = _prepared(take, front)
    front = _gated(front, prepared, int(prepared.movement.max()), settings)
    found = front_end.main_pieces(prepared, front)
    if not found:
        return whole
    first, last = _span(found[0], front), _span(found[-1], front)
    extra = round(margin * settings.rate / front.average) * front.average
    part = Span(max(0, first.begin - extra), min(whole.end, last.end + extra))
    saved = whole.end - (part.end - part.begin)
    return part if saved > WORTH * settings.rate else whole


def pieces(
    take: Recording, settings: Settings, margin: float = MARGIN, pause: float = front_end.QUIET
) -> list[Span]:
    """Return the gestures of a continuous recording, each with a margin, none overlapping.

    pause: seconds of rest between two gestures, at least.
    """
    front = front_end.start(settings.rate)
    means = round(pause * settings.rate / front.average)
    front = replace(front, quiet=max(front.lag + front.average, means * front.average))
    prepared = _prepared(take, front)
    front = _gated(front, prepared, _usual(prepared, front, settings), settings)
    found = front.cut(prepared)
    least = GENTLE * float(np.median([piece.peak for piece in found])) if found else 0.0
    shortest = 2 * (front.lag + front.average)  # as long as a knock
    found = [
        piece
        for piece in found
        if piece.peak >= least and piece.length * front.average >= shortest
    ]
    spans = [_span(piece, front) for piece in found]
    return _widened(spans, round(margin * settings.rate), len(take.samples))


def _prepared(take: Recording, front: FrontEnd) -> Take:
    return front_end.prepare(take, NO_LABEL, front)


def _gated(front: FrontEnd, take: Take, peak: int, settings: Settings) -> FrontEnd:
    """Return a front end that takes each movement as one piece, however long it is."""
    gate = max(floor(settings), int(front_end.GATE_SHARE * peak))
    return replace(front, gate=gate, window=front.average * (len(take.movement) + 1))


def _usual(take: Take, front: FrontEnd, settings: Settings) -> int:
    """Return the peak of movement in an active second of a long recording."""
    seconds = max(1, len(take.movement) * front.average // settings.rate)
    peaks = [part.max() for part in np.array_split(take.movement, seconds)]
    return int(np.quantile(peaks, TYPICAL))


def _span(piece: Piece, front: FrontEnd) -> Span:
    """Return the samples of a piece, counted from the recording's start, before its padding."""
    return Span(piece.begin * front.average - front.lag, piece.end * front.average - front.lag)


def _widened(spans: Sequence[Span], extra: int, length: int) -> list[Span]:
    """Return spans with a margin, which neighbors share when it is scarce."""
    middles = [(one.end + other.begin) // 2 for one, other in pairwise(spans)]
    limits = [0, *middles, length]
    return [
        Span(max(limits[at], span.begin - extra), min(limits[at + 1], span.end + extra))
        for at, span in enumerate(spans)
    ]
