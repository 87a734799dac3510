"""Everything in the browser: record, look through the takes, train, deploy, watch, understand.

The page is served on this computer alone (127.0.0.1), needs no network and no account, and opens
only with the address that is printed here. Ctrl-C ends it.
"""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from tinyspark.commands.arguments import whole
from tinyspark.errors import UserError

EXAMPLE = "tinyspark studio gestures"
LAST_PORT = 65535


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "dataset",
        type=Path,
        nargs="?",
        default=Path("gestures"),
        metavar="DATASET",
        help="folder of the takes; the model goes beside it (default: gestures)",
    )
    parser.add_argument(
        "--no-browser", action="store_true", help="print the address and open no browser"
    )
    parser.add_argument(
        "--at",
        type=whole(1, LAST_PORT),
        default=0,
        metavar="PORT",
        help="TCP port of the page (default: any that is free)",
    )


def run(options: Namespace) -> None:
    """Serve the page until Ctrl-C."""
    try:
        from tinyspark.studio import server
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "nicegui":
            raise
        raise UserError(
            "The studio needs a package that is not installed: NiceGUI.\n"
            "Install it: pip install 'tinyspark[studio]', or start with: "
            "python3 tools/start.py studio"
        ) from None
    print("The studio ends with Ctrl-C. Its address:", file=sys.stderr)
    server.serve(options.dataset, options.at, _tell, not options.no_browser)


def _tell(address: str) -> None:
    print(address, flush=True)
