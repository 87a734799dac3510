"""What the kit does to a board's flash, done once by the real commands on a virtual board.

Each operation is prepared, and then logged while it is done. Knows nothing of cuts.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

from tinyspark import bundle
from tinyspark.board import board_scripts, flash, installation, mpremote, sync
from tinyspark.board.board_image import Form
from tinyspark.board.link import LinkError
from tinyspark.learning.board_network import make
from tinyspark.lessons import start
from tinyspark.lessons.streetlight.lights import BUTTONS
from tinyspark.nn.layers import Dense, ReLU
from tinyspark.nn.network import Network
from tinyspark.virtual import lonely
from tinyspark.virtual.client import VirtualBoard
from tinyspark.virtual.flash_log import FlashLog
from tinyspark.virtual.stepped_link import passing_time

FAST = {"speed": 20.0}
STEPPED = {"stepped": True}
BARE = {"speed": 20.0, "firmware": False}
NEURONS = 64
TIMEOUT = 60.0
TAKE = 104  # samples
SHOWN_MS = 1200  # that it is saved


def model(label: str) -> bytes:
    """Return a model for the buttons, which needs no sensor and two blocks of flash."""
    first, second, third = start.weights(1, (len(BUTTONS), NEURONS, NEURONS, 1))
    layers = [Dense(first), ReLU(), Dense(second), ReLU(), Dense(third)]
    return make(Network(layers), BUTTONS, (label,))


OLD, NEW, NEXT = model("old"), model("new"), model("next")


Step = Callable[[VirtualBoard, Path], object]  # of a board, with a folder for what is kept here


def deploy(new: bytes) -> Step:
    return lambda board, folder: flash.deploy(board.port, new)


class Operation(NamedTuple):
    """prepare, then act, which is logged; next must work after any cut. options: of the board;
    on_trial: whether a model or an app is on trial when it begins."""

    name: str
    act: Step
    prepare: Step = lambda board, folder: None
    next: Step = deploy(NEXT)
    options: dict[str, Any] = FAST
    on_trial: bool = False


class Logged(NamedTuple):
    """An operation that was done: the log's path, and what it says."""

    name: str
    path: Path
    log: FlashLog


def done(operation: Operation, folder: Path) -> Logged:
    """Do an operation on a board of its own; folder: an empty one, for log and dataset."""
    with VirtualBoard(**operation.options) as board:
        operation.prepare(board, folder)
        board.log_flash()
        operation.act(board, folder)
        path = folder / "flash_log"
        log = board.flash_log()
        shutil.copy(board.flash_log_path, path)
    return Logged(operation.name, path, log)


@contextmanager
def newer_firmware() -> Iterator[None]:
    """Meanwhile, the kit's app and loader are of another release."""
    with tempfile.TemporaryDirectory() as folder:
        firmware = Path(folder, "firmware")
        shutil.copytree(bundle.folder("firmware"), firmware)
        app = firmware / "app.py"
        app.write_text(app.read_text("utf-8").replace('VERSION = "0', 'VERSION = "9'), "utf-8")
        with open(firmware / "main.py", "a") as loader:
            loader.write("\n# Of another release.\n")
        folders = {"firmware": firmware}
        with patch.object(bundle, "folder", lambda name: folders.get(name) or known(name)):
            yield


known = bundle.folder


def both(board: VirtualBoard, folder: Path) -> None:
    flash.deploy(board.port, OLD)
    flash.deploy(board.port, NEW)


@contextmanager
def unconfirmed() -> Iterator[None]:
    """Meanwhile, hosts are killed before they can confirm what is on trial."""

    def killed(*_: object) -> None:
        raise LinkError("killed")

    with (
        patch.object(flash, "_accept", killed),
        patch.object(flash, "confirm", killed),
        suppress(LinkError),
    ):
        yield


def try_model(board: VirtualBoard, folder: Path) -> None:
    flash.deploy(board.port, OLD)
    with unconfirmed():
        flash.deploy(board.port, NEW)


