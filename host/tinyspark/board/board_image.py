"""What lies where on a board: the list of (file on this computer, place on the board).

`firmware/` is the picture of the board's root folder, `gesturekit` of its /lib. A pure list; who
copies it is flash.py for a real board and the virtual board's supervisor for its volume.
"""

from pathlib import Path, PurePosixPath

import gesturekit
from tinyspark import bundle

MODEL_PLACE = "/model.tsm"  # where the app looks for the model


def files() -> list[tuple[Path, str]]:
    """Return every (source, absolute destination), main.py last: it starts using the others."""
    firmware = bundle.folder("firmware")
    image = [(file, "/" + file.relative_to(firmware).as_posix()) for file in _modules(firmware)]
    shared = Path(gesturekit.__file__).parent
    image += [
        (file, "/lib/gesturekit/" + file.relative_to(shared).as_posix())
        for file in _modules(shared)
    ]
    return sorted(image, key=lambda entry: (entry[1] == "/main.py", entry[1]))


def folders() -> list[str]:
    """Return the folders that files() needs, parents first."""
    needed = {str(parent) for _, place in files() for parent in PurePosixPath(place).parents}
    return sorted(needed - {"/"})


def _modules(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*.py") if "__pycache__" not in file.parts]
