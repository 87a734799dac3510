"""A model onto a board as one transaction, and a script that computes there.

The new model is copied beside the others, checked on the board, renamed into the slot that is not
in use and tried out; only when the restarted board shows it at work is it confirmed. Whatever
happens meanwhile, the board runs a whole model. Every step may be repeated.
"""

import hashlib
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from gesturekit import model_format
from gesturekit.messages import FLASH_FAILS
from tinyspark.board import board_scripts, flash_room, mpremote
from tinyspark.board.device import Device, RefusedError
from tinyspark.board.fit import check_fit
from tinyspark.board.greeting import greet
from tinyspark.board.identity import Hello
from tinyspark.board.link import LinkError
from tinyspark.board.mpremote import AGAIN
from tinyspark.board.ports import open_device
from tinyspark.terminal.screen import clean

COMPUTE_TIMEOUT = 180.0  # seconds for everything mpremote does
DEPLOY_TIMEOUT = 40.0
BACK_TIMEOUT = 15.0  # a reset board is back on its port within a few seconds
PATIENCE = 3.0  # with one that may just restart, when all is over
_RETRY = 0.05
SPARE = 8192  # bytes that stay free: two blocks for the file system's own records
_NEW_MODEL = "/model.tmp"
ON_TRIAL = "on trial"

Progress = Callable[[str], None]  # is handed one line a step


def quietly(line: str) -> None:
    """Nobody wants to know."""


def deploy(port: str, model: bytes, progress: Progress = quietly) -> Hello:
    """Put a model file in use on the board on port; return the hello that shows it.

    ModelError or LinkError before anything is written when the board could not run it; LinkError
    with what is in use then, and what to do, when a step fails.
    """
    loaded = model_format.load(model)
    digest = sha256(model)
    with open_device(port) as device:
        said = greet(device)
        check_fit(loaded, said)
        there = _use(device, said, digest)
    with _telling(port):
        if there:
            progress("The board has this model already; it restarts")
            said = _restarted(port, said)
            there = digest in (said.model_hash, said.previous_hash)  # not if its trial is over now
        if not there:
            progress(f"Copying {len(model)} bytes")
            _copy_model(port, model, digest)
            progress("The copy is whole; the board restarts")
            said = _restarted(port, said)
        return _accept(port, said, digest)


@contextmanager
def with_room(port: str) -> Iterator[None]:
    """Let a board that could not write say what takes up its flash, if that is full."""
    try:
        yield
    except RefusedError as error:
        if error.code != FLASH_FAILS:
            raise
        steps = ["exec", board_scripts.inventory(), "+", "reset"]
        facts = mpremote.run(port, steps, DEPLOY_TIMEOUT, "strange")
        said = flash_room.full(port, facts) if flash_room.has_little(facts) else str(error)
        raise LinkError(_and(said, in_use(port))) from None


def use_previous(port: str) -> Hello:
    """Put the model in the board's other slot in use again; return the hello that shows it."""
    with open_device(port) as device:
        before = greet(device)
        if not before.previous_hash:
            raise LinkError(
                f"The board on {port} has no other model.\nDeploy one: tinyspark deploy MODEL"
            )
        _use(device, before, before.previous_hash)
    with _telling(port):
        return _accept(port, _restarted(port, before), before.previous_hash)


@contextmanager
def _telling(port: str) -> Iterator[None]:
    """Let a failure also tell which model the board runs."""
    try:
        yield
    except RefusedError:
        raise  # with_room() tells more
    except LinkError as error:
        raise LinkError(_and(str(error), in_use(port))) from None


def _and(error: str, state: str) -> str:
    """Return what went wrong, then the state, and below what to do."""
    what, _, advice = error.partition("\n")
    return f"{what} {state}\n{advice}"


def _use(device: Device, before: Hello, digest: str) -> bool:
    """Restart the board with the model of this digest if it is in a slot; return whether it is."""
    if before.model_state != ON_TRIAL:
        device.confirm()  # it may be the app that is on trial: it works
    if digest not in (before.model_hash, before.previous_hash):
        return False
    if digest != before.model_hash:
        device.previous()
    device.reset()
    return True


def in_use(port: str) -> str:
    """Return a sentence or two about the model that the board runs now."""
    said = found(port)
    if said is None:
        return "When the board answers again, this tells what it runs: tinyspark boards"
    if not said.model_hash:
        return "The board runs no model now."
    running = f"The board runs the model {said.model_hash[:8]} now"
    if said.model_state == ON_TRIAL:
        return f"{running}, on trial: its second restart ends that. Deploy it again to keep it."
    return f"{running}."


