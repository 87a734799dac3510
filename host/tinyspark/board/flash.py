"""Files onto a board: a model, whatever else is copied, a script that computes.

The only user of mpremote, which runs as a program of its own, with a private configuration folder
(it executes the user's), without a soft reset (a foreign boot.py could block it) and with an outer
time-out (some of its reads have none). What it copies is checked on the board, since it does not
check itself.
"""

import hashlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from gesturekit import model_format
from gesturekit.model_format import Model
from gesturekit.sample import CONTINUOUS
from tinyspark.board import board_scripts
from tinyspark.board.board_image import MODEL_PLACE
from tinyspark.board.greeting import WAY_IN, greet
from tinyspark.board.identity import Hello
from tinyspark.board.link import LinkError
from tinyspark.board.ports import open_device
from tinyspark.board.serial_link import in_use
from tinyspark.terminal.screen import clean

COMPUTE_TIMEOUT = 180.0  # seconds for everything mpremote does
DEPLOY_TIMEOUT = 40.0
RESET_TIMEOUT = 15.0
BACK_TIMEOUT = 15.0  # a reset board is back on its port within a few seconds
_RETRY = 0.05
SPARE = 8192  # bytes that stay free: two blocks for the file system's own records
_NEW_MODEL = MODEL_PLACE + ".tmp"
AGAIN = "Press RESET on it and repeat the command; what it had before is still in use."

Progress = Callable[[str], None]  # is handed one line a step


def quietly(line: str) -> None:
    """Nobody wants to know."""


def deploy(port: str, model: bytes, progress: Progress = quietly) -> Hello:
    """Put a model file in use on the board on port; return the hello that shows it.

    The old model stays until the new one lies on the board whole: a temporary file, checked
    there, then renamed. ModelError or LinkError before anything is written when the board could
    not run it; LinkError with what to do when a step fails.
    """
    loaded = model_format.load(model)
    with open_device(port) as device:
        before = greet(device)
    check_fit(loaded, before)
    progress(f"Copying {len(model)} bytes")
    digest = sha256(model)
    if not _copy_model(port, model, digest):
        raise LinkError(f"The copy on {port} was damaged and is removed again.\n{AGAIN}")
    progress("The copy is whole; the board restarts")
    said = come_back(port, lambda said: said.boot != before.boot)
    _check_running(port, said, digest)
    return said


def compute(port: str, script: str) -> dict:
    """Run a script of board_scripts.compute on the board on port, which restarts its app then.

    Returns what it reported, which is anybody's guess: a board's output is untrusted. LinkError
    when the script failed there.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "script.py")
        file.write_text(script, "utf-8")
        facts = run(port, ["run", str(file), "+", "reset"], COMPUTE_TIMEOUT, "done")
    if "trouble" in facts:  # and perhaps no app that could come back
        raise LinkError(
            f"The board on {port} cannot compute this: {clean(str(facts['trouble']))}.\n"
            "If it lacks this kit's files, put them there: tinyspark install"
        )
    if "done" in facts:
        come_back(port, lambda said: True)
    return facts


def check_fit(model: Model, board: Hello) -> None:
    """LinkError when the board that said this hello cannot run this model."""
    for name, state in (("imu", board.imu), ("proximity", board.proximity)):
        if name in model.sensor.split("+") and state != "ok":
            raise LinkError(
                f"The model needs the {name} sensor, which is {state} on this board.\n"
                "Nothing was written. `tinyspark boards` shows the sensors."
            )
    learned = (model.rate, model.accel_range, model.gyro_range)
    offered = (board.rate, board.accel_range, board.gyro_range)
    if model.sensor in CONTINUOUS and learned != offered:
        settings = "{} Hz, +-{} g, +-{} dps"
        raise LinkError(
            f"The model was trained for {settings.format(*learned)};"
            f" the board measures at {settings.format(*offered)}.\n"
            "Nothing was written. Train the model with recordings that match."
        )


def _check_running(port: str, said: Hello, digest: str) -> None:
    """LinkError when the board that said this hello does not run the model with this digest."""
    if said.model_hash not in (digest, ""):
        raise LinkError(
            f"The board on {port} runs another model ({said.model_hash[:8]}): another program"
            " has put it there.\nRepeat the command when that has ended."
        )
    if said.mode != "classify" or not said.model_hash:
        raise LinkError(
            f"The board has the new model but does not run it (mode {said.mode}).\n"
            f"Its state: tinyspark boards --port {port}; deploy another model."
        )


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _copy_model(port: str, model: bytes, digest: str) -> bool:
    """Put model in the old one's place, unless its copy is damaged; the board then restarts."""
    room = board_scripts.make_room(_NEW_MODEL, len(model) + SPARE)
    switch = board_scripts.switch(_NEW_MODEL, MODEL_PLACE, digest)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "model.tsm")
        file.write_bytes(model)
        copy = copying(str(file), _NEW_MODEL)
        steps = ["exec", room, "+", *copy, "exec", switch, "+", "reset"]
        return bool(run(port, steps, DEPLOY_TIMEOUT, "good").get("good"))


