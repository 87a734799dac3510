"""Which recordings the demo keeps away from training, to be recognized live afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass

from tinyspark.dataset.recording import Recording
from tinyspark.errors import UserError

EVERY = 5  # without persons and sessions, every fifth take of a label is held out


@dataclass(frozen=True)
class HeldOut:
    """Takes that train, takes that are held out, and who or what the latter are."""

    train: list[Recording]
    test: list[Recording]
    what: str


def hold_out(recordings: Sequence[Recording], name: str | None = None) -> HeldOut:
    """Hold out the takes marked test, else one person, else one session, else every fifth take.

    name chooses the person or session, or one of the five parts of the takes (0 to 4); by default
    the last one. UserError when there is none of that name.
    """
    if name is None and any(recording.split == "test" for recording in recordings):
        return _divided(recordings, [r.split == "test" for r in recordings], "takes marked test")
    for kind in ("subject", "session"):
        values = [str(getattr(recording, kind)) for recording in recordings]
        if len(set(values)) > 1:
            chosen = _chosen(sorted(set(values)), name, kind)
            marks = [value == chosen for value in values]
            return _divided(recordings, marks, f"{kind} {chosen}")
    chosen = _chosen([str(part) for part in range(EVERY)], name, "part")
    marks = [place % EVERY == int(chosen) for place in _places(recordings)]
    return _divided(recordings, marks, f"every fifth take (part {chosen})")


def _chosen(values: list[str], name: str | None, kind: str) -> str:
    if name is None:
        return values[-1]
    if name not in values:
        raise UserError(
            f"There is no {kind} {name!r} to hold out.\nChoose from {', '.join(values)}."
        )
    return name


def _places(recordings: Sequence[Recording]) -> list[int]:
    """The number of each take among those of its label."""
    seen: dict[str, int] = {}
    places = []
    for recording in recordings:
        places.append(seen.get(recording.label, 0))
        seen[recording.label] = places[-1] + 1
    return places


def _divided(recordings: Sequence[Recording], marks: list[bool], what: str) -> HeldOut:
    train = [recording for recording, mark in zip(recordings, marks, strict=True) if not mark]
    test = [recording for recording, mark in zip(recordings, marks, strict=True) if mark]
    missing = {recording.label for recording in test} - {recording.label for recording in train}
    if missing:
        raise UserError(
            f"Without {what} nobody performs {', '.join(sorted(missing))}.\n"
            "Hold out somebody else with --hold-out, or record more people."
        )
    return HeldOut(train, test, what)
