"""Datasets that become one on the disk: whether their takes suit each other, and the writing.

merging.py says which takes are new; this file knows folders.
"""

from collections.abc import Sequence
from pathlib import Path

from tinyspark.dataset import mending
from tinyspark.dataset.dataset import INFO, Dataset, DatasetError
from tinyspark.dataset.dataset_rows import Row
from tinyspark.dataset.merging import Merge
from tinyspark.dataset.settings import difference


def expect_equal_settings(datasets: Sequence[Dataset]) -> None:
    """DatasetError unless all takes were recorded with the same settings."""
    first = datasets[0]
    for other in datasets[1:]:
        if other.settings != first.settings:
            mine, others = difference(first.settings, other.settings)
            raise DatasetError(
                f"{first.folder} has {mine}, {other.folder} has {others}.\n"
                "All takes of a dataset have the same settings; nothing was merged."
            )


def join(
    folder: Path, before: Sequence[Row], sources: Sequence[Dataset], merge: Merge, what: str
) -> None:
    """Add what a merge brought behind the takes before; DatasetError if these have changed.

    A new dataset says what its sources say about licence and notes.
    """
    settings = sources[0].settings
    if not (folder / INFO).is_file():
        texts = {
            about: "; ".join(dict.fromkeys(source.info.get(about, "") for source in sources))
            for about in ("licence", "notes")
        }
        Dataset.create(folder, settings, **texts)
    mending.append(settings, before, merge.added, what).write(folder)