def copying(file: str, place: str) -> list[str]:
    """mpremote's words for one copy, its destination in full, without a look first; go on."""
    return ["fs", "cp", "-f", file, f":{place}", "+"]


def _check_interpreter(port: str, name: str) -> None:
    if name != "micropython":
        raise LinkError(
            f"{port} runs {clean(name)}, and the kit needs MicroPython.\n"
            "Switching is easy and can be undone: tinyspark install --help"
        )


def come_back(port: str, accept: Callable[[Hello], bool]) -> Hello:
    """Wait for the restarted board on its port and return its hello."""
    until = time.monotonic() + BACK_TIMEOUT
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


def run(port: str, steps: list[str], timeout: float, last: str) -> dict:
    """Run mpremote's steps; return what the scripts among them reported.

    last is the fact that the last script reports. Behind it comes at most the reset, and that may
    take the port away before mpremote has its answer: not a failure, the next hello will tell.
    """
    code, out, err = _mpremote(port, steps, timeout)
    facts = board_scripts.reported(out)
    _check_interpreter(port, facts.get("name", "micropython"))
    if last in facts:
        return facts
    if code and facts:  # the board listens: let its app run again
        _mpremote(port, ["reset"], RESET_TIMEOUT)
    if code:
        raise LinkError(_explain(port, facts, out, err))
    return facts


def _mpremote(port: str, steps: list[str], timeout: float) -> tuple[int, str, str]:
    """Return exit status, stdout and stderr of mpremote."""
    with tempfile.TemporaryDirectory() as private:
        try:
            done = subprocess.run(
                [sys.executable, "-m", "mpremote", "connect", port, "resume", *steps],
                env={**os.environ, **_configuration(private)},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=timeout,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise LinkError(f"The board on {port} stopped answering.\n{AGAIN}") from None
    out, err = (data.decode("utf-8", "replace") for data in (done.stdout, done.stderr))
    return done.returncode, out, err


def _configuration(folder: str) -> dict[str, str]:
    """The environment in which mpremote finds no configuration of the user's."""
    names = ["XDG_CONFIG_HOME", "WIN_PD_OVERRIDE_LOCAL_APPDATA"]
    return dict.fromkeys(names + ["HOME"] * (sys.platform == "darwin"), folder)


def _explain(port: str, facts: dict, out: str, err: str) -> str:
    """Say in two lines why mpremote failed: its exit status is 1 for everything."""
    if facts.get("room") is False:
        return (
            f"The board's flash is full: {facts['free']} bytes are free.\n"
            "Remove files of yours from it with mpremote; its model is still in use."
        )
    if "could not enter raw repl" in out + err:
        return f"The program on {port} does not let go (it swallows Ctrl-C).\n{WAY_IN}"
    if "failed to access" in out + err:
        if os.name == "posix" and not os.path.exists(port):
            return f"There is no port {port} any more.\nPlug the board in and repeat the command."
        return in_use(port)
    lines = (err.strip() or out.strip() or "no reason given").splitlines()
    return f"The transfer failed: {clean(lines[-1])}\n{AGAIN}"
