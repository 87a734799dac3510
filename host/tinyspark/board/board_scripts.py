"""Scripts that mpremote runs on the board: each prints one marked line of JSON.

They are text here, since they need nothing but MicroPython there: not even our own app (compute()
needs what its source needs). What is in use is read and changed by the loader's own Slots, sent
along. report() is how they talk; whoever runs them reads the last values of each name.
"""

import json

from tinyspark.board.board_image import LOADER, loader

OLD_MODEL = "/model.tsm"  # where boards without slots had their only model
_MARK = "tinyspark:"
_MOST_STRANGE = 20  # entries of the root that are named
# What the kit, MicroPython and a cut update have in the root; beside these, /lib is the user's
_OURS = (
    *("boot.py", "main.py", "main.tmp", "active", "active.tmp", "kit_a", "kit_b"),
    *("model_a.tsm", "model_b.tsm", "model.tmp", "takes"),
)

_COMMON = f"""
import sys, json
def report(**facts):
    print({_MARK!r} + json.dumps(facts))
report(name=sys.implementation.name)
import os, binascii, hashlib
def attempt(action, place):
    try:
        action(place)
    except OSError:
        pass
def free():
    stat = os.statvfs("/")
    return stat[0] * stat[3] if stat[3] <= stat[2] else 0  # a full littlefs says "-1"
def total(place):
    try:
        if not os.stat(place)[0] & 0x4000:
            return os.stat(place)[6]
        return sum(total(place + "/" + entry[0]) for entry in os.ilistdir(place))
    except OSError:
        return 0
def inventory():
    strange = [["/" + name, total("/" + name)] for name in os.listdir("/") if name not in {_OURS}]
    strange = sorted([entry for entry in strange if entry[1]], key=lambda entry: -entry[1])
    try:
        takes = len([name for name in os.listdir("/takes") if name.endswith(".take")])
    except OSError:
        takes = 0
    report(free=free(), takes=takes, strange=strange[:{_MOST_STRANGE}])
def digest(place):
    total = hashlib.sha256()
    try:
        with open(place, "rb") as file:
            while True:
                block = file.read(1024)
                if not block:
                    break
                total.update(block)
    except OSError:
        return ""
    return binascii.hexlify(total.digest()).decode()
"""


# FAT removes a file before it puts another one in its place: a power cut could leave neither.
_IS_FAT = """
import vfs
fat = any(type(each[0]).__name__ == "VfsFat" for each in vfs.mount() if each[1] == "/")
report(fat=fat)
if fat:
    raise ValueError("FAT")
"""


def look(names: list[str], flat: list[str]) -> str:
    """Report what is there, and change nothing.

    `fat`; `mpy`: which .mpy it runs; `old`: which of the places `flat` exist; `loader`: its
    digest; `app`: the slot in use; `digests` of the names in it.
    """
    return f"""{_COMMON}{_IS_FAT}{_slots()}
report(mpy=getattr(sys.implementation, "_mpy", 0))
report(old=[place for place in {flat!r} if digest(place)], loader=digest({LOADER!r}))
root = slots.place("app", slots.app) + "/"
report(app=slots.app, digests={{name: digest(root + name) for name in {names!r}}})
"""


def make_way(names: list[str], folders: list[str], first: list[str]) -> str:
    """Prepare the free slot for an app of these names: its folders, and nothing stale there.

    first: what goes in any case. Report `ended`: the kind of what was on trial, or ""; `way`: the
    slot, "" if there is none, `digests` of the names, and what inventory() does.
    """
    return f"""{_COMMON}{_slots()}
names = {names!r}
report(ended=slots.trial)
way = slots.make_way("app")
root = slots.place("app", way) + "/"
def clear(folder):
    for entry in os.ilistdir(root + folder):
        name = folder + entry[0]
        if entry[1] & 0x4000:
            clear(name + "/")
        elif name not in names or name in {first!r}:
            os.remove(root + name)
if way:
    for folder in {["", *folders]!r}:
        attempt(os.mkdir, (root + folder).rstrip("/"))
    for name in {first!r}:
        attempt(os.remove, root + name)
    try:
        clear("")
    except OSError:  # without room there may not even be a folder
        way = ""
inventory()
report(way=way, digests={{name: digest(root + name) for name in names}})
"""