def try_app(board: VirtualBoard, folder: Path) -> None:
    flash.deploy(board.port, OLD)
    with unconfirmed():
        installation.install(board.port)


def older() -> str:
    """Return what makes, on a board, files of a release without slots; they use each other."""
    places = ["/app.py", "/drivers/lsm6ds3trc.py", "/lib/gesturekit/framing.py"]
    main = (
        "import time, app, drivers.lsm6ds3trc, gesturekit.framing\n"
        "print(app.SAYS, drivers.lsm6ds3trc.SAYS, gesturekit.framing.SAYS)\n"
        "while True: time.sleep_ms(10)\n"
    )
    files = {place: f"SAYS = {place!r}".encode() for place in places}
    files |= {"/main.py": main.encode(), board_scripts.OLD_MODEL: OLD}
    return (
        "import os\n"
        "for folder in ('/drivers', '/lib/gesturekit'): os.mkdir(folder)\n"
        f"for place, data in {files!r}.items():\n"
        "    with open(place, 'wb') as file: file.write(data)\n"
    )


def install_older(board: VirtualBoard, folder: Path) -> None:
    """What a release without slots has put on a board; it prints something only if it is whole."""
    script = folder / "script.py"
    script.write_text(board_scripts.compute(older(), "{}"), "utf-8")
    mpremote.run(board.port, ["run", str(script)], TIMEOUT, "done")
    board.hard_reset()


def install(board: VirtualBoard, folder: Path) -> None:
    installation.install(board.port)


def installed(board: VirtualBoard, folder: Path) -> None:
    """A model, and an app in each slot."""
    flash.deploy(board.port, OLD)
    installation.install(board.port, form=Form.SOURCE)
    installation.install(board.port)


def install_and_deploy(board: VirtualBoard, folder: Path) -> None:
    installation.install(board.port)
    flash.deploy(board.port, NEXT)


def update(board: VirtualBoard, folder: Path) -> None:
    with newer_firmware():
        installation.install(board.port)


def record_alone(board: VirtualBoard, folder: Path) -> None:
    """Prepare takes of two labels, go away, and press the buttons."""
    lonely.prepare(board, ("circle", "swipe"), TAKE)
    for _ in range(2):
        lonely.press(board, 2)
        lonely.take(board, TAKE)
        board.advance(SHOWN_MS)


def bring_home(board: VirtualBoard, folder: Path) -> list[sync.Brought]:
    return lonely.bring(board, str(folder / "dataset"))


def deploy_and_sync(board: VirtualBoard, folder: Path) -> None:
    """All takes on the board come home, and none stays."""
    with passing_time(board):
        flash.deploy(board.port, NEXT)
    found = bring_home(board, folder)
    assert all(take.outcome in (sync.ADDED, sync.KNOWN) for take in found), found
    assert not bring_home(board, folder)


OPERATIONS = [
    Operation("deploy, first model", deploy(NEW)),
    Operation("deploy, over a model", deploy(NEW), deploy(OLD)),
    Operation("deploy, third model", deploy(NEXT), both, deploy(OLD)),
    Operation("deploy, over one on trial", deploy(NEXT), try_model, deploy(OLD), on_trial=True),
    Operation("deploy --to previous", lambda board, _: flash.use_previous(board.port), both),
    Operation("install, on a bare board", install, next=install_and_deploy, options=BARE),
    Operation("install, over an older release", install, install_older, install_and_deploy, BARE),
    Operation("install, other form", install, deploy(OLD), install_and_deploy),
    Operation("install, newer app and loader", update, installed, install_and_deploy),
    Operation("install, over one on trial", update, try_app, install_and_deploy, on_trial=True),
    Operation("takes without a host", record_alone, next=deploy_and_sync, options=STEPPED),
    Operation("sync", bring_home, record_alone, deploy_and_sync, STEPPED),
]
