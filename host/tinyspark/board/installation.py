"""Our firmware onto a board as one transaction: into the free slot, tried, then confirmed.

A module's .py and .mpy never stay side by side: MicroPython would run the .py, whatever its age.
The app in use is not touched, so whatever happens, the board runs the old app or the new one.
The loader is replaced only if it differs. A board without slots, of an older release, gets them,
and its old files go when the new ones run. Knows nothing of how files travel.
"""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from tinyspark.board import board_image, board_scripts, flash, flash_room, mpremote, mpy
from tinyspark.board.board_image import FIRST, SLOTS, Form
from tinyspark.board.flash import Progress, quietly, sha256
from tinyspark.board.identity import Hello
from tinyspark.board.link import LinkError
from tinyspark.board.ports import open_device
from tinyspark.errors import UserError

TIMEOUT = 180.0  # seconds for copying everything
_LOOK_TIMEOUT = 40.0
_AT_ONCE = 0.25
_NEW_LOADER = "/main.tmp"
_ONLY_FLAT = ("waiting.py", "waiting.mpy")  # the release without slots had it, this one has not
_SPARE = flash.SPARE + 49152  # and a model that an older release has put elsewhere


def install(port: str, progress: Progress = quietly, form: Form | None = None) -> Hello:
    """Put our firmware on the board that runs MicroPython on port; return its hello.

    Copies only files that differ, and checks every one on the board. form: without one
    Form.MIXED, or Form.SOURCE if that is impossible. LinkError or mpy.CompileError says what went
    wrong; running it again carries on where it stopped.
    """
    flat = _flat()
    look = board_scripts.look(_names(), [place for place in flat if place.startswith("/lib/")])
    facts = _ask(port, ["exec", look], "digests")
    try:
        root = _copy(port, facts, _image(form, facts.get("mpy"), progress), progress)
    except UserError:
        mpremote.restart(port)
        raise
    progress("All files are whole; the board restarts")
    said = _accept(port, root)
    if facts.get("old"):
        clean = board_scripts.clean(flat, ["/drivers", "/lib/gesturekit"])
        _ask(port, ["exec", clean, "+", "reset"], "cleaned")
        said = flash.come_back(port, lambda said: True)
    return said


def slot_in_use(port: str) -> str:
    """Return the slot of the app that runs on the board; "" if none answers at once.

    LinkError when the port cannot be opened.
    """
    with open_device(port) as device:
        try:
            return device.hello(_AT_ONCE).app_slot
        except LinkError:
            return ""


def in_use(port: str, before: str) -> str:
    """Return a sentence or two about the firmware that the board runs now.

    before: what slot_in_use() was then.
    """
    said = flash.found(port)
    if said is None or not before:  # it may have had an app that did not run
        return "Repeat the command to bring it to an end."
    what = "the firmware it had" if said.app_slot == before else "the new firmware"
    return f"The board runs {what}. Repeat the command to go on."


def _copy(port: str, facts: dict, image: dict[str, bytes], progress: Progress) -> str:
    """Copy what differs and let the board use it; return the folder of the app to be used."""
    wanted = {name: sha256(data) for name, data in image.items()}
    differing = _differing(facts, wanted)
    copies = {}
    if facts.get("loader") != sha256(board_image.loader()):
        copies[_NEW_LOADER] = board_image.loader()
    number = differing + len(copies)
    progress(f"{number} of {len(image) + 1} files differ" + ("; copying them" * bool(number)))
    used, tried = str(facts.get("app")), ""
    if differing:
        used = tried = _make_way(port, image, copies, progress)
    root = SLOTS.get(used, "")
    app = {root + name: wanted[name] for name in wanted} if tried else {}
    _settle(port, copies, tried, app, board_scripts.OLD_MODEL if facts.get("old") else "")
    return root


def _differing(facts: dict, wanted: Mapping[str, str]) -> int:
    """Return how many files are not as wanted in the slot in use, or lie there in both forms."""
    there = facts["digests"]
    return sum(
        there.get(name) != wanted[name] or bool(there.get(board_image.twin(name)))
        for name in wanted
    )


