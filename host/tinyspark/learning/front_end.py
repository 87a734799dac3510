"""Where a recording holds a gesture: the settings of the segmenter, and cutting with it.

The settings are chosen from the training recordings alone; cutting uses gesturekit's Segmenter,
so training and scoring see exactly the pieces that a board would. Recordings are padded with
stillness (their first and last sample held), because a take may be cut tightly.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from gesturekit.features import MAX_SAMPLES
from gesturekit.model_format import NO_IDLE
from gesturekit.segmenter import NOTHING, Segmenter
from tinyspark.dataset.recording import Recording
from tinyspark.errors import UserError
from tinyspark.learning.feature_twin import movement

IDLE_NAMES = ("idle", "still", "stillness", "rest", "nothing", "none")
LAG = 0.058  # seconds between the samples that movement compares
QUIET = 0.3  # seconds of stillness that end a gesture
HOP = 0.25
HOLDOFF = 0.3
LONGEST_WINDOW = 3.0
LASTING_WINDOW = 2.0  # for motions that go on for longer than any window
FLOOR = 100  # counts: several times what the kit's sensor shows when it lies on a table
GATE_SHARE = 0.13  # of the peak of the gentlest gesture
GATE_LIMIT = 0.3  # likewise, where recorded stillness asks for more
LEAST_SHARE = 0.6  # of the shortest gestures' length; a knock lasts 2 * lag samples at most
PEAK_SHARE = 0.5  # of the gentlest gestures' peak
MAIN_SHARE = 0.4  # of the movement in a take's main piece; lesser pieces are by-play


@dataclass(frozen=True)
class Take:
    """A padded recording [samples, axes], its movement, and the number of its label."""

    samples: np.ndarray
    movement: np.ndarray
    label: int


@dataclass(frozen=True)
class Piece:
    """Samples begin..end of a padded recording, as the segmenter cut them."""

    begin: int
    end: int
    peak: int

    @property
    def length(self) -> int:
        return self.end - self.begin


@dataclass(frozen=True)
class FrontEnd:
    """The model's fields of the same names, in samples and counts."""

    lag: int
    quiet: int
    hop: int
    holdoff: int
    window: int
    gate: int = 1
    least: int = 0
    peak: int = 0
    idle: int = NO_IDLE

    def cut(self, take: Take) -> list[Piece]:
        """Return the pieces that the network is asked about."""
        segmenter = Segmenter(self)
        pieces = []
        for value in take.movement.tolist():
            if segmenter.step(value) != NOTHING:
                piece = Piece(segmenter.begin, segmenter.end, segmenter.peak)
                if piece.length >= self.least and piece.peak >= self.peak:
                    pieces.append(piece)
        return pieces


@dataclass(frozen=True)
class ButtonFront:
    """A take that a button starts and that is looked at whole; its length in samples."""

    length: int
    idle: int = NO_IDLE

    def cut(self, take: Take) -> list[Piece]:
        """Return the one piece there is."""
        return [Piece(0, self.length, 0)]


def start(rate: int) -> FrontEnd:
    """Return what depends on the sample rate alone."""
    return FrontEnd(
        lag=max(1, round(LAG * rate)),
        quiet=max(2, round(QUIET * rate)),
        hop=max(1, round(HOP * rate)),
        holdoff=round(HOLDOFF * rate),
        window=min(MAX_SAMPLES, round(LONGEST_WINDOW * rate)),
    )


def padded(samples: np.ndarray, front: FrontEnd) -> np.ndarray:
    """Return samples [n, axes] with as much stillness at both ends as the segmenter needs."""
    return np.pad(samples, ((front.lag, front.lag + front.quiet), (0, 0)), mode="edge")


def prepare(recording: Recording, label: int, front: FrontEnd) -> Take:
    """Pad a recording and measure its movement."""
    samples = padded(recording.samples, front)
    return Take(samples, movement(samples, front.lag), label)


def choose(takes: Sequence[Take], labels: Sequence[str], rate: int) -> FrontEnd:
    """Return the settings that suit these training takes."""
    front = start(rate)
    peaks = _peaks(takes, len(labels))
    idle = _idle(labels, peaks)
    moving = [take for take in takes if take.label != idle]
    if not moving:
        raise UserError("All takes are of stillness.\nRecord some of a gesture.")
    gentlest = min(float(np.median(peaks[number])) for number in {t.label for t in moving})
    gate = max(FLOOR, GATE_SHARE * gentlest)
    if idle != NO_IDLE and len(peaks[idle]):
        still = 1.2 * float(np.quantile(peaks[idle], 0.9))
        gate = max(gate, min(still, GATE_LIMIT * gentlest))
    front = replace(front, gate=int(gate), idle=idle, window=MAX_SAMPLES)
    _need_movement(moving, labels, front)
    front = replace(front, window=_window(_pieces(moving, front), rate))
    pieces = _pieces(moving, front)
    least = LEAST_SHARE * float(np.quantile([piece.length for piece in pieces], 0.01))
    peak = PEAK_SHARE * float(np.quantile([piece.peak for piece in pieces], 0.01))
    return replace(
        front, least=max(int(least), 2 * front.lag + 2), peak=max(front.gate, int(peak))
    )


def main_pieces(take: Take, front: FrontEnd | ButtonFront) -> list[Piece]:
    """Return the pieces of a take without those that are mere by-play beside the gesture."""
    pieces = front.cut(take)
    amounts = [int(take.movement[piece.begin : piece.end].sum()) for piece in pieces]
    least = MAIN_SHARE * max(amounts, default=0)
    return [piece for piece, amount in zip(pieces, amounts, strict=True) if amount >= least]


def _need_movement(takes: Sequence[Take], labels: Sequence[str], front: FrontEnd) -> None:
    for number in {take.label for take in takes}:
        if not _pieces([take for take in takes if take.label == number], front):
            raise UserError(
                f"The takes of {labels[number]!r} hold no movement to speak of.\n"
                "Record them again, or name stillness `idle`."
            )


def _pieces(takes: Sequence[Take], front: FrontEnd) -> list[Piece]:
    return [piece for take in takes for piece in main_pieces(take, front)]


def _peaks(takes: Sequence[Take], labels: int) -> list[np.ndarray]:
    """Return the greatest movement of every take, by label."""
    peaks: list[list[int]] = [[] for _ in range(labels)]
    for take in takes:
        peaks[take.label].append(int(take.movement.max()))
    return [np.array(each) for each in peaks]


def _idle(labels: Sequence[str], peaks: list[np.ndarray]) -> int:
    """Return the label of stillness: by its name, or by takes no livelier than a table."""
    for number, label in enumerate(labels):
        if label.strip().lower() in IDLE_NAMES:
            return number
    for number, each in enumerate(peaks):
        if len(each) and np.median(each) < FLOOR:
            return number
    return NO_IDLE


def _window(pieces: Sequence[Piece], rate: int) -> int:
    """Return a window that holds the gestures, or some of a motion that goes on and on."""
    longest = min(MAX_SAMPLES, round(LONGEST_WINDOW * rate))
    lengths = np.array([piece.length for piece in pieces])
    short = lengths[lengths <= longest]
    if len(short) < 0.5 * len(lengths):
        return round(LASTING_WINDOW * rate)
    return min(longest, round(1.1 * float(np.quantile(short, 0.99))))
