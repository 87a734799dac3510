"""Story, table of lessons, start weights: what lessons are told with."""

import importlib
import json

import numpy as np
import pytest

from tinyspark import lessons
from tinyspark.errors import UserError
from tinyspark.lessons import start
from tinyspark.lessons.story import Heading, Next, Paragraph, Picture, Story, Table


def test_parts_are_handed_on_as_they_come() -> None:
    heard: list = []
    story = Story(heard.append)
    story.heading("One")
    story.say("""two
        three""")
    story.table(("a", "b"), [("1", "2")])
    assert heard == [Heading("One"), Paragraph("two three"), Table(("a", "b"), [("1", "2")])]
    story.picture("neuron", sums=[1])
    story.next("  go   on ")
    assert heard[3:] == [Picture("neuron", {"sums": [1]}), Next("go on")] and story.parts == heard


def test_figures_become_plain_numbers() -> None:
    story = Story()
    story.figure("array", np.float64([[1, 2], [3, 4]]))
    story.figure("scalar", np.float64(0.1) + 0.2)
    story.figure("count", np.int64(3))
    assert json.loads(json.dumps(story.figures)) == {
        "array": [[1, 2], [3, 4]],
        "scalar": 0.1 + 0.2,
        "count": 3,
    }


def test_a_figure_has_one_value() -> None:
    story = Story()
    story.figure("error", 1)
    with pytest.raises(ValueError, match="two figures"):
        story.figure("error", 2)


def test_progress_goes_to_who_waits() -> None:
    seen: list = []
    Story(progress=lambda what, share: seen.append((what, share))).progress("training", 0.5)
    assert seen == [("training", 0.5)]


def test_start_weights_are_those_of_numpys_old_generator() -> None:
    np.random.seed(5)
    wanted = [2 * np.random.random((3, 4)) - 1, 2 * np.random.random((4, 1)) - 1]
    for ours, theirs in zip(start.weights(5, (3, 4, 1)), wanted, strict=True):
        np.testing.assert_array_equal(ours, theirs)


@pytest.mark.parametrize("lesson", lessons.LESSONS, ids=lambda lesson: lesson.name)
def test_every_lesson_is_there(lesson: lessons.Lesson) -> None:
    assert lessons.find(lesson.name) is lesson
    name = lesson.module or "glass_box"
    assert callable(importlib.import_module(f"tinyspark.lessons.{name}").run)


def test_an_unknown_lesson_names_the_known_ones() -> None:
    with pytest.raises(UserError, match="neuron, streetlight"):
        lessons.find("nerve")
