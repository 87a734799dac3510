"""What a board that was cut still has: the old or the new app and model, whole, and every take.

Compares a start with the starts before and after the whole operation. Knows where things lie on a
board and what its hello says; BrokenError names what must never happen.
"""

from collections.abc import Mapping
from typing import NamedTuple

from cuts.light import Start
from gesturekit.messages import SLOTS

_KEPT = ("/takes/", "/model_", "/model.tsm", "/main.py")  # whole or not at all, wherever they are


class BrokenError(Exception):
    """A cut has left a board as none may be left."""


class Rule(NamedTuple):
    """The starts before and after the whole operation; what was confirmed last may run, too, if
    something was on trial before."""

    before: Start
    after: Start
    on_trial: bool = False


def judge(start: Start, rule: Rule) -> str:
    """Return in words what runs; BrokenError unless it is old or new, and whole."""
    if any("/" not in path for path in start.files):
        raise BrokenError(f"the file system: {', '.join(start.files)}")
    before, after = rule.before, rule.after
    _check_files(start.files, before.files, after.files)
    if start.hello is None:
        if before.hello is None and start.text == before.text:
            return "as before"
        raise BrokenError(f"no app: {start.text[-300:]!r}")
    confirmed = [*_apps(before), *_models(before)] if rule.on_trial else []
    words = [
        _one("app", (app(start), app(before), app(after)), confirmed),
        _one("model", (model(start), model(before), model(after)), confirmed),
        _takes(start, before, after),
    ]
    return ", ".join(word for word in words if word) or "as ever"


def model(start: Start) -> str:
    """Return the hash of the model in use, "" if there is none."""
    said = start.hello
    return bytes(said.fields.model_hash).hex() if said and any(said.fields.model_hash) else ""


def app(start: Start) -> Mapping[str, str]:
    """Return the files of the app in use."""
    if start.hello is None:
        return {}
    return _inside(start, SLOTS[start.hello.fields.app_slot])


def _inside(start: Start, slot: str) -> Mapping[str, str]:
    folder = f"/kit_{slot}/"
    inside = [path for path in start.files if path.startswith(folder)]
    return {path.removeprefix(folder): start.files[path] for path in inside}


def _apps(start: Start) -> list[object]:
    return [_inside(start, slot) for slot in ("a", "b")]


def _models(start: Start) -> list[object]:
    return [digest for path, digest in start.files.items() if path.startswith("/model_")]


def _takes(*starts: Start) -> str:
    """Say how many there are, if that changes."""
    now, old, new = (sum(path.endswith(".take") for path in start.files) for start in starts)
    return "" if old == new else f"{now} of {max(old, new)} takes"


def _one(name: str, what: tuple[object, object, object], confirmed: list[object]) -> str:
    """Say which one it is, of (now, before, after); nothing if these two are the same."""
    now, old, new = what
    if now not in (old, new):
        if now not in confirmed:
            raise BrokenError(f"the {name} is neither the old one nor the new one")
        return f"confirmed {name}"
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
