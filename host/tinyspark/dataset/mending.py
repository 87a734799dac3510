"""What takes need when something went wrong with them, planned and named before it is done.

The commands and the studio both make a plan here, show it or write it. A plan knows the list of
takes that it was made for, so it fails when somebody else has changed the dataset meanwhile.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tinyspark.dataset import changes, edits
from tinyspark.dataset.dataset_rows import Row
from tinyspark.dataset.naming import VERDICT_CHARACTERS, shown
from tinyspark.dataset.recording import Recording
from tinyspark.dataset.settings import Settings
from tinyspark.terminal.screen import clean, counted


@dataclass(frozen=True)
class Plan:
    """One change of a dataset: the list of takes before and after, new files, and in words what.

    what is "" when nothing would change.
    """

    before: Sequence[Row]
    after: Sequence[Row]
    what: str
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def changed(self) -> list[Row]:
        """The rows after the change that were not there before."""
        there = set(self.before)
        return [row for row in self.after if row not in there]

    def write(self, folder: Path) -> None:
        """Make the change; DatasetError leaves the dataset as it was."""
        changes.write(folder, self.before, self.after, self.texts, self.what)


def relabel(rows: Sequence[Row], chosen: Collection[Row], label: str) -> Plan:
    """Plan another label; NamingError."""
    after = edits.relabeled(rows, chosen, label)
    return _edit(rows, after, "relabeled", f"as {clean(label)}")


def describe(rows: Sequence[Row], chosen: Collection[Row], details: Mapping[str, str]) -> Plan:
    """Plan another subject, session or split; UserError."""
    new = " and ".join(f"{what} {shown(text)}" for what, text in details.items())
    after = edits.described(rows, chosen, details)
    return _edit(rows, after, f"set {new} of")


def delete(rows: Sequence[Row], chosen: Collection[Row]) -> Plan:
    """Plan to take takes out."""
    after = edits.without(rows, chosen)
    what = f"deleted {counted(len(rows) - len(after), 'take')}, {len(after)} are left"
    return Plan(rows, after, what)


def judge(rows: Sequence[Row], problems: Mapping[str, Sequence[str]]) -> Plan:
    """Plan to note the verdicts on takes, by id."""
    texts = {take: "; ".join(all_)[:VERDICT_CHARACTERS] for take, all_ in problems.items()}
    after = [row._replace(verdict=texts.get(row.id, row.verdict)) for row in rows]
    return _edit(rows, after, "wrote the verdicts of")


def replace(
    settings: Settings, rows: Sequence[Row], new: Mapping[str, Sequence[Recording]], what: str
) -> Plan:
    """Plan takes in the places of others, by id."""
    after = changes.replaced(rows, {old: changes.listing(takes) for old, takes in new.items()})
    made = [take for takes in new.values() for take in takes]
    return Plan(rows, after, what, changes.files(made, settings))


def append(settings: Settings, rows: Sequence[Row], takes: Sequence[Recording], what: str) -> Plan:
    """Plan takes behind all others."""
    after = [*rows, *changes.listing(takes)]
    return Plan(rows, after, what, changes.files(takes, settings))


def _edit(rows: Sequence[Row], after: Sequence[Row], verb: str, how: str = "") -> Plan:
    changed = sum(old != new for old, new in zip(rows, after, strict=True))
    what = f"{verb} {counted(changed, 'take')} {how}".rstrip()
    return Plan(rows, after, what if changed else "")
