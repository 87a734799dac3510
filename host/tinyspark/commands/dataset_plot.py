"""tinyspark dataset plot: pictures of takes."""

import argparse

from tinyspark.commands.arguments import a_name, a_path
from tinyspark.dataset import Dataset, DatasetError
from tinyspark.dataset.recording import Recording
from tinyspark.terminal.progress import Progress

EXAMPLE = "tinyspark dataset plot datasets/synthetic-gestures -o gestures.png"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this subcommand."""
    parser.add_argument("folder", type=a_name, help="the dataset")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--recording", metavar="ID", help="draw this take (the start of its id)")
    what.add_argument("--label", default="", help="draw the takes of this label alone")
    parser.add_argument("-o", "--output", type=a_path, required=True, metavar="FILE.png")


def run(options: argparse.Namespace) -> None:
    """Draw, save, and print the picture's name."""
    with Progress() as progress:
        progress("drawing")
        _draw(options)
    print(options.output)


def _draw(options: argparse.Namespace) -> None:
    from tinyspark.pictures import plots

    dataset = Dataset.open(options.folder)
    if options.recording:
        take = _find(dataset, options.recording)
        plots.one_take(take, dataset.settings, options.output)
    else:
        plots.gallery(dataset, options.output, options.label)


def _find(dataset: Dataset, start: str) -> Recording:
    found = [take for take in dataset.recordings if take.id.startswith(start)]
    if len(found) != 1:
        raise DatasetError(
            f"{len(found) or 'No'} takes of {dataset.folder} have an id that begins {start!r}.\n"
            "`tinyspark dataset check --all` lists the ids."
        )
    return found[0]
