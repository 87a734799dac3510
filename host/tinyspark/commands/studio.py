"""Everything in the browser: record, look through the takes, train, deploy, watch, understand.

The page is served on this computer alone (127.0.0.1), needs no network and no account, and opens
only with the address that is printed here. Ctrl-C ends it.
"""

import importlib.util
import sys
import webbrowser
from argparse import ArgumentParser, Namespace
from pathlib import Path
from threading import Thread

from tinyspark.commands.arguments import whole
from tinyspark.errors import UserError
from tinyspark.studio.door import Door
from tinyspark.studio.place import Place
from tinyspark.terminal.stopping import later

EXAMPLE = "tinyspark studio gestures"
FIRST_PORT, LAST_PORT = 1024, 65535  # the lower ones are the system's


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
        type=whole(FIRST_PORT, LAST_PORT),
        default=0,
        metavar="PORT",
        help="TCP port of the page (default: any that is free)",
    )


def run(options: Namespace) -> None:
    """Serve the page until Ctrl-C."""
    if importlib.util.find_spec("nicegui") is None:
        raise UserError(
            "The studio needs a package that is not installed: NiceGUI.\n"
            "Install it: pip install 'tinyspark[studio]', or start with: "
            "python3 tools/start.py studio"
        )
    place = Place(options.dataset)
    door = Door(options.at)
    print("The studio ends with Ctrl-C. Its address:", file=sys.stderr, flush=True)
    print(door.address(door.token), flush=True)
    if not options.no_browser:  # some wait until they are closed
        opening = Thread(target=webbrowser.open, args=[door.address(door.once)], daemon=True)
        opening.start()
    with later():
        from tinyspark.studio import server  # what it needs takes a second to load

    server.serve(place.folder, door)
