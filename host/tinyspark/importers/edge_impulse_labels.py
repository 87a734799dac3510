"""info.labels of an Edge Impulse export: label, split and metadata of each file.

Labels come as a text, as {"type": "label"}, or as several with their samples. Knows no samples.
"""

from pathlib import PurePosixPath
from typing import Any, NamedTuple

from tinyspark.dataset.naming import shown
from tinyspark.importers.files import Files
from tinyspark.importers.source import ImportFailedError
from tinyspark.importers.values import parse_json, text

NAME = "info.labels"
FOLDERS = ("training", "testing", "validation", "split")
SUBJECT = ("subject", "person", "participant", "student", "user")
Labels = list[tuple[str, int, int | None]]  # label, first sample, end


class Entry(NamedTuple):
    """What is said about one file."""

    labels: Labels
    split: str = ""
    subject: str = ""
    session: str = ""


def read(files: Files) -> dict[str, Entry]:
    """Return the entry of each file by its name; those of the outermost list count."""
    entries: dict[str, Entry] = {}
    lists = sorted(files.names(NAME), key=lambda name: name.count("/"))
    for name in lists:
        if PurePosixPath(name).name != NAME:
            continue
        where = files.where(name)
        content = parse_json(files.read(name), where)
        listed = content.get("files") if isinstance(content, dict) else None
        if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
            raise ImportFailedError(f"{where} has no list of files.\nExport the data set again.")
        seen = set()
        for each in listed:
            path = str(PurePosixPath(name).parent / text(each.get("path")))
            if path in seen:
                raise ImportFailedError(f"{where} lists {shown(path)} twice.\nMend it.")
            seen.add(path)
            entries.setdefault(path, _entry(each, f"{where}: {shown(path)}"))
    return entries


def guessed(name: str, where: str) -> Entry:
    """Return what a file's name says: label.anything.json, in a folder of its split."""
    path = PurePosixPath(name)
    label = path.name.split(".")[0]
    if not label:
        raise ImportFailedError(f"{where} has no label.\nName it label.number.json.")
    split = next((part for part in path.parts[:-1] if part in FOLDERS), "")
    return Entry([(label, 0, None)], split)


def _entry(listed: dict[str, Any], where: str) -> Entry:
    metadata = listed.get("metadata")
    facts = metadata if isinstance(metadata, dict) else {}
    known = {text(name).lower(): text(value) for name, value in facts.items()}
    subject = next((known[name] for name in SUBJECT if name in known), "")
    category = text(listed.get("category"))
    split = known.get("split") or (category if category in FOLDERS else "")
    return Entry(_labels(listed.get("label"), where), split, subject, known.get("session", ""))


def _labels(label: Any, where: str) -> Labels:
    if isinstance(label, str) and label:
        return [(label, 0, None)]
    if (
        isinstance(label, dict)
        and label.get("type", "label") == "label"
        and text(label.get("label"))
    ):
        return [(text(label["label"]), 0, None)]
    if isinstance(label, dict) and isinstance(label.get("labels"), list):
        return [_part(part, where) for part in label["labels"]]
    raise ImportFailedError(f"{where} has no label.\nLabel it, then export the data set again.")


def _part(part: Any, where: str) -> tuple[str, int, int | None]:
    """Return one of several labels; the last of its samples is counted in."""
    known = part if isinstance(part, dict) else {}
    first, last = (known.get(name) for name in ("startIndex", "endIndex"))
    if type(first) is not int or type(last) is not int or not 0 <= first <= last:
        raise ImportFailedError(
            f"{where} has a label without startIndex and endIndex.\nMend or remove it."
        )
    return text(known.get("label")), first, last + 1
