"""What to do about each kind of problem that `tinyspark dataset check` finds: the next command."""

import shlex
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tinyspark.dataset.verdict import CUT_OFF, DUPLICATE, UNLIKE, kind_of
from tinyspark.learning.verdicts import HARMLESS, Verdicts
from tinyspark.terminal.screen import counted

_AGAIN = "Delete them and record them again"
# Kind -> (what to do, subcommand, what follows the ids).
_WHAT = {
    "lost samples": (_AGAIN + ", with another cable or USB port", "delete", ()),
    "the board ended it early": (_AGAIN, "delete", ()),
    "too short": (_AGAIN, "delete", ()),
    "frozen": ("The sensor hung, so they teach nothing: delete them", "delete", ()),
    "too still": (
        "If nothing was performed, call them idle; else delete them",
        "relabel",
        ("--to", "idle"),
    ),
    "saturated": (_AGAIN + ", farther from the sensor", "delete", ()),
    "flat": (_AGAIN + ", nearer to the sensor", "delete", ()),
    "clipped": (
        "A few clipped samples do no harm; if many are, record more gently and delete them",
        "delete",
        (),
    ),
    CUT_OFF: (
        "This is fine for training where a source cuts tightly; record your own takes again, "
        "and delete these",
        "delete",
        (),
    ),
    DUPLICATE: ("A copy teaches nothing and flatters the score: delete it", "delete", ()),
}


@dataclass(frozen=True)
class Advice:
    """What to do about the takes with one kind of problem, and the command that does it.

    gone: what an advice before this one deletes.
    """

    kind: str
    takes: tuple[str, ...]
    what: str
    command: tuple[str, ...]  # words before the ids
    after: tuple[str, ...] = ()
    gone: frozenset[str] = frozenset()

    @property
    def left(self) -> list[str]:
        """The takes that the command names; there is none without them."""
        return [take for take in self.takes if take not in self.gone]

    @property
    def label(self) -> str:
        """The label that the command gives, "" where it gives none."""
        return self.after[-1].removeprefix("--to=") if self.after else ""

    def facts(self) -> dict[str, Any]:
        """Return the advice for --json; the command is whole."""
        return {
            "problem": self.kind,
            "takes": list(self.takes),
            "advice": self.what,
            "command": shlex.join([*self.command, *self.left, *self.after]) if self.left else "",
        }

    def sentence(self) -> str:
        """Return what to do, for people."""
        above = len(self.takes) - len(self.left)
        rest = f" ({above} of them above)" if above else ""
        return f"{self.kind}, {counted(len(self.takes), 'take')}{rest}: {self.what}."

    def line(self, names: Mapping[str, str]) -> str:
        """Return the command for people, to be copied: short names of the takes."""
        takes = [names[take] for take in self.left]
        return shlex.join([*self.command, *takes, *self.after])


def short_names(identities: Collection[str]) -> dict[str, str]:
    """Return for each id its number, where that alone names the take."""
    numbers = Counter(each.partition("-")[0] for each in identities)
    starts = {each: each.partition("-")[0] for each in identities}
    return {each: start if numbers[start] == 1 else each for each, start in starts.items()}


def advise(verdicts: Verdicts, folder: Path) -> list[Advice]:
    """Return the advice on every kind of problem: the harmless last, else the frequent first.

    The commands can be run one after the other: none names a take that one before has deleted.
    """
    by_kind: dict[str, list[str]] = {}
    for identity, problems in verdicts.problems.items():
        for kind in {kind_of(problem) for problem in problems}:
            by_kind.setdefault(kind, []).append(identity)
    found = [
        Advice(kind, tuple(takes), what, _command(subcommand, folder), after)
        for kind, takes in by_kind.items()
        if kind in _WHAT
        for what, subcommand, after in [_WHAT[kind]]
    ]
    found += _other_labels(verdicts, folder)
    gone: set[str] = set()
    told = []
    for each in sorted(found, key=lambda each: (each.kind in HARMLESS, -len(each.takes))):
        told.append(replace(each, gone=frozenset(gone)))
        if not each.after:
            gone.update(each.takes)
    return told


def _other_labels(verdicts: Verdicts, folder: Path) -> Iterator[Advice]:
    """Yield the advice on takes unlike their label, for each label that would suit them."""
    for label in sorted(set(verdicts.suggested.values())):
        takes = tuple(take for take, other in verdicts.suggested.items() if other == label)
        yield Advice(
            UNLIKE,
            takes,
            f"If they were meant as {label}, say so; if they went wrong, delete them",
            _command("relabel", folder),
            (f"--to={label}",) if label.startswith("-") else ("--to", label),
        )


def _command(subcommand: str, folder: Path) -> tuple[str, ...]:
    return ("tinyspark", "dataset", subcommand, str(folder))
