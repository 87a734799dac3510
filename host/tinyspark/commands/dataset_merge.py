"""tinyspark dataset merge: the takes of many persons and boards in one dataset, none twice.

Takes with equal contents are recognized, whatever their id. Takes that share an id and differ are
both kept, and named.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from tinyspark.commands.arguments import a_path
from tinyspark.commands.dataset_choice import add_outcome, tell
from tinyspark.dataset import Dataset, DatasetError, changes, joining
from tinyspark.dataset.dataset import INFO
from tinyspark.dataset.merging import Merge
from tinyspark.terminal.fold import fold
from tinyspark.terminal.progress import Progress
from tinyspark.terminal.screen import clean, counted

EXAMPLE = "tinyspark dataset merge class anna-dataset ben-dataset"
SHOWN = 10  # takes named of each kind


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this subcommand."""
    parser.add_argument("folder", type=a_path, help="the dataset that takes them in, new or not")
    parser.add_argument("sources", nargs="+", type=a_path, metavar="SOURCE", help="a dataset")
    add_outcome(parser)


def run(options: argparse.Namespace) -> None:
    """Merge and say what came, what was known and what is strange."""
    with Progress() as progress:
        sources = [
            _source(path, options.folder, progress, number / len(options.sources))
            for number, path in enumerate(options.sources)
        ]
        there = (options.folder / INFO).is_file()
        before = changes.read(options.folder) if there else []
        here = Dataset.open(options.folder) if there else None
        joining.expect_equal_settings([*sources, here] if here else sources)
        merge = Merge(list(here.recordings) if here else [])
        for source in sources:
            merge.bring(source.recordings)
        names = ", ".join(clean(source.folder.name) for source in sources)
        what = f"merged {counted(len(merge.added), 'take')} of {names}" if merge.added else ""
        if not options.dry_run:
            progress("writing")
            joining.join(options.folder, before, sources, merge, what)
    if not options.json:
        for line in _report(merge, sources):
            print(fold(line, sys.stdout))
    tell(options, what, _facts(merge))


def _source(path: Path, folder: Path, progress: Progress, share: float) -> Dataset:
    progress("reading", share)
    if path.resolve() == folder.resolve():
        raise DatasetError(f"{path} cannot be merged with itself.\nName another dataset.")
    return Dataset.open(path)


def _report(merge: Merge, sources: Sequence[Dataset]) -> Iterator[str]:
    """Say what was met, a line each."""
    for source in sources:
        yield f"{source.folder}: {counted(len(source.recordings), 'take')}"
    if merge.known:
        yield f"there already: {counted(merge.known, 'take')}"
    if merge.renamed:
        yield f"there already under another id: {counted(len(merge.renamed), 'take')}"
        yield from _some(f"{there} is {here}" for there, here in merge.renamed)
    if merge.conflicts:
        yield f"same id but different contents: {counted(len(merge.conflicts), 'take')}, kept both"
        yield from _some(
            f"{there} has another {what}: added as {here}" for there, here, what in merge.conflicts
        )
    if merge.alike:
        yield f"same samples under another name: {counted(len(merge.alike), 'take')}, kept both"
        yield from _some(f"{there} is like {here}" for there, here in merge.alike)
    licences = {source.info.get("licence", "") for source in sources}
    if len(licences) > 1:
        yield "note: the licences of the sources differ; dataset.json tells"


def _some(lines: Iterable[str]) -> Iterator[str]:
    """Indent the first few."""
    every = list(lines)
    yield from (f"  {line}" for line in every[:SHOWN])
    if len(every) > SHOWN:
        yield f"  and {len(every) - SHOWN} more"


def _facts(merge: Merge) -> dict[str, Any]:
    return {
        "added": [take.id for take in merge.added],
        "known": merge.known,
        "renamed": merge.renamed,
        "conflicts": merge.conflicts,
        "alike": merge.alike,
        "takes": len(merge.takes),
    }
