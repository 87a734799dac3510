"""The course's story: ten proximity gestures recorded with Button 1, a 3-2-2 network, ten of ten.

Says its steps through `progress`; returns the figures.
"""

from pathlib import Path
from typing import Any

from gesturekit.sample import AXES
from tinyspark.board import flash
from tinyspark.dataset import Dataset
from tinyspark.demo import acts
from tinyspark.demo.results import save_model
from tinyspark.learning import recipe, training
from tinyspark.terminal.progress import Progress
from tinyspark.virtual.client import VirtualBoard
from tinyspark.virtual.stepped_link import passing_time, stepped_device


def play(board: VirtualBoard, source: Dataset, folder: Path, progress: Progress) -> dict[str, Any]:
    """Record the takes of source on the board, train, deploy and recognize them."""
    recorded = record(board, source, folder / "course-dataset", progress)
    result = training.train(recorded, training.Options(), progress)
    layers = "-".join(str(size) for size in (3, recipe.COURSE.hidden, len(recorded.labels)))
    progress.say(f"Trained a {layers} network: {len(result.model)} bytes.")
    save_model(folder / "course", result.model, progress)
    progress("deploying")
    with passing_time(board):
        flash.deploy(board.port, result.model)
    progress.say("Deployed it with mpremote: copied, checked on the board, renamed, restarted.")
    right = recognize(board, source, progress)
    return {"n": len(source.recordings), "right": right, "model_bytes": len(result.model)}


def record(board: VirtualBoard, source: Dataset, folder: Path, progress: Progress) -> Dataset:
    """Perform every take of source after a press of Button 1 and save what the board sends."""
    dataset = Dataset.create(folder, source.settings, name="course-recorded")
    progress.say("Recorded with Button 1 (label, counts, compared with what was performed):")
    with stepped_device(board) as device:
        device.hello()
        for number, recording in enumerate(source.recordings):
            progress("recording", number / len(source.recordings))
            counts = recording.samples[:, 0].tolist()
            take = acts.record_course(board, device, counts)
            same = "as performed" if acts.holds(take, recording.samples) else "NOT as performed"
            progress.say(f"  {recording.label:8} {_listed(take.samples[:, 0].tolist())}  {same}")
            dataset.add(take.samples[:, : len(AXES["proximity"])], recording.label)
    return dataset


def recognize(board: VirtualBoard, source: Dataset, progress: Progress) -> int:
    """Perform every take again, live; return how many the board recognized."""
    right = 0
    progress.say("Live, with Button 1 (performed, recognized):")
    with stepped_device(board) as device:
        device.hello()
        device.classify()
        for number, recording in enumerate(source.recordings):
            progress("recognizing", number / len(source.recordings))
            seen = acts.recognize_course(board, device, recording.samples[:, 0].tolist())
            right += seen.label == recording.label
            sure = round(seen.confidence / 2.55)
            progress.say(f"  {recording.label:8} recognized as {seen.label} ({sure} %)")
    return right


def _listed(counts: list[int]) -> str:
    return " ".join(f"{count:5d}" for count in counts)