def found(port: str) -> Hello | None:
    """Return what the board says after work that was cut off; None if it stays silent."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with open_device(port) as device:
                return greet(device)
        except LinkError:
            if time.monotonic() > until:
                return None
        time.sleep(_RETRY)


def compute(port: str, script: str) -> dict:
    """Run a script of board_scripts.compute on the board on port, which restarts its app then.

    Returns what it reported, which is anybody's guess: a board's output is untrusted. LinkError
    when the script failed there.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "script.py")
        file.write_text(script, "utf-8")
        facts = mpremote.run(port, ["run", str(file), "+", "reset"], COMPUTE_TIMEOUT, "done")
    if "trouble" in facts:  # and perhaps no app that could come back
        raise LinkError(
            f"The board on {port} cannot compute this: {clean(str(facts['trouble']))}.\n"
            "If it lacks this kit's files, put them there: tinyspark install"
        )
    if "done" in facts:
        come_back(port, lambda said: True)
    return facts


def come_back(port: str, accept: Callable[[Hello], bool], timeout: float | None = None) -> Hello:
    """Wait for the restarted board on its port and return its hello.

    timeout: seconds (None: BACK_TIMEOUT) after which a board that does not answer is looked into.
    """
    until = time.monotonic() + (BACK_TIMEOUT if timeout is None else timeout)
    while time.monotonic() < until:
        try:
            with open_device(port) as device:
                said = device.hello(0.5)
            if accept(said):
                return said
        except LinkError:
            pass  # the port is gone for a moment, or the app is still starting
        time.sleep(_RETRY)
    with open_device(port) as device:  # explains what is there now
        said = greet(device)
    if not accept(said):
        raise LinkError(f"The board on {port} did not restart.\nPress RESET on it.")
    return said


def confirm(port: str) -> Hello:
    """Tell the board that what is on trial works; return its hello."""
    with open_device(port) as device:
        device.hello()
        device.confirm()
        return device.hello()


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _copy_model(port: str, model: bytes, digest: str) -> None:
    """Put model into the free slot and on trial, unless its copy is damaged; restart."""
    room = board_scripts.make_room(_NEW_MODEL, len(model) + SPARE)
    switch = board_scripts.try_model(_NEW_MODEL, digest)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "model.tsm")
        file.write_bytes(model)
        copy = mpremote.copying(str(file), _NEW_MODEL)
        steps = ["exec", room, "+", *copy, "exec", switch, "+", "reset"]
        facts = mpremote.run(port, steps, DEPLOY_TIMEOUT, "good")
    if not facts.get("whole"):
        raise LinkError(f"The copy on {port} was damaged and is removed again.\n{AGAIN}")
    if not facts.get("good"):
        raise LinkError(f"The board on {port} cannot record what is in use.\n{AGAIN}")


def _restarted(port: str, before: Hello) -> Hello:
    return come_back(port, lambda said: said.boot != before.boot)


def _accept(port: str, said: Hello, digest: str) -> Hello:
    """Confirm the model with this digest, if the restarted board, which has said this, runs it."""
    if said.previous_hash == digest and not said.trouble:
        # A command that was killed had asked for the other model from this restart on.
        with open_device(port) as device:
            last = device.hello()
            _use(device, last, digest)
        said = _restarted(port, last)
    said = _at_work(port, said, digest)
    if said.model_hash == digest and said.mode == "classify":
        return confirm(port)
    if said.trouble and said.model_hash != digest:
        raise LinkError(f"The board does not use it: {said.trouble}.\nDeploy another model.")
    if said.model_hash not in (digest, ""):
        raise LinkError(
            f"The board on {port} runs another model ({said.model_hash[:8]}): another program"
            " has put it there.\nRepeat the command when that has ended."
        )
    _take_back(port)
    raise LinkError(
        f"The board had the new model but did not run it (mode {said.mode}).\n"
        f"Its sensors: tinyspark boards --port {port}"
    )


def _at_work(port: str, said: Hello, digest: str) -> Hello:
    """Return what the board says when it runs the model with this digest, or after a while: a
    sensor that did not answer at first may be back within a second."""
    until = time.monotonic() + PATIENCE
    while said.model_hash == digest and said.mode != "classify" and time.monotonic() < until:
        time.sleep(_RETRY)
        said = come_back(port, lambda said: True)
    return said


def _take_back(port: str) -> None:
    """Put the model before the one on trial in use again, if there was one."""
    with open_device(port) as device:
        before = device.hello()
        if before.model_state == ON_TRIAL and before.previous_hash:
            device.previous()
        device.reset()
    _restarted(port, before)
