"""What lies where on a board: the list of (file on this computer, place on the board).

The loader lies at /main.py; everything else of `firmware/`, with gesturekit, in a slot: /kit_a or
/kit_b. Knows which form each file has on a board, .py or .mpy; who copies it is installation.py
for a real board and the virtual board's supervisor for its volume.
"""

import enum
import re
from pathlib import Path, PurePosixPath

import gesturekit
from tinyspark import bundle
from tinyspark.board import mpy

LOADER = "/main.py"  # MicroPython starts no main.mpy
SLOTS = {"a": "/kit_a/", "b": "/kit_b/"}
FIRST = "app.py"  # the loader takes a slot with it for whole: it comes last and goes first
_MACHINE_CODE = re.compile(rb"^\s*@micropython\.(viper|native)\b", re.MULTILINE)


class Form(enum.Enum):
    """How the files lie on a board; main.py is always plain."""

    SOURCE = "plain"
    # Compiled but for those with machine code: a board's own compiler keeps three variables of a
    # function in registers, mpy-cross two.
    MIXED = "compiled"
    COMPILED = "all compiled"


def files(slot: str = "a") -> list[tuple[Path, str]]:
    """Return every (source, absolute destination), main.py last: it starts the others."""
    folder = SLOTS[slot]
    app = [(source, folder + place) for source, place in app_files()]
    return [*app, (bundle.folder("firmware") / LOADER.removeprefix("/"), LOADER)]


def app_files() -> list[tuple[Path, str]]:
    """Return every (source, place in a slot) of the app, app.py last."""
    firmware, shared = bundle.folder("firmware"), Path(gesturekit.__file__).parent.parent
    modules = [(file, file.relative_to(firmware).as_posix()) for file in _modules(firmware)]
    kit = _modules(shared / "gesturekit")
    modules += [(file, file.relative_to(shared).as_posix()) for file in kit]
    app = [entry for entry in modules if "/" + entry[1] != LOADER]
    return sorted(app, key=lambda entry: (entry[1] == FIRST, entry[1]))


def folders() -> list[str]:
    """Return the folders of a slot that app_files() needs, parents first."""
    needed = {str(parent) for _, place in app_files() for parent in PurePosixPath(place).parents}
    return sorted(needed - {"."})


def contents(form: Form, processor: str) -> dict[str, bytes]:
    """Return what lies at each place of a slot in this form, the app itself last.

    processor: one of mpy.ARCHITECTURES. mpy.CompileError when files cannot be compiled.
    """
    image = {}
    for source, place in app_files():
        data = source.read_bytes()
        if form is Form.COMPILED or (form is Form.MIXED and not _MACHINE_CODE.search(data)):
            place, data = twin(place), mpy.compiled(source, place, processor)
        image[place] = data
    return image


def loader() -> bytes:
    """Return the loader, which is always plain."""
    return (bundle.folder("firmware") / LOADER.removeprefix("/")).read_bytes()


def flat(place: str) -> str:
    """Return where boards without slots had what lies at this place of a slot."""
    return ("/lib/" if place.startswith("gesturekit/") else "/") + place


def twin(place: str) -> str:
    """Return where the other form of a module lies; MicroPython looks for the .py first."""
    path = PurePosixPath(place)
    return str(path.with_suffix(".mpy" if path.suffix == ".py" else ".py"))


def _modules(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*.py") if "__pycache__" not in file.parts]
