"""Takes of many persons and boards into one list, none of them twice.

A take is known by its contents: label, person, session and samples. Pure: takes in, takes out.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from tinyspark.dataset.identities import Identities
from tinyspark.dataset.recording import Recording

PARTS = ("label", "subject", "session")


@dataclass
class Merge:
    """The takes so far, and what was met on the way; pairs are (id there, id here)."""

    takes: list[Recording]
    added: list[Recording] = field(default_factory=list)
    known: int = 0  # with the same id
    renamed: list[tuple[str, str]] = field(default_factory=list)  # equal under another id
    conflicts: list[tuple[str, str, str]] = field(default_factory=list)  # and what differs
    alike: list[tuple[str, str]] = field(default_factory=list)  # same samples, other names

    def __post_init__(self) -> None:
        self._identities = Identities(take.id for take in self.takes)
        self._by_id = {take.id: take for take in self.takes}
        self._by_digest = {take.digest: take for take in self.takes}
        self._by_samples = {_samples(take): take for take in self.takes}

    def bring(self, source: Iterable[Recording]) -> None:
        """Add the takes of another dataset that are not there yet."""
        for take in source:
            there = self._by_digest.get(take.digest)
            if there and there.id == take.id:
                self.known += 1
            elif there:
                self.renamed.append((take.id, there.id))
            else:
                self._add(take)

    def _add(self, take: Recording) -> None:
        other = self._by_id.get(take.id)
        alike = self._by_samples.get(_samples(take))
        new = take
        if other:  # told, and both are kept
            new = replace(take, id=self._identities.new(take.digest))
            self.conflicts.append((take.id, new.id, _difference(take, other)))
        elif alike:
            self.alike.append((take.id, alike.id))
        self._identities.take(new.id)
        self._by_id[new.id] = self._by_digest[new.digest] = self._by_samples[_samples(new)] = new
        self.takes.append(new)
        self.added.append(new)


def _samples(take: Recording) -> tuple[int, bytes]:
    return len(take.samples), take.samples.tobytes()


def _difference(one: Recording, other: Recording) -> str:
    """Name what differs between two takes."""
    parts = [part for part in PARTS if getattr(one, part) != getattr(other, part)]
    return " and ".join(parts + ["samples"] * (_samples(one) != _samples(other)))
