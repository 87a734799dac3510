"""What runs in a process of its own (work.py): each is a function that a process can be given.

Loads no page, so that it begins at once.
"""

from pathlib import Path

from tinyspark import training_files
from tinyspark.dataset import Dataset
from tinyspark.learning.training import Options
from tinyspark.studio.work import Teller
from tinyspark.training_files import Places


def train(teller: Teller, folder: Path, model: Path, options: Options) -> None:
    """Train on the dataset in folder as `tinyspark train` does; tells every Epoch."""
    training_files.make(Dataset.open(folder), options, Places.of(model), teller, teller.tell)
