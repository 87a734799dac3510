"""The report of train and evaluate as readable text; writing of their files."""

import binascii
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from gesturekit import golden, model_format, plain
from tinyspark.commands.train_text import percent, print_openness, print_share
from tinyspark.dataset.naming import NamingError, check_label
from tinyspark.errors import UserError
from tinyspark.terminal.fold import fold

SPLIT_WORDS = {
    "subject": "persons that the model has not seen",
    "session": "sessions that the model has not seen",
    "recording": "recordings that the model has not seen",
    "random": "recordings drawn at random",
    "given": "recordings marked test",
}


def print_results(report: dict[str, Any]) -> None:
    """Print the figures: the headline first, then who and what is hard."""
    from tinyspark.pictures.report.words import SEEN, is_unseen

    unseen = "folds" not in report or is_unseen(report)
    scored_on = SPLIT_WORDS.get(report["split"], "all") if unseen else SEEN
    print_share(report["accuracy"], f"on {scored_on}{_between(report) if unseen else ''}")
    worst = report["worst_subject"]
    if worst and len(report["per_subject"]) > 1:
        print_share(worst["accuracy"], f"for the worst person ({worst['subject']})")
    if "random_accuracy" in report and report["split"] != "random":
        text = "on recordings drawn at random: flattering, it knows their like"
        print_share(report["random_accuracy"], text)
    if "dtw_accuracy" in report:
        print_share(report["dtw_accuracy"], "by the yardstick, the nearest recording (1-NN DTW)")
    if report["float_accuracy"] is not None:
        print_share(report["float_accuracy"], "by the float network, before it was quantized")
    if "live" in report:
        print_openness(report)
    _print_confusion(report)
    for note in report.get("notes", []):
        print(fold(f"note: {note}", sys.stdout))


def _between(report: dict[str, Any]) -> str:
    """Say between which shares the score lies, where that is known."""
    if "confidence_interval" not in report:
        return ""
    interval = report["confidence_interval"]
    low, high = (100 * share for share in interval["recordings"])
    return f" ({low:.1f} to {high:.1f}, {100 * interval['level']:.0f} % sure)"


def _print_confusion(report: dict[str, Any]) -> None:
    """Print one row a label: how often it was taken for which; labels that play no part go."""
    labels, confusion = report["labels"], report["confusion"]
    there = [number for number, label in enumerate(labels) if label in report["per_label"]]
    shown = [n for n in range(len(labels)) if n in there or any(row[n] for row in confusion)]
    width = max(8, *(len(labels[number]) for number in shown))
    print("\n" + " " * width + "  taken for")
    heads = [f"{labels[number][:7]:>8}" for number in shown]
    # In brackets, since labels may be called so, too
    print(" " * width + "".join(heads) + " (nothing)  (right)")
    for number in shown:
        counts = "".join(f"{confusion[number][other] or '.':>8}" for other in shown)
        missed = report["nothing"][number] or "."
        right = report["per_label"].get(labels[number])
        share = percent(right["accuracy"]) if right else "      -"
        print(f"{labels[number]:<{width}}{counts}{missed:>10}  {share}")
    print()


def write_file(path: Path, data: bytes) -> None:
    """Write a whole file or none: first beside it, then renamed; raises UserError.

    What a link points to is written; devices and pipes are written to, not replaced.
    """
    with _written_beside(path) as part:
        if _is_special(path):
            path.write_bytes(data)
        else:
            part.write_bytes(data)
            part.replace(path.resolve())


def check_place(path: Path) -> None:
    """UserError unless a file could be written there; nothing is left behind."""
    if not path.resolve().parent.is_dir():
        raise UserError(f"The folder {path.resolve().parent} does not exist.\nMake it first.")
    if os.path.isdir(path):  # unlike Path.is_dir, it raises for no name
        raise UserError(f"{path} is a folder.\nName a file, such as {path / 'gestures.tsm'}.")
    if _is_special(path):
        return
    with _written_beside(path) as part:
        part.touch()


def _is_special(path: Path) -> bool:
    """Is something there that is neither a file nor a folder, such as a device?"""
    # Unlike those of Path, these answer for names that are too long.
    return os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path)


@contextmanager
def _written_beside(path: Path) -> Iterator[Path]:
    """The name of a file beside path that is gone afterwards; an OSError becomes a UserError."""
    whole = path.resolve()
    part = whole.parent / (whole.name + ".tmp")
    try:
        yield part
    except OSError as error:
        raise UserError(
            f"Cannot write {path}: {error.strerror}.\nChoose another place."
        ) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def read_model(path: Path) -> bytes:
    """Return the bytes of a model file that a board could load; raises UserError."""
    try:
        with path.open("rb") as file:
            data = file.read(model_format.MAX_BYTES + 1)
        model = model_format.load(data)
        for label in model.labels:
            check_label(label)
        golden.working(model, plain)
    except OSError as error:
        raise UserError(
            f"Cannot read the model {path}: {error.strerror}.\nMake one with `tinyspark train`."
        ) from error
    except model_format.ModelError as error:
        raise UserError(_unusable(path, data, error)) from error
    except NamingError as error:
        raise UserError(f"{path} cannot be used. {error}") from error
    return data


def _unusable(path: Path, data: bytes, error: model_format.ModelError) -> str:
    """Say in two lines why the bytes are no model for this kit, and what to do."""
    magic, known = model_format.MAGIC[:3], model_format.MAGIC[3]
    ours = data.startswith(magic) and len(data) > len(magic)
    if ours and data[3] > known:
        return (
            f"{path} was made by a newer version of the kit: its format version is {data[3]}, this"
            f" kit reads {known}.\n"
            "Update the kit (git pull, then run its set-up again), or train the model anew."
        )
    if ours and data[3] < known:
        return (
            f"{path} was made by an older version of the kit: its format version is {data[3]},"
            f" this kit reads {known}.\nTrain the model again with `tinyspark train`."
        )
    if ours and len(data) <= model_format.MAX_BYTES and not _is_whole(data):
        return (
            f"{path} cannot be used: it is cut off or damaged (its checksum is wrong).\n"
            "Copy it again, or make a model with `tinyspark train`."
        )
    reason = str(error).removeprefix("model check failed: ")
    return f"{path} cannot be used: {reason}.\nMake a model with `tinyspark train`."


def _is_whole(data: bytes) -> bool:
    return binascii.crc32(data[:-4]) == int.from_bytes(data[-4:], "little")
