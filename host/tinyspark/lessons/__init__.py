"""The course's lessons on the trainer: the table of them, each a module with run(story).

Knows names and summaries alone; a lesson's module is imported when it is taken. The lessons teach
and compute; printing, pictures and boards belong to who listens (tinyspark.lessons.story).
"""

import importlib
from typing import TYPE_CHECKING, NamedTuple

from tinyspark.errors import UserError

if TYPE_CHECKING:
    from tinyspark.lessons.story import Story

GLASS_BOX = "glass-box"  # takes a model and a recording of the user's: the command has its own way


class Lesson(NamedTuple):
    """What it is called, the module of tinyspark.lessons that tells it, and what it is about."""

    name: str
    module: str
    summary: str


LESSONS = (
    Lesson("neuron", "neuron", "one neuron learns a rule from four examples"),
    Lesson(
        "streetlight", "streetlight", "a hidden layer, for a rule that one neuron cannot learn"
    ),
    Lesson("step-size", "step_size", "how far to step: seven step sizes, all at once"),
    Lesson("optimizers", "optimizers", "other ways down the hill, and ways out of a hollow"),
    Lesson("by-hand", "by_hand", "one update with pencil and paper, then with the trainer"),
    Lesson("gesture", "gesture", "the TinySpark's own gesture, and a mistake in a formula"),
    Lesson(GLASS_BOX, "", "one gesture of yours followed through every multiplication"),
)


def find(name: str) -> Lesson:
    """Return the lesson with this name; UserError when there is none."""
    for lesson in LESSONS:
        if lesson.name == name:
            return lesson
    names = ", ".join(lesson.name for lesson in LESSONS)
    raise UserError(f"There is no lesson {name!r}.\nChoose one of: {names}.")


def tell(lesson: Lesson, story: "Story") -> None:
    """Let a lesson tell its story; everything happens while it does."""
    importlib.import_module(f"tinyspark.lessons.{lesson.module}").run(story)
