"""What runs in a process of its own (work.py): each is a function that a process can be given.

Loads no page, so that it begins at once.
"""

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from tinyspark import lessons, training_files
from tinyspark.dataset import Dataset
from tinyspark.learning.board_network import make
from tinyspark.learning.glass_box import case, example, trace
from tinyspark.learning.training import Options
from tinyspark.lessons import glass_box
from tinyspark.lessons.story import Part, Picture, Story
from tinyspark.pictures import lessons as pictures
from tinyspark.studio.telling import Drawn
from tinyspark.studio.work import Teller
from tinyspark.training_files import Places


def train(teller: Teller, folder: Path, model: Path, options: Options) -> None:
    """Train on the dataset in folder as `tinyspark train` does; tells every Epoch."""
    training_files.make(Dataset.open(folder), options, Places.of(model), teller, teller.tell)


class Taught(NamedTuple):
    """What a lesson leaves: model files for the board, by the names of its networks."""

    models: dict[str, bytes]


def lesson(teller: Teller, name: str) -> Taught:
    """Tell a lesson; tells every part of it, pictures drawn."""
    story = Story(partial(_hear, teller), teller)
    lessons.tell(lessons.find(name), story)
    return Taught({each: make(*trained) for each, trained in story.networks.items()})


def look_inside(teller: Teller, model: bytes, folder: Path, take: str) -> Taught:
    """Tell the lesson of the glass box, about this take; of a model of the kit's if it is b""."""
    if model:
        dataset = Dataset.open(folder, [])
        chosen = case.of_recording(model, dataset, case.find(dataset, take))
    else:
        chosen = example.make(teller)
    glass_box.run(Story(partial(_hear, teller), teller), trace.run(chosen), None)
    return Taught({})


def _hear(teller: Teller, part: Part) -> None:
    """Hand on a part of a story; a picture as it looks."""
    if not isinstance(part, Picture):
        teller.tell(part)
        return
    with TemporaryDirectory() as folder:
        path = pictures.draw(part, Path(folder))
        teller.tell(Drawn(path.stem, path.read_bytes()))
