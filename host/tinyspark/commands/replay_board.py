"""A replay on the virtual board, held against what the host computed: is every answer the same?

Compared are all news that the firmware sends, not only detections: at which sample, moving or
still, the confidence of every label, and of a detection its label, confidence, end and length.
Where proximity is among the samples, each of them holds the reading that the board had when it
looked: the host is then asked again, about what the board says it saw.
"""

from array import array
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import Any

from gesturekit import model_format
from gesturekit.classifier import Classifier
from gesturekit.model_format import Model
from gesturekit.sample import AXES
from tinyspark.board.device import Device
from tinyspark.dataset.recording import Recording
from tinyspark.dataset.settings import Settings
from tinyspark.learning.replay import Found, News, hear, hop, stream
from tinyspark.virtual import stage
from tinyspark.virtual.client import VirtualBoard
from tinyspark.virtual.stage import Performance

Progress = Callable[[str, float | None], None]
Tell = Callable[[int], None]  # how many rows are left
Player = Callable[[array, Tell], Performance]


def compare(
    data: bytes,
    recordings: Sequence[Recording],
    settings: Settings,
    heard: Sequence[list[News]],
    progress: Progress,
) -> dict[str, Any]:
    """Let recordings happen to a board with this model; return what is the same and what is not.

    heard is what the host says about each. answers: news that the board sent; differ: the ids of
    the recordings about which it said anything else; own_readings: in how many the board read
    proximity at other moments than the recording did.
    """
    progress("starting a virtual board", None)
    classifier = Classifier(model_format.load(data))
    differ = []
    answers = detections = own = 0
    said = perform(data, recordings, settings, progress)
    for recording, wanted, (news, pushed) in zip(recordings, heard, said, strict=True):
        if pushed is not None:
            own += 1
            wanted = hear(classifier, pushed)
        answers += len(news)
        detections += sum(one.found is not None for one in news)
        if news != wanted:
            differ.append(recording.id)
    return {
        "recordings": len(recordings),
        "answers": answers,
        "detections": detections,
        "differ": differ,
        "own_readings": own,
    }


def perform(
    data: bytes, recordings: Sequence[Recording], settings: Settings, progress: Progress
) -> Iterator[tuple[list[News], array | None]]:
    """Yield what the firmware says about each recording, in the form of replay.hear().

    And what it was asked about, where that is not what was played.
    """
    model = model_format.load(data)
    ends = list(accumulate(len(recording.samples) for recording in recordings))
    with stage.deployed(data) as (board, device):
        play = _player(model, board, device)
        for recording, end in zip(recordings, ends, strict=True):
            pushed = stream(model, recording.samples, settings.axes)

            def tell(left: int, end: int = end) -> None:
                progress("playing to the board", max(0, end - left) / ends[-1])

            performance = play(pushed, tell)
            tell(0)
            seen = array("h", [value for row in performance.sampled for value in row])
            yield news_of(performance), None if seen == pushed else seen


def _player(model: Model, board: VirtualBoard, device: Device) -> Player:
    """Return what plays a stream to the board, as its model needs it."""
    if model.trigger == "button":
        takes = stage.ProximityStage(board, device)
        return lambda pushed, tell: takes.perform(pushed.tolist())
    motions = stage.MotionStage(board, device, hop(model), model.sensor)
    width = len(AXES[model.sensor])
    return lambda pushed, tell: motions.perform(stage.rows_of(pushed, width), tell)


def news_of(performance: Performance) -> list[News]:
    """Return a board's messages as news, counted from the first row instead of its own numbers."""
    first = performance.first
    news = []
    for scores, detection in performance.news:
        found = None
        if detection is not None:
            told = detection.fields
            found = Found(told.label, told.confidence, told.index - first, told.duration)
        seen = scores.fields
        news.append(News(seen.index - first, bool(seen.active), bytes(seen.confidences), found))
    return news
