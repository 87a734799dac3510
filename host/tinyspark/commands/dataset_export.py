"""tinyspark dataset export: a dataset in the form of another tool, and what that leaves out."""

import argparse
import json
import shlex
import sys

from tinyspark.commands.arguments import a_name
from tinyspark.dataset import Dataset
from tinyspark.exporters import FORMATS, export
from tinyspark.terminal.fold import fold
from tinyspark.terminal.screen import counted

EXAMPLE = "tinyspark dataset export my-dataset --as edge-impulse -o my-dataset.zip"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this subcommand."""
    formats = "; ".join(f"{name}: {form.summary}" for name, form in FORMATS.items())
    parser.add_argument("folder", type=a_name, help="the dataset")
    parser.add_argument("--as", dest="form", choices=FORMATS, required=True, help=formats)
    parser.add_argument(
        "-o", "--output", required=True, metavar="OUT", help="a new file or folder"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: argparse.Namespace) -> None:
    """Export and say what was written and what was left out."""
    dataset = Dataset.open(options.folder)
    package = export(dataset, options.form, options.output)
    again = (
        f"tinyspark dataset import {shlex.quote(options.output)} DATASET {package.again}".strip()
    )
    takes = len(dataset.recordings)
    if options.json:
        facts = {"output": options.output, "format": options.form, "takes": takes}
        print(json.dumps({**facts, "notes": package.notes, "import_again": again}))
        return
    print(f"Wrote {counted(takes, 'take')} to {options.output} (format {options.form}).")
    for note in package.notes:
        print(fold(f"  note       {note}", sys.stdout))
    print(fold(f"  again      {again}", sys.stdout))