def inventory() -> str:
    """Report `free` bytes, `takes` that wait, `strange`: [place, bytes] of what is not ours."""
    return f"{_COMMON}\ninventory()\n"


def settle(wanted: dict[str, str], loader: str, slot: str, model: str) -> str:
    """If all places have the SHA-256 wanted, use them; report `digests` and `good`.

    slot: of the app that is put on trial; "" leaves the app as it is, but begins a trial anew.
    loader: the new loader, to be renamed to its place; model: that of a board without slots; of
    both, "": none. The loader goes first: it starts older apps, but not every newer one.
    """
    return f"""{_COMMON}{_slots()}
wanted = {wanted!r}
digests = {{place: digest(place) for place in wanted}}
good = digests == wanted
def adopt(old, new):
    if slots.model or not digest(old):
        return
    with open(old, "rb") as reader, open(new, "wb") as writer:
        writer.write(reader.read())
    os.rename(new, slots.place("model", "a"))
    slots.model = "a"
if good and {slot!r}:
    adopt({model!r}, "/model.tmp")
if good and {loader!r}:
    os.rename({loader!r}, {LOADER!r})
if good and {slot!r}:
    good = slots.try_out("app", {slot!r})
elif good and slots.trial:
    slots.boots = 0
    good = slots.write()
attempt(os.remove, {loader!r})
report(digests=digests, good=good)
"""


def clean(places: list[str], folders: list[str]) -> str:
    """Remove files, then folders that are empty; report `cleaned`."""
    return f"""{_COMMON}
for place in {places!r}:
    attempt(os.remove, place)
for place in {folders!r}:
    attempt(os.rmdir, place)
report(cleaned=True)
"""


def make_room(stale: str, need: int) -> str:
    """Remove a stale file; report `fat` and `room`; fail on FAT or without need bytes.

    Without them, report also what inventory() does.
    """
    return f"""{_COMMON}{_IS_FAT}
attempt(os.remove, {stale!r})
report(room=free() >= {need})
if free() < {need}:
    inventory()
    raise ValueError("no room")
"""


def try_model(new: str, wanted: str) -> str:
    """Put new on trial if its SHA-256 is wanted, else remove it; report `whole`, `good`."""
    return f"""{_COMMON}{_slots()}
good = whole = digest({new!r}) == {wanted!r}
if whole:
    slot = slots.make_way("model")
    good = slot != ""
    if good:
        os.rename({new!r}, slots.place("model", slot))
        good = slots.try_out("model", slot)
attempt(os.remove, {new!r})
report(whole=whole, good=good)
"""


def compute(source: str, call: str) -> str:
    """Run source, then report every entry of the dict `call`, and `done`; or the `trouble`."""
    return f"""{_COMMON}{_slots()}
sys.path.insert(0, slots.place("app", slots.app))
try:
    exec({source!r})
    for name, value in ({call}).items():
        report(**{{name: value}})
    report(done=True)
except Exception as error:
    report(trouble=repr(error))
"""


def _slots() -> str:
    """Code after which `slots` is the board's record of what is in use."""
    source = loader().decode()
    return f"""
loader = {{"__name__": "loader"}}
exec({source!r}, loader)
slots = loader["Slots"]()
"""


def reported(output: str) -> dict:
    """Return what scripts reported in this output of theirs, of each name the last value."""
    facts: dict = {}
    for line in output.splitlines():
        if line.startswith(_MARK):
            facts |= _facts(line.removeprefix(_MARK))
    return facts


def _facts(text: str) -> dict:
    """Return the facts in text; none if it is damaged: a board's output is untrusted."""
    try:
        facts = json.loads(text)
    except (ValueError, RecursionError):  # the latter: nested too deeply
        return {}
    return facts if isinstance(facts, dict) else {}
