"""What the page Inside looks at, for every tab alike, and how that is made from model and take.

Computes with the glass box; draws nothing.
"""

from dataclasses import dataclass

from tinyspark.dataset.settings import Settings
from tinyspark.learning.glass_box import case, trace
from tinyspark.learning.glass_box.trace import Trace
from tinyspark.learning.model_file import read_model
from tinyspark.lessons import glass_box
from tinyspark.lessons.story import Heading, Part, Picture, Story
from tinyspark.studio.studio import Studio


@dataclass(frozen=True)
class Section:
    """A step of the way: its heading and what is told under it."""

    title: str
    parts: list[Part]


@dataclass(frozen=True)
class Seen:
    """One take in the glass box, and the story of it, step by step."""

    trace: Trace
    settings: Settings
    steps: list[Section]


def see(studio: Studio, take: str) -> Seen:
    """Send the take with this id through the model; UserError where that cannot be."""
    data = read_model(studio.model)
    dataset = studio.dataset()
    assert dataset is not None  # the take is of it
    traced = trace.run(case.of_recording(data, dataset, case.find(dataset, take)))
    story = Story()
    glass_box.run(story, traced, None)
    narrow = dataset.settings.narrowed(traced.model.axes)
    return Seen(traced, narrow, sections(story.parts)[:-1])  # the last one is about asking a board


def sections(parts: list[Part]) -> list[Section]:
    """Return the parts of a story under their headings; pictures are left out."""
    found: list[Section] = []
    for part in parts:
        if isinstance(part, Heading):
            found.append(Section(part.text, []))
        elif not isinstance(part, Picture):
            if not found:
                found.append(Section("", []))
            found[-1].parts.append(part)
    return found
