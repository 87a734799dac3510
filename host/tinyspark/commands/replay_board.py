"""A replay on the virtual board, held against what the host computed: is every answer the same?

Compared are all news that the firmware sends, not only detections: at which sample, moving or
still, the confidence of every label, and of a detection its label, confidence, end and length.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from gesturekit import model_format
from tinyspark.dataset.recording import Recording
from tinyspark.dataset.settings import Settings
from tinyspark.learning.replay import Found, News, hop, stream
from tinyspark.terminal.progress import Progress
from tinyspark.virtual import stage
from tinyspark.virtual.stage import Performance


def compare(
    data: bytes,
    recordings: Sequence[Recording],
    settings: Settings,
    heard: Sequence[list[News]],
    progress: Progress,
) -> dict[str, Any]:
    """Let recordings happen to a board with this model; return what is the same and what is not.

    heard is what the host says about each. answers: news that the board sent; differ: the ids of
    the recordings about which it said anything else.
    """
    progress("starting a virtual board")
    differ = []
    answers = detections = 0
    said = perform(data, recordings, settings)
    for done, (recording, wanted, news) in enumerate(zip(recordings, heard, said, strict=True), 1):
        answers += len(news)
        detections += sum(one.found is not None for one in news)
        if news != wanted:
            differ.append(recording.id)
        progress("playing to the board", done / len(recordings))
    return {
        "recordings": len(recordings),
        "answers": answers,
        "detections": detections,
        "differ": differ,
    }


def perform(
    data: bytes, recordings: Sequence[Recording], settings: Settings
) -> Iterator[list[News]]:
    """Yield what the firmware says about each recording, in the form of replay.hear()."""
    model = model_format.load(data)
    pushed = (stream(model, recording.samples, settings.axes) for recording in recordings)
    with stage.deployed(data) as (board, device):
        if model.trigger == "button":
            takes = stage.ProximityStage(board, device)
            for take in pushed:
                yield news_of(takes.perform(take.tolist()))
        else:
            motions = stage.MotionStage(board, device, hop(model))
            for rows in pushed:
                yield news_of(motions.perform(stage.rows_of(rows)))


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
