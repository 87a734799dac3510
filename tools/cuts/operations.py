"""What the kit does to a board's flash, done once by the real commands on a virtual board.

Each operation is prepared, and then logged while it is done. Knows nothing of cuts.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
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
WELL_MS = 11_000  # until an app has run for long enough to trust it


def model(label: str) -> bytes:
    """Return a model for the buttons, which needs no sensor and two blocks of flash."""
    first, second, third = start.weights(1, (len(BUTTONS), NEURONS, NEURONS, 1))
    layers = [Dense(first), ReLU(), Dense(second), ReLU(), Dense(third)]
    return make(Network(layers), BUTTONS, (label,))


OLD, NEW, NEXT = model("old"), model("new"), model("next")
# What an app does that cannot run the model NEW
SPOILED = f"""
def choose(slots, imu, chosen=choose):
    loaded = chosen(slots, imu)
    if loaded and loaded.hash == {sha256(NEW).digest()!r}:
        raise ValueError("spoiled")
    return loaded
"""


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


def in_time(step: Step) -> Step:
    """Let a stepped clock run meanwhile."""

    def done(board: VirtualBoard, folder: Path) -> None:
        with passing_time(board):
            step(board, folder)

    return done


def button_2(board: VirtualBoard, folder: Path) -> None:
    """Take the other model without a host, until the app has confirmed it."""
    lonely.restart_with_button_2(board)
    board.advance(WELL_MS)


def spoil_app(board: VirtualBoard, folder: Path) -> None:
    """Of two apps, let the one in use lack a file."""
    installed(board, folder)
    slot = flash.come_back(board.port, lambda said: True).app_slot
    execute(board, folder, f"import os\nos.remove('/kit_{slot}/link.mpy')")


def spoil_model(board: VirtualBoard, folder: Path) -> None:
    """Of two models, let the one in use stop the app."""
    both(board, folder)
    more = f"with open('/kit_a/models.py', 'a') as file: file.write({SPOILED!r})"
    execute(board, folder, more)


def execute(board: VirtualBoard, folder: Path, code: str) -> None:
    """Run code on the board; the app stands still afterwards."""
    script = folder / "script.py"
    script.write_text(board_scripts.compute(code, "{}"), "utf-8")
    mpremote.run(board.port, ["run", str(script)], TIMEOUT, "done")


def restart(board: VirtualBoard, folder: Path) -> None:
    """Press RESET, and wait until the board has helped itself."""
    board.hard_reset()
    flash.come_back(board.port, lambda said: True)


def patiently(step: Step) -> Step:
    """Wait until the board has helped itself before."""

    def done(board: VirtualBoard, folder: Path) -> None:
        flash.come_back(board.port, lambda said: True)
        step(board, folder)

    return done


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
    execute(board, folder, older())
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
    Operation("Button 2 at the start", button_2, in_time(both), in_time(deploy(NEXT)), STEPPED),
    Operation("start, the model crashes", restart, spoil_model, patiently(deploy(NEXT))),
    Operation("start, the app lacks a file", restart, spoil_app, patiently(install_and_deploy)),
    Operation("takes without a host", record_alone, next=deploy_and_sync, options=STEPPED),
    Operation("sync", bring_home, record_alone, deploy_and_sync, STEPPED),
]
