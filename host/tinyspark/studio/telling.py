"""A story as pages show it: told part by part, seen section by section. Draws nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from tinyspark.lessons.story import Heading, Part


class Drawn(NamedTuple):
    """A picture of a story, drawn: the bytes of a PNG file."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Section:
    """A step of the way: its heading and what is told under it."""

    title: str
    parts: list[Part | Drawn]


@dataclass
class Telling:
    """One lesson being told, or told. told: its parts so far; step: the section that is seen."""

    name: str
    told: Sequence[Any] = field(default_factory=list)
    step: int = 0

    def step_by(self, steps: int) -> None:
        """See another section."""
        self.step += steps


def sections(parts: Sequence[Part | Drawn], opening: str = "") -> list[Section]:
    """Return the parts of a story under their headings; those before the first under opening."""
    found: list[Section] = []
    for part in parts:
        if isinstance(part, Heading):
            found.append(Section(part.text, []))
        else:
            if not found:
                found.append(Section(opening, []))
            found[-1].parts.append(part)
    return found
