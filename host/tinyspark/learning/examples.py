"""Takes -> examples: feature vectors with labels, of the takes, their variations and made-up ones.

Knows which feature set belongs to which sensor; the cutting is front_end.py's.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from gesturekit import features
from gesturekit.model_format import NO_LABEL
from tinyspark.errors import UserError
from tinyspark.learning import augment, feature_twin, negatives
from tinyspark.learning.augment import COPIES, Span
from tinyspark.learning.front_end import ButtonFront, FrontEnd, Piece, Take, main_pieces
from tinyspark.learning.recipe import Recipe
from tinyspark.learning.task import Task

MOST_COPIES = 64
BUTTON_ENOUGH = 1000  # examples of takes at a button
STRANGE = 0.4  # made-up examples, relative to the others
COURSE_LABELS = 2  # the course's takes are learned as they are
FEW = 20  # takes of a label; of fewer it is less sure what is none of them


@dataclass(frozen=True)
class Source:
    """Where feature vectors come from: the front-end, the axes it sees, and the feature set."""

    front: FrontEnd | ButtonFront
    axes: tuple[str, ...]
    feature_set: str

    def features(self, gestures: np.ndarray) -> np.ndarray:
        """Return the feature vectors int64 [gestures, size] of [gestures, samples, axes]."""
        if self.feature_set == features.NAMES[features.RAW]:
            return feature_twin.raw(gestures)
        number = features.NAMES.index(self.feature_set)
        return feature_twin.gesture(gestures[:, : features.MAX_SAMPLES], self.axes, number)

    def of_take(self, take: Take, pieces: Sequence[Piece]) -> np.ndarray:
        """Return the feature vectors [pieces, size] of a take."""
        return np.concatenate([self.features(take.samples[None, p.begin : p.end]) for p in pieces])

    def typical(self, takes: Sequence[Take]) -> np.ndarray:
        """Return the gesture of median length [means, axes]; of takes, their counts."""
        chosen = [(take, piece) for take in takes for piece in main_pieces(take, self.front)]
        take, piece = sorted(chosen, key=lambda pair: pair[1].length)[len(chosen) // 2]
        return take.samples[piece.begin : piece.end]


@dataclass(frozen=True)
class Rows:
    """Examples: vectors int64 [rows, features], labels [rows], and the place of each one's take.

    performed: is it a movement as somebody made it, not a variation of one and not made up?
    """

    vectors: np.ndarray
    labels: np.ndarray
    takes: np.ndarray
    performed: np.ndarray

    def only(self, chosen: np.ndarray) -> "Rows":
        """Return the chosen ones, by places or by a mask."""
        parts = (self.vectors, self.labels, self.takes, self.performed)
        return Rows(*(part[chosen] for part in parts))

    def part(self, axes: tuple[str, ...], feature_set: str) -> "Rows":
        """Return rows of the set `gesture` as those of a feature set that is a part of it."""
        first, end = features.part(features.NAMES.index(feature_set), axes)
        return replace(self, vectors=self.vectors[:, first:end])


class _Block(NamedTuple):
    """Movements of one length [count, n, axes], their label and the place of the take."""

    movements: np.ndarray
    label: int
    take: int
    performed: bool


def gather(
    source: Source,
    takes: Sequence[Take],
    task: Task,
    recipe: Recipe,
    generator: np.random.Generator,
) -> Rows:
    """Return the examples that takes give, with copies where they are few.

    UserError if they give none.
    """
    found = [
        (place, take.label, Span(take.samples, piece.begin, piece.end))
        for place, take in enumerate(takes)
        for piece in main_pieces(take, source.front)
    ]
    pieces = [each for each in found if each[1] < task.known]
    if not pieces:
        raise UserError(
            "The takes are too short: none holds as much movement as a knock on the board.\n"
            "Record longer ones."
        )
    blocks = [_performed(each) for each in pieces]
    if isinstance(source.front, FrontEnd):
        rounds = min(MOST_COPIES, recipe.enough // len(pieces)) // COPIES
        for place, label, span in pieces * rounds:
            varied = augment.copies(span, source.axes, generator, recipe.variation)
            blocks.append(_Block(varied, label, place, False))
        rows = len(pieces) * (1 + rounds * COPIES)
        gestures = [each for each in pieces if each[1] != source.front.idle]
        for place, _, span in _some(gestures, task, rows, generator):
            made_up = negatives.strange(span, source.axes, generator)
            blocks.append(_Block(made_up, task.unknown, place, False))
        others = [each for each in found if each[1] >= task.known]
        blocks += map(_performed, _at_most(others, round(STRANGE * rows), generator))
    elif len(task.labels) > COURSE_LABELS:
        rounds = max(1, min(recipe.enough, BUTTON_ENOUGH) // len(pieces) // COPIES)
        for place, label, span in pieces * rounds:
            blocks.append(_Block(augment.lights(span.samples, generator), label, place, False))
    return _rows(source, blocks)


def _performed(piece: tuple[int, int, Span]) -> _Block:
    place, label, span = piece
    return _Block(span.samples[None, span.begin : span.end], label, place, True)


def _at_most(
    pieces: list[tuple[int, int, Span]], most: int, generator: np.random.Generator
) -> list[tuple[int, int, Span]]:
    """Return the pieces, or so many of them, drawn at random: what is unknown is not the most."""
    if len(pieces) <= most:
        return pieces
    return [pieces[place] for place in np.sort(generator.permutation(len(pieces))[:most])]


def _some(
    gestures: list[tuple[int, int, Span]],
    task: Task,
    rows: int,
    generator: np.random.Generator,
) -> list[tuple[int, int, Span]]:
    """Return the gestures that made-up movement is made of, as often as there is some of each.

    UserError if there are none.
    """
    if task.unknown == NO_LABEL:
        return []
    if not gestures:
        raise UserError(
            "Nothing but stillness and unknown movement trains: a board would report nothing.\n"
            "Record some takes of a gesture."
        )
    labels = len({label for _, label, _ in gestures})
    share = STRANGE * min(1.0, len(gestures) / labels / FEW)
    places = np.resize(generator.permutation(len(gestures)), round(share * rows / COPIES))
    return [gestures[place] for place in places]


def _rows(source: Source, blocks: Sequence[_Block]) -> Rows:
    """Return the rows of all blocks; features of movements of one length are computed at once."""
    counts = np.array([len(block.movements) for block in blocks])
    lengths = np.array([block.movements.shape[1] for block in blocks])
    starts = np.cumsum(counts) - counts
    vectors = None
    for length in np.unique(lengths):
        chosen = np.flatnonzero(lengths == length).tolist()
        found = source.features(np.concatenate([blocks[place].movements for place in chosen]))
        if vectors is None:
            vectors = np.empty((counts.sum(), found.shape[1]), np.int64)
        vectors[np.concatenate([starts[p] + np.arange(counts[p]) for p in chosen])] = found
    assert vectors is not None
    _, *rest = zip(*blocks, strict=True)
    return Rows(vectors, *(np.repeat(values, counts) for values in rest))