def _make_way(
    port: str, image: Mapping[str, bytes], copies: dict[str, bytes], progress: Progress
) -> str:
    """Prepare the slot that is not in use and add to copies what it lacks; return the slot."""
    first = [FIRST, board_image.twin(FIRST)]
    way = board_scripts.make_way(list(image), board_image.folders(), first)
    facts = _ask(port, ["exec", way], "digests")
    slot = str(facts.get("way"))
    root = SLOTS.get(slot)
    if root is None and facts.get("free", 0) < flash.SPARE:
        raise LinkError(flash_room.full(port, facts))
    if root is None:
        raise LinkError(f"The board on {port} has no place for a new app.\n{mpremote.AGAIN}")
    if facts.get("ended") == "model":
        progress("The model on trial makes way for the one before: deploy it again afterwards")
    lacking = [name for name in image if facts["digests"].get(name) != sha256(image[name])]
    need = sum(len(image[name]) for name in lacking) + _SPARE
    if facts.get("free", 0) < need:
        raise LinkError(flash_room.full(port, facts, need))
    copies |= {root + name: image[name] for name in lacking}
    return slot


def _settle(
    port: str, copies: Mapping[str, bytes], slot: str, app: dict[str, str], model: str
) -> None:
    """Copy, and use what was copied if all of it is whole on the board; restart it.

    slot, app: of a new app, with its places and digests, or ""; model: where an older release
    has one, or "".
    """
    loader = _NEW_LOADER if _NEW_LOADER in copies else ""
    wanted = app | ({loader: sha256(copies[loader])} if loader else {})
    with tempfile.TemporaryDirectory() as folder:
        steps: list[str] = []
        for number, (place, data) in enumerate(copies.items()):
            file = Path(folder, str(number))
            file.write_bytes(data)
            steps += mpremote.copying(str(file), place)
        script = board_scripts.settle(wanted, loader, slot, model)
        facts = mpremote.run(port, [*steps, "exec", script, "+", "reset"], TIMEOUT, "good")
    _check_whole(facts.get("digests"), wanted)
    if not facts.get("good"):
        raise LinkError(f"The board on {port} cannot record what is in use.\n{mpremote.AGAIN}")


def _accept(port: str, root: str) -> Hello:
    """Wait for the board and confirm its app; root: the folder of the one it is to use."""
    said = flash.come_back(port, lambda said: True)
    if SLOTS.get(said.app_slot) != root:
        raise LinkError(
            f"The board does not use the new app: {said.trouble or 'no reason given'}.\n"
            "It runs the one before. If that stays so, begin anew: tinyspark install --help"
        )
    if said.model_state == flash.ON_TRIAL:  # so the app is not, and models are for deploy to try
        return said
    return flash.confirm(port)


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


def _check_whole(found: object, wanted: Mapping[str, str]) -> None:
    """LinkError unless the board has what is wanted."""
    digests = found if isinstance(found, dict) else {}
    damaged = [place for place in wanted if digests.get(place) != wanted[place]]
    if damaged:
        raise LinkError(f"{damaged[0]} did not arrive whole.\nRepeat the command.")


def _ask(port: str, steps: list[str], last: str) -> dict:
    """Run steps; return what their script reported, the kinds of what is used here checked.

    A reset in the middle takes the answer away; every such script may run again.
    """
    facts = mpremote.run(port, steps, _LOOK_TIMEOUT, last)
    if last not in facts:
        facts = mpremote.run(port, steps, _LOOK_TIMEOUT, last)
    kinds = {"digests": dict, "free": int, "old": list}
    wrong = [name for name in kinds if not isinstance(facts.get(name, kinds[name]()), kinds[name])]
    if wrong or last not in facts:
        raise LinkError(f"The board on {port} gave no account of its files.\n{mpremote.AGAIN}")
    return facts


def _names() -> list[str]:
    """Every name of a file of ours in a slot, in one form or the other."""
    names = [name for _, name in board_image.app_files()]
    return names + [board_image.twin(name) for name in names]


def _flat() -> list[str]:
    """Every place where an older release had a file of ours.

    /lib/gesturekit, which nobody else has, tells of such a release, and so goes last.
    """
    names = [*_names(), *_ONLY_FLAT]
    places = [*map(board_image.flat, names), board_scripts.OLD_MODEL]
    return sorted(places, key=lambda place: (place.startswith("/lib/"), place))
