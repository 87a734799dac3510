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
    """What it is called, the module of tinyspark.lessons that tells it, and what it is about.

    title: for people who choose among lessons; name: for those who type it.
    """

    name: str
    module: str
    title: str
    summary: str


LESSONS = (
    Lesson(
        "neuron",
        "neuron",
        "A neuron and a hidden rule",
        "one neuron learns a rule from four examples",
    ),
    Lesson(
        "streetlight",
        "streetlight",
        "Walk or stop?",
        "a hidden layer, for a rule that one neuron cannot learn",
    ),
    Lesson(
        "step-size",
        "step_size",
        "The size of a step",
        "how far to step: seven step sizes, all at once",
    ),
    Lesson(
        "optimizers",
        "optimizers",
        "Ways down the hill",
        "other ways down the hill, and ways out of a hollow",
    ),
    Lesson(
        "by-hand",
        "by_hand",
        "One update by hand",
        "one update with pencil and paper, then with the trainer",
    ),
    Lesson(
        "gesture",
        "gesture",
        "Closer or away?",
        "the TinySpark's own gesture, and a mistake in a formula",
    ),
    Lesson(
        GLASS_BOX,
        "",
        "Into the glass box",
        "one gesture of yours followed through every multiplication",
    ),
)


def find(name: str) -> Lesson:
    """Return the lesson with this name; UserError when there is none."""
    for lesson in LESSONS:
        if lesson.name == name:
            return lesson
    names = ", ".join(lesson.name for lesson in LESSONS)
    raise UserError(f"There is no lesson {name!r}.\nChoose one of: {names}.")


def after(lesson: Lesson) -> Lesson | None:
    """Return the next one of the course, None after the last."""
    place = LESSONS.index(lesson) + 1
    return LESSONS[place] if place < len(LESSONS) else None


def tell(lesson: Lesson, story: "Story") -> None:
    """Let a lesson tell its story; everything happens while it does."""
    importlib.import_module(f"tinyspark.lessons.{lesson.module}").run(story)
