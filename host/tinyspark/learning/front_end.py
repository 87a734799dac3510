"""Where a recording holds a gesture: the settings of the segmenter, and cutting with it.

The settings are chosen from the training recordings alone; cutting uses gesturekit's own function,
so training and scoring see exactly the pieces that a board would. Recordings are padded with
stillness (their first and last sample held), because a take may be cut tightly. From the means of
some samples on (Stream) everything here counts in those; settings are in samples, as in a model.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from gesturekit.features import MAX_SAMPLES
from gesturekit.model_format import NO_LABEL, Model
from gesturekit.plain_features import BEGIN, COUNT, END, ENDED, NOTHING, PEAK, segment
from gesturekit.sample import AXES
from gesturekit.stream import state
from tinyspark.dataset.naming import IDLE_LABELS
from tinyspark.dataset.recording import Recording
from tinyspark.errors import UserError
from tinyspark.learning.feature_twin import movement
from tinyspark.learning.task import is_unknown

MEANS = 26  # a second: gestures have nothing faster than half of it to tell them apart
LAG = 0.077  # seconds between the samples that movement compares
QUIET = 0.3  # seconds of stillness that end a gesture
HOP = 0.25
HOLDOFF = 0.3
LONGEST_WINDOW = 3.0
LASTING_WINDOW = 2.0  # for motions that go on for longer than any window
FLOOR = 100  # counts: several times what the kit's IMU shows when it lies on a table
NEAR_FLOOR = 16  # counts: likewise of the proximity sensor with nothing before it
BOTH_FLOOR = 60  # counts: of both; hands change proximity by less than a moving board its axes
GATE_SHARE = 0.13  # of the peak of the gentlest gesture
GATE_LIMIT = 0.3  # likewise, where recorded stillness asks for more
LEAST_SHARE = 0.6  # of the shortest gestures' length; a knock lasts 2 * lag samples at most
PEAK_SHARE = 0.5  # of the gentlest gestures' peak
MAIN_SHARE = 0.4  # of the movement in a take's main piece; lesser pieces are by-play


@dataclass(frozen=True)
class Take:
    """A padded recording as means [n, axes], their movement, and the number of its label."""

    samples: np.ndarray
    movement: np.ndarray
    label: int


@dataclass(frozen=True)
class Piece:
    """Means begin..end of a padded recording, as the segmenter cut them; event: what made it."""

    begin: int
    end: int
    peak: int
    event: int = ENDED

    @property
    def length(self) -> int:
        return self.end - self.begin


@dataclass(frozen=True)
class FrontEnd:
    """The model's fields of the same names, in samples and counts."""

    average: int
    lag: int
    quiet: int
    hop: int
    holdoff: int
    window: int
    gate: int = 1
    least: int = 0
    peak: int = 0
    idle: int = NO_LABEL

    def cut(self, take: Take) -> list[Piece]:
        """Return the pieces that the network is asked about."""
        now = state(self)
        pieces = []
        for count, value in enumerate(take.movement.tolist(), 1):
            now[COUNT] = count
            event = segment(now, value)
            if event != NOTHING:
                piece = Piece(now[BEGIN], now[END], now[PEAK], event)
                if piece.length * self.average >= self.least and piece.peak >= self.peak:
                    pieces.append(piece)
        return pieces


@dataclass(frozen=True)
class ButtonFront:
    """A take that a button starts and that is looked at whole; its length in samples."""

    length: int
    average: int = 1
    idle: int = NO_LABEL

    def cut(self, take: Take) -> list[Piece]:
        """Return the one piece there is."""
        return [Piece(0, self.length, 0)]


def start(rate: int) -> FrontEnd:
    """Return what depends on the sample rate alone."""
    average = max(1, round(rate / MEANS))
    lag, quiet, hop, window = (
        average * max(least, round(seconds * rate / average))
        for seconds, least in ((LAG, 1), (QUIET, 2), (HOP, 1), (LONGEST_WINDOW, 1))
    )
    return FrontEnd(
        average=average,
        lag=lag,
        quiet=max(quiet, lag + average),
        hop=hop,
        holdoff=round(HOLDOFF * rate),
        window=min(MAX_SAMPLES * average, window),
    )


def padded(samples: np.ndarray, front: FrontEnd | Model) -> np.ndarray:
    """Return samples [n, axes] with as much stillness at both ends as the segmenter needs.

    After the last sample one mean more, since the last mean may be of samples and of stillness.
    """
    after = front.average + front.lag + front.quiet
    return np.pad(samples, ((front.lag, after), (0, 0)), mode="edge")


