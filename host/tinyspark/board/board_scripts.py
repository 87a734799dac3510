"""Scripts that mpremote runs on the board: each prints one marked line of JSON.

They are text here, since they need nothing but MicroPython there: not even our own app (compute()
needs what its source needs). report() is how they talk; whoever runs them reads the last values
of each name.
"""

import json

_MARK = "tinyspark:"

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
    return stat[0] * stat[3]
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


def look(folders: list[str], places: list[str]) -> str:
    """Make folders; report `free` bytes, `digests` of places, and `mpy`: which .mpy it runs."""
    return f"""{_COMMON}
for place in {folders!r}:
    attempt(os.mkdir, place)
digests = {{place: digest(place) for place in {places!r}}}
report(free=free(), digests=digests, mpy=getattr(sys.implementation, "_mpy", 0))
"""


def settle(wanted: dict[str, str], stale: list[str]) -> str:
    """If all places have the SHA-256 wanted, remove stale files; report `free` and `digests`."""
    return f"""{_COMMON}
wanted = {wanted!r}
digests = {{place: digest(place) for place in wanted}}
whole = digests == wanted
for place in {stale!r}:
    if whole:
        attempt(os.remove, place)
    digests[place] = digest(place)
report(free=free(), digests=digests)
"""


def make_room(stale: str, need: int) -> str:
    """Remove a stale file; report `free` bytes and `room`; fail without need bytes."""
    return f"""{_COMMON}
attempt(os.remove, {stale!r})
report(free=free(), room=free() >= {need})
if free() < {need}:
    raise ValueError("no room")
"""


def switch(new: str, place: str, wanted: str) -> str:
    """Rename new to place if its SHA-256 is wanted, else remove it; report `good`."""
    return f"""{_COMMON}
good = digest({new!r}) == {wanted!r}
if good:
    os.rename({new!r}, {place!r})
else:
    attempt(os.remove, {new!r})
report(good=good)
"""


def compute(source: str, call: str) -> str:
    """Run source, then report every entry of the dict `call`, and `done`; or the `trouble`."""
    return f"""{_COMMON}
try:
    exec({source!r})
    for name, value in ({call}).items():
        report(**{{name: value}})
    report(done=True)
except Exception as error:
    report(trouble=repr(error))
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
