"""What a board that was cut still has: the old or the new app and model, whole, and every take.

Compares a start with the starts before and after the whole operation. Knows where things lie on a
board and what its hello says; BrokenError names what must never happen.
"""

from collections.abc import Mapping

from cuts.light import Start
from gesturekit.messages import SLOTS

_KEPT = ("/takes/", "/model_", "/model.tsm")  # whole or not at all, wherever they are
_FLAT = ("/lib/gesturekit/", "/drivers/")


class BrokenError(Exception):
    """A cut has left a board as none may be left."""


def judge(start: Start, before: Start, after: Start) -> str:
    """Return in words what runs; BrokenError unless it is old or new, and whole."""
    if any("/" not in path for path in start.files):
        raise BrokenError(f"the file system: {', '.join(start.files)}")
    _check_files(start.files, before.files, after.files)
    if start.hello is None:
        if before.hello is None and b"Traceback" not in start.text:
            return "nothing yet"
        raise BrokenError(f"no app: {start.text[-300:]!r}")
    words = [_one("app", app(start), app(before), app(after))]
    words.append(_one("model", model(start), model(before), model(after)))
    words.append(_takes(start, before, after))
    return ", ".join(word for word in words if word) or "as ever"


def model(start: Start) -> str:
    """Return the hash of the model in use, "" if there is none."""
    said = start.hello
    return bytes(said.fields.model_hash).hex() if said and any(said.fields.model_hash) else ""


def app(start: Start) -> Mapping[str, str]:
    """Return the files of the app in use."""
    if start.hello is None:
        return {}
    folder = f"/kit_{SLOTS[start.hello.fields.app_slot]}/"
    found = {path.removeprefix(folder): digest for path, digest in start.files.items()}
    inside = {path: digest for path, digest in found.items() if not path.startswith("/")}
    return inside or _flat(start.files)


def _flat(files: Mapping[str, str]) -> Mapping[str, str]:
    """An app of an older release, whose files lie in the root folder."""
    return {
        path: digest
        for path, digest in files.items()
        if path.startswith(_FLAT) or (path.count("/") == 1 and path.endswith((".py", ".mpy")))
    }


def _takes(*starts: Start) -> str:
    """Say how many there are, if that changes."""
    now, old, new = (sum(path.endswith(".take") for path in start.files) for start in starts)
    return "" if old == new else f"{now} of {max(old, new)} takes"


def _one(name: str, now: object, old: object, new: object) -> str:
    """Say which one it is, nothing if old and new are the same."""
    if now not in (old, new):
        raise BrokenError(f"the {name} is neither the old one nor the new one")
    if old == new:
        return ""
    return f"{'old' if now == old else 'new'} {name}" if now else f"no {name} yet"


def _check_files(
    now: Mapping[str, str], before: Mapping[str, str], after: Mapping[str, str]
) -> None:
    for path, digest in before.items():
        if after.get(path) == digest and now.get(path) != digest and path != "/active":
            raise BrokenError(f"{path} was not to change, and has")
    for path, digest in now.items():
        kept = path.startswith(_KEPT) and not path.endswith(".tmp")
        if kept and digest not in (before.get(path), after.get(path)):
            raise BrokenError(f"{path} is neither the old one nor the new one")
