"""Which takes are meant: by the start of their id, label, person and session.

Works on takes and on rows of recordings.csv alike; reads no files.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from tinyspark.dataset.naming import shown
from tinyspark.errors import UserError

MOST = 12  # names listed in a message


class SelectionError(UserError):
    """A choice that fits no take, or nobody knows which."""


class Named(Protocol):
    """What a take and its row have in common."""

    @property
    def id(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def session(self) -> str: ...


Take = TypeVar("Take", bound=Named)


@dataclass(frozen=True)
class Choice:
    """Takes with one of these ids (or starts of ids) that also have this label and so on.

    None and no ids: any; everything: all takes are meant where nothing else is said.
    """

    ids: tuple[str, ...] = ()
    label: str | None = None
    subject: str | None = None
    session: str | None = None
    everything: bool = False

    def of(self, takes: Sequence[Take]) -> list[Take]:
        """Return the takes that are meant, in their order; SelectionError when there are none."""
        if not takes:
            raise SelectionError(
                "The dataset has no takes.\n"
                "Record or import some; `tinyspark dataset undo` brings deleted ones back."
            )
        if not self.says_something():
            raise SelectionError(
                "It is not said which takes are meant.\n"
                "Name ids or their starts, or use --label, --by, --in or --all."
            )
        by_id = {take.id for start in self.ids for take in [_find(takes, start)]}
        chosen = [take for take in takes if not self.ids or take.id in by_id]
        for what in ("label", "subject", "session"):
            chosen = self._narrowed(chosen, what)
        return chosen

    def says_something(self) -> bool:
        """Tell whether anything was chosen at all."""
        names = (self.label, self.subject, self.session)
        return self.everything or bool(self.ids) or any(name is not None for name in names)

    def _narrowed(self, takes: list[Take], what: str) -> list[Take]:
        wanted = getattr(self, what)
        chosen = [take for take in takes if wanted is None or getattr(take, what) == wanted]
        if not chosen:
            names = sorted({getattr(take, what) for take in takes})
            more = ["..."] * (len(names) > MOST)
            listed = ", ".join([shown(name) for name in names[:MOST]] + more)
            raise SelectionError(
                f"None of these takes has the {what} {shown(wanted)}.\nThere is: {listed}."
            )
        return chosen


def _find(takes: Sequence[Take], start: str) -> Take:
    exact = [take for take in takes if take.id == start]
    found = exact or [take for take in takes if start and take.id.startswith(start)]
    if len(found) != 1:
        raise SelectionError(
            f"{len(found) or 'No'} takes have an id that begins {shown(start)}.\n"
            "`tinyspark dataset check --all` lists the ids."
        )
    return found[0]
