"""What lies where on a board: the list of (file on this computer, place on the board).

`firmware/` is the picture of the board's root folder, `gesturekit` of its /lib. A pure list; who
copies it is flash.py for a real board and the virtual board's supervisor for its volume.
"""

from pathlib import Path

import gesturekit

PACKAGE = Path(__file__).resolve().parent
MODEL_PLACE = "/model.tsm"  # where the app looks for the model


def files() -> list[tuple[Path, str]]:
    """Return every (source, absolute destination), main.py last: it starts using the others."""
    firmware = _firmware_folder()
    image = [(file, "/" + file.relative_to(firmware).as_posix()) for file in _modules(firmware)]
    shared = Path(gesturekit.__file__).parent
    image += [
        (file, "/lib/gesturekit/" + file.relative_to(shared).as_posix())
        for file in _modules(shared)
    ]
    return sorted(image, key=lambda entry: (entry[1] == "/main.py", entry[1]))


def folders() -> list[str]:
    """Return the folders that files() needs, parents first."""
    needed = {parent for _, place in files() for parent in Path(place).parents}
    return sorted(folder.as_posix() for folder in needed if folder.as_posix() != "/")


def _modules(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*.py") if "__pycache__" not in file.parts]


def _firmware_folder() -> Path:
    """In a wheel the firmware lies inside the package, in a checkout beside host/."""
    inside = PACKAGE / "_firmware"
    return inside if inside.is_dir() else PACKAGE.parent.parent / "firmware"
