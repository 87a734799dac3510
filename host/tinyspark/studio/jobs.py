"""What runs in a process of its own (work.py): each is a function that a process can be given.

Loads no page, so that it begins at once.
"""

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
    with TemporaryDirectory() as folder:
        story = Story(_Listener(teller, Path(folder)), teller)
        lessons.tell(lessons.find(name), story)
    return Taught({each: make(*trained) for each, trained in story.networks.items()})


def look_inside(teller: Teller, model: bytes, folder: Path, take: str) -> Taught:
    """Tell the lesson of the glass box, about this take; of a model of the kit's if it is b""."""
    if model:
        dataset = Dataset.open(folder, [])
        chosen = case.of_recording(model, dataset, case.find(dataset, take))
    else:
        chosen = example.make(teller)
    with TemporaryDirectory() as place:
        glass_box.run(Story(_Listener(teller, Path(place)), teller), trace.run(chosen), None)
    return Taught({})


class _Listener:
    """Hands on the parts of a story; a picture as it looks."""

    def __init__(self, teller: Teller, folder: Path) -> None:
        self._teller = teller
        self._folder = folder

    def __call__(self, part: Part) -> None:
        if isinstance(part, Picture):
            path = pictures.draw(part, self._folder)
            self._teller.tell(Drawn(path.stem, path.read_bytes()))
        else:
            self._teller.tell(part)
