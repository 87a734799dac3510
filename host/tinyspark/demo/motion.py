"""The story of the motion sensor: record several people, train, recognize one it has never seen.

Says its steps through `progress`; returns the figures.
"""

from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

from gesturekit import model_format
from gesturekit.model_format import NO_LABEL, Model
from tinyspark.board import flash
from tinyspark.dataset import Dataset
from tinyspark.dataset.recording import Recording
from tinyspark.demo import acts
from tinyspark.demo.acts import Seen
from tinyspark.demo.hold_out import HeldOut
from tinyspark.demo.results import save_model
from tinyspark.learning import training
from tinyspark.pictures import plot_summary
from tinyspark.pictures.plot_summary import Matrix, Scene
from tinyspark.pictures.plots import Mark
from tinyspark.terminal.progress import Progress
from tinyspark.virtual.client import VirtualBoard
from tinyspark.virtual.stepped_link import passing_time, stepped_device

NOTHING = "(nothing)"  # what a still board recognizes
_TELL_EVERY = 25  # takes


class Tried(NamedTuple):
    """One held-out take, performed live: the answer, all detections, the first one's place."""

    recording: Recording
    answer: str
    seen: list[Seen]
    begun: int  # the board's count of samples when the take began, give or take a few


def play(
    board: VirtualBoard, source: Dataset, held: HeldOut, folder: Path, progress: Progress
) -> dict[str, Any]:
    """Record the training takes on the board, train, deploy, recognize the held-out takes."""
    recorded, lost, exact = record(board, source, held.train, folder / "motion-dataset", progress)
    progress.say(
        f"Recorded {len(held.train)} takes: {lost} samples lost, {exact} takes bit for bit."
    )
    result = training.train(recorded, training.Options(), progress)
    progress.say(_told_score(result.report))
    save_model(folder / "motion", result.model, progress)
    progress("deploying")
    with passing_time(board):
        flash.deploy(board.port, result.model)
    progress.say(f"Deployed {len(result.model)} bytes. Now live, never seen before: {held.what}.")
    tried = recognize(board, held.test, stillness(model_format.load(result.model)), progress)
    right = sum(one.answer == one.recording.label for one in tried)
    labels = [*recorded.labels, *sorted({one.answer for one in tried} - set(recorded.labels))]
    picture = folder / "demo.png"
    progress("drawing")
    draw(source, tried, labels, picture)
    return {
        "n": len(tried),
        "right": right,
        "accuracy": right / len(tried),
        "held_out": held.what,
        "recorded": len(held.train),
        "samples_lost": lost,
        "bit_for_bit": exact,
        "offline_accuracy": result.report["accuracy"],
        "split": result.report["split"],
        "model_bytes": len(result.model),
        "confusion": confusion(tried, labels),
        "labels": labels,
        "picture": str(picture),
    }


def record(
    board: VirtualBoard, source: Dataset, takes: list[Recording], folder: Path, progress: Progress
) -> tuple[Dataset, int, int]:
    """Perform takes and save what the board sends; return dataset, samples lost, exact takes."""
    dataset = Dataset.create(folder, source.settings, name=f"{source.name}-recorded")
    lost = exact = 0
    with stepped_device(board) as device:
        device.hello()
        for number, recording in enumerate(takes, 1):
            progress("recording", (number - 1) / len(takes))
            take = acts.record_motion(board, device, recording.samples)
            lost += take.missing
            exact += acts.holds(take, recording.samples)
            dataset.add(
                take.samples[:, : len(source.settings.axes)],
                recording.label,
                subject=recording.subject,
                session=recording.session,
            )
            if number % _TELL_EVERY == 0:
                progress.say(f"  {number} of {len(takes)} takes")
    return dataset, lost, exact


def recognize(
    board: VirtualBoard, takes: list[Recording], still: str, progress: Progress
) -> list[Tried]:
    """Perform takes one after the other while the board classifies all the time."""
    tried = []
    with stepped_device(board) as device:
        device.hello()
        device.classify()
        for number, recording in enumerate(takes):
            progress("recognizing", number / len(takes))
            begun = device.status().fields.index
            seen = acts.recognize_motion(board, device, recording.samples)
            tried.append(Tried(recording, answer(seen, still), seen, begun))
            if tried[-1].answer != recording.label:
                progress.say(f"  {recording.label} was taken for {tried[-1].answer}")
    return tried


def answer(seen: list[Seen], still: str) -> str:
    """Return what was recognized most often, the first of equals; still without any detection."""
    return Counter(one.label for one in seen).most_common(1)[0][0] if seen else still


def stillness(model: Model) -> str:
    """Return the label that stands for a still board."""
    return NOTHING if model.idle == NO_LABEL else str(model.labels[model.idle])


def confusion(tried: list[Tried], labels: list[str]) -> list[list[int]]:
    """Count the held-out takes [performed][recognized]."""
    counts = Counter((one.recording.label, one.answer) for one in tried)
    return [[counts[performed, recognized] for recognized in labels] for performed in labels]


def draw(source: Dataset, tried: list[Tried], labels: list[str], picture: Path) -> None:
    """Draw the confusion matrix and the held-out take that was recognized most surely."""
    good = [one for one in tried if one.seen and one.answer == one.recording.label] or tried
    best = max(good, key=lambda one: max((seen.confidence for seen in one.seen), default=0))
    played = acts.at_rest_around(best.recording.samples)
    marks = [
        Mark(
            max(0, seen.begin - best.begun) / source.settings.rate,
            (seen.end - best.begun) / source.settings.rate,
            seen.label,
        )
        for seen in best.seen
    ]
    matrix = Matrix(labels, confusion(tried, labels), "held-out takes, recognized live")
    plot_summary.draw(matrix, Scene(played, source.settings, marks, best.recording.label), picture)


def _told_score(report: dict[str, Any]) -> str:
    return (
        f"Trained: {100 * report['accuracy']:.1f} % by cross-validation, split by"
        f" {report['split']}; {100 * report['random_accuracy']:.1f} % by a random split, which"
        " usually flatters."
    )
