"""What lies where on a board: the list of (file on this computer, place on the board).

`firmware/` is the picture of the board's root folder, `gesturekit` of its /lib. Knows which form
each file has on a board, .py or .mpy; who copies it is installation.py for a real board and the
virtual board's supervisor for its volume.
"""

import enum
import re
from pathlib import Path, PurePosixPath

import gesturekit
from tinyspark import bundle
from tinyspark.board import mpy

MODEL_PLACE = "/model.tsm"  # where the app looks for the model
_LOADER = "/main.py"  # MicroPython starts no main.mpy
_MACHINE_CODE = re.compile(rb"^\s*@micropython\.(viper|native)\b", re.MULTILINE)


class Form(enum.Enum):
    """How the files lie on a board; main.py is always plain."""

    SOURCE = "plain"
    # Compiled but for those with machine code: a board's own compiler keeps three variables of a
    # function in registers, mpy-cross two.
    MIXED = "compiled"
    COMPILED = "all compiled"


def files() -> list[tuple[Path, str]]:
    """Return every (source, absolute destination), main.py last: it starts using the others."""
    firmware = bundle.folder("firmware")
    image = [(file, "/" + file.relative_to(firmware).as_posix()) for file in _modules(firmware)]
    shared = Path(gesturekit.__file__).parent
    image += [
        (file, "/lib/gesturekit/" + file.relative_to(shared).as_posix())
        for file in _modules(shared)
    ]
    return sorted(image, key=lambda entry: (entry[1] == _LOADER, entry[1]))


def folders() -> list[str]:
    """Return the folders that files() needs, parents first."""
    needed = {str(parent) for _, place in files() for parent in PurePosixPath(place).parents}
    return sorted(needed - {"/"})


def contents(form: Form, processor: str) -> dict[str, bytes]:
    """Return what lies at each place of a board in this form, main.py last.

    processor: one of mpy.ARCHITECTURES. mpy.CompileError when files cannot be compiled.
    """
    image = {}
    for source, place in files():
        data = source.read_bytes()
        if _is_compiled(place, data, form):
            place, data = twin(place), mpy.compiled(source, _spoken(place), processor)
        image[place] = data
    return image


def twin(place: str) -> str:
    """Return where the other form of a module lies; MicroPython looks for the .py first."""
    path = PurePosixPath(place)
    return str(path.with_suffix(".mpy" if path.suffix == ".py" else ".py"))


def _is_compiled(place: str, source: bytes, form: Form) -> bool:
    if form is Form.SOURCE or place == _LOADER:
        return False
    return form is Form.COMPILED or not _MACHINE_CODE.search(source)


def _spoken(place: str) -> str:
    """The name by which MicroPython's tracebacks call the .py at this place."""
    return place if place.startswith("/lib/") else place.removeprefix("/")


def _modules(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*.py") if "__pycache__" not in file.parts]