def means(samples: np.ndarray, average: int) -> np.ndarray:
    """Return the means int16 [n // average, axes] of counts [n, axes], as a Stream makes them."""
    whole = samples[: len(samples) // average * average].astype(np.int64)
    sums = whole.reshape(-1, average, samples.shape[1]).sum(axis=1)
    return (sums // average).astype(np.int16)


def prepare(recording: Recording, label: int, front: FrontEnd) -> Take:
    """Pad a recording, make means of it and measure their movement."""
    values = means(padded(recording.samples, front), front.average)
    return Take(values, movement(values, front.lag // front.average), label)


def floor(axes: Sequence[str]) -> int:
    """Return the movement below which these axes are at rest."""
    if AXES["proximity"][0] not in axes:
        return FLOOR
    return BOTH_FLOOR if len(axes) > 1 else NEAR_FLOOR


def choose(
    takes: Sequence[Take], labels: Sequence[str], rate: int, least: int = FLOOR
) -> FrontEnd:
    """Return the settings that suit these training takes; least: floor() of their axes."""
    front = start(rate)
    peaks = _peaks(takes, len(labels))
    idle = _idle(labels, peaks, least)
    moving = [take for take in takes if take.label != idle]
    if not moving:
        raise UserError(
            "No take is of a gesture: all are of stillness or of unknown movement.\n"
            "Record some of a gesture."
        )
    gentlest = min(float(np.median(peaks[number])) for number in {t.label for t in moving})
    gate = max(least, GATE_SHARE * gentlest)
    if idle != NO_LABEL and len(peaks[idle]):
        still = 1.2 * float(np.quantile(peaks[idle], 0.9))
        gate = max(gate, min(still, GATE_LIMIT * gentlest))
    front = replace(front, gate=int(gate), idle=idle, window=MAX_SAMPLES * front.average)
    front = replace(front, window=_window(_needed(moving, labels, front), front, rate))
    pieces = _pieces(moving, front)
    length = LEAST_SHARE * float(np.quantile(_lengths(pieces, front), 0.01))
    peak = PEAK_SHARE * float(np.quantile([piece.peak for piece in pieces], 0.01))
    shortest = 2 * (front.lag + front.average)
    return replace(front, least=max(int(length), shortest), peak=max(front.gate, int(peak)))


def main_pieces(take: Take, front: FrontEnd | ButtonFront) -> list[Piece]:
    """Return the pieces of a take without those that are mere by-play beside the gesture."""
    pieces = front.cut(take)
    amounts = [int(take.movement[piece.begin : piece.end].sum()) for piece in pieces]
    least = MAIN_SHARE * max(amounts, default=0)
    return [piece for piece, amount in zip(pieces, amounts, strict=True) if amount >= least]


def _needed(takes: Sequence[Take], labels: Sequence[str], front: FrontEnd) -> list[Piece]:
    """Return the pieces of takes; UserError for a label without any."""
    found: dict[int, list[Piece]] = {take.label: [] for take in takes}
    for take in takes:
        found[take.label] += main_pieces(take, front)
    for number, pieces in found.items():
        if not pieces:
            raise UserError(
                f"The takes of {labels[number]!r} hold no movement to speak of.\n"
                "Record them again, or name stillness `idle`."
            )
    return [piece for pieces in found.values() for piece in pieces]


def _pieces(takes: Sequence[Take], front: FrontEnd) -> list[Piece]:
    return [piece for take in takes for piece in main_pieces(take, front)]


def _peaks(takes: Sequence[Take], labels: int) -> list[np.ndarray]:
    """Return the greatest movement of every take, by label."""
    peaks: list[list[int]] = [[] for _ in range(labels)]
    for take in takes:
        peaks[take.label].append(int(take.movement.max()))
    return [np.array(each) for each in peaks]


def _idle(labels: Sequence[str], peaks: list[np.ndarray], least: int) -> int:
    """Return the label of stillness: by its name, or by takes no livelier than a table."""
    for number, label in enumerate(labels):
        if label.strip().lower() in IDLE_LABELS:
            return number
    for number, each in enumerate(peaks):
        if len(each) and np.median(each) < least and not is_unknown(labels[number]):
            return number
    return NO_LABEL


def _lengths(pieces: Sequence[Piece], front: FrontEnd) -> np.ndarray:
    """Return the lengths of pieces in samples."""
    return np.array([piece.length * front.average for piece in pieces])


def _window(pieces: Sequence[Piece], front: FrontEnd, rate: int) -> int:
    """Return a window that holds the gestures, or some of a motion that goes on and on."""
    longest = round(LONGEST_WINDOW * rate)
    lengths = _lengths(pieces, front)
    short = lengths[lengths <= longest]
    wanted = 1.1 * float(np.quantile(short, 0.99)) if len(short) else 0.0
    if len(short) < 0.5 * len(lengths):
        wanted = LASTING_WINDOW * rate
    return front.average * min(MAX_SAMPLES, round(min(longest, wanted) / front.average))
