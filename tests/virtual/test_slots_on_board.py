"""Slots end to end, on virtual boards: what is on trial, what comes back, who moves in."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import small_models
from test_end_to_end_flash import digest, hello, mpremote
from unplugging import await_board

from gesturekit import model_format
from tinyspark.board import board_image, board_scripts, flash, installation
from tinyspark.board.board_image import Form
from tinyspark.board.greeting import greet
from tinyspark.board.identity import Hello
from tinyspark.board.link import LinkError
from tinyspark.cli import main
from tinyspark.virtual import lonely
from tinyspark.virtual.client import VirtualBoard
from tinyspark.virtual.stepped_link import passing_time, stepped_device

pytest.importorskip("micropython_unix", reason="no MicroPython for this computer")

COURSE = model_format.dump(small_models.proximity())
WAVES = model_format.dump(small_models.imu())
FILES = """
import os
def show(folder):
    for entry in os.ilistdir(folder):
        show(folder + entry[0] + "/") if entry[1] & 0x4000 else print(folder + entry[0])
show("/")
"""
# What a release without slots has left, as far as an installation looks; its app does not run.
FLAT = """
import os
for folder in ("/drivers", "/lib/gesturekit", "/takes"):
    os.mkdir(folder)
for place in %r:
    open(place, "w").close()
"""


@pytest.fixture
def board() -> Iterator[VirtualBoard]:
    """A board that is soon back from a reset."""
    with VirtualBoard(speed=5) as board:
        yield board


def files(board: VirtualBoard) -> set[str]:
    """Every file on the board."""
    return set(mpremote(board, "exec", FILES).split())


def restart(board: VirtualBoard) -> Hello:
    """Press the reset button; return what the board says when it is back."""
    before = hello(board).boot
    board.hard_reset()
    return flash.come_back(board.port, lambda said: said.boot != before)


def models(said: Hello) -> tuple[str, str, str, str]:
    return said.model_hash, said.previous_hash, said.model_slot, said.model_state


def test_two_models_change_places(
    board: VirtualBoard, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    course, waves = digest(COURSE), digest(WAVES)
    steps: list[str] = []
    said = flash.deploy(board.port, COURSE, steps.append)
    assert (models(said), len(steps)) == ((course, "", "a", "confirmed"), 2)
    assert (said.mode, said.model_sensor, said.labels) == (
        "classify",
        "proximity",
        small_models.LABELS,
    )
    assert main(["deploy", "--to", "previous", "--port", board.port]) == 1
    assert "has no other model" in capsys.readouterr().err
    for _ in range(2):
        assert models(flash.deploy(board.port, WAVES)) == (waves, course, "b", "confirmed")
    assert main(["deploy", "--to", "previous", "--port", board.port, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["model_hash"], said["previous"], said["slot"]) == (course, waves, "a")
    assert main(["boards", "--port", board.port, "--json"]) == 0
    (listed,) = json.loads(capsys.readouterr().out)
    assert (listed["model"]["slot"], listed["model"]["state"]) == ("a", "confirmed")
    assert (listed["previous_model"], listed["trouble"]) == (waves, [])
    assert main(["boards", "--port", board.port]) == 0
    out = capsys.readouterr().out
    assert f"model {course[:8]} (slot a): closer, away" in out
    assert f"previous model {waves[:8]}: tinyspark deploy --to previous" in out
    assert models(flash.deploy(board.port, WAVES)) == (waves, course, "b", "confirmed")


def test_one_model_or_the_one_before(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["deploy"], ["deploy", "m.tsm", "--to", "previous"]):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert ended.value.code == 2 and "--to" in capsys.readouterr().err


@pytest.mark.long
@pytest.mark.fault(9, "a host that dies after the switch, before it confirms")
def test_a_deploy_that_nobody_confirms(
    board: VirtualBoard, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    put_on_trial(board, monkeypatch)
    assert hello(board).model_state == "on trial"
    assert "on trial: its second restart ends that" in flash.in_use(board.port)
    assert main(["live", "--port", board.port, "--seconds", "0.1"]) == 0
    assert "on trial" in capsys.readouterr().err
    assert models(restart(board))[::3] == (digest(WAVES), "on trial")
    said = restart(board)
    assert models(said) == (digest(COURSE), "", "a", "confirmed")
    assert said.trouble == "model b is given up: no host has confirmed it"
    assert main(["boards", "--port", board.port]) == 0
    assert f"! {said.trouble}" in capsys.readouterr().out
    assert main(["live", "--port", board.port, "--seconds", "0.1"]) == 0
    assert said.trouble in capsys.readouterr().err
    said = flash.deploy(board.port, WAVES)
    assert (models(said)[::3], said.trouble) == ((digest(WAVES), "confirmed"), "")


def interrupted(port: str) -> Hello:
    raise KeyboardInterrupt


def put_on_trial(board: VirtualBoard, monkeypatch: pytest.MonkeyPatch) -> None:
    """Confirm one model, and deploy another with a host that dies before it confirms."""
    flash.deploy(board.port, COURSE)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(flash, "confirm", interrupted)
        flash.deploy(board.port, WAVES)


@pytest.mark.long
@pytest.mark.fault(9, "a host that dies before it confirms; the same deploy once more")
def test_the_next_deploy_confirms(board: VirtualBoard, monkeypatch: pytest.MonkeyPatch) -> None:
    put_on_trial(board, monkeypatch)
    steps: list[str] = []
    said = flash.deploy(board.port, WAVES, steps.append)
    assert steps == ["The board has this model already; it restarts"]
    assert models(said) == (digest(WAVES), digest(COURSE), "b", "confirmed")


@pytest.mark.long
@pytest.mark.fault(9, "a host that dies before it confirms; a restart; the same deploy once more")
def test_a_deploy_whose_restart_ends_the_trial_begins_anew(
    board: VirtualBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_on_trial(board, monkeypatch)
    assert restart(board).model_state == "on trial"
    steps: list[str] = []
    said = flash.deploy(board.port, WAVES, steps.append)
    assert [step.split()[0] for step in steps] == ["The", "Copying", "The"]
    assert models(said) == (digest(WAVES), digest(COURSE), "b", "confirmed")
    assert not said.trouble


@pytest.mark.long
@pytest.mark.fault(9, "a host that dies before it confirms; another model is deployed next")
def test_a_deploy_over_a_trial_keeps_what_is_confirmed(
    board: VirtualBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_on_trial(board, monkeypatch)
    lights = model_format.dump(small_models.buttons())
    said = flash.deploy(board.port, lights)
    assert models(said) == (digest(lights), digest(COURSE), "b", "confirmed")


@pytest.mark.long
@pytest.mark.fault(13, "a model that the sensor leaves while it is tried")
def test_a_model_that_does_not_run_is_taken_back(
    board: VirtualBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    flash.deploy(board.port, COURSE)
    come_back = flash.come_back

    def idle(port: str, accept: object) -> Hello:
        monkeypatch.setattr(flash, "come_back", come_back)
        said = come_back(port, lambda said: True)
        return Hello(**{**vars(said), "mode": "idle"})

    monkeypatch.setattr(flash, "come_back", idle)
    monkeypatch.setattr(flash, "PATIENCE", 0.0)
    with pytest.raises(LinkError, match="did not run it") as caught:
        flash.deploy(board.port, WAVES)
    assert f"The board runs the model {digest(COURSE)[:8]} now." in str(caught.value)
    assert models(hello(board)) == (digest(COURSE), digest(WAVES), "a", "confirmed")


def broken(folder: Path, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the kit have an app that does this when it is imported."""
    app = folder / "app.py"
    app.write_text(line)
    others = [entry for entry in board_image.app_files() if entry[1] != "app.py"]
    monkeypatch.setattr(board_image, "app_files", lambda: [*others, (app, "app.py")])


@pytest.mark.long
@pytest.mark.fault(8, "a new app that stops with an exception")
@pytest.mark.fault(13, "a new app that stops with an exception")
def test_an_app_that_does_not_start(
    board: VirtualBoard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flash.deploy(board.port, WAVES)
    with monkeypatch.context() as patch:
        broken(tmp_path, "raise ValueError('spoiled')", patch)
        with pytest.raises(LinkError, match=r"app b is given up: ValueError\('spoiled'"):
            installation.install(board.port, form=Form.SOURCE)
    said = hello(board)
    assert (said.app_slot, said.mode, said.model_hash) == ("a", "classify", digest(WAVES))
    assert installation.install(board.port).app_slot == "b"
    assert hello(board).model_hash == digest(WAVES)


@pytest.mark.long
@pytest.mark.fault(13, "a new app that never answers")
def test_an_app_that_hangs(
    board: VirtualBoard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(flash, "BACK_TIMEOUT", 1.0)
        broken(tmp_path, "while True: pass", patch)
        with pytest.raises(LinkError):
            installation.install(board.port, form=Form.SOURCE)
    board.hard_reset()  # for the third time since the installation: its host has pressed Ctrl-D
    said = await_board(board)
    assert (said.app_slot, said.trouble) == ("a", "app b is given up: no host has confirmed it")
    assert installation.install(board.port).app_slot == "b"


@pytest.mark.long
@pytest.mark.fault(9, "a host that dies before it confirms an app; a restart; the same once more")
def test_an_installation_that_nobody_confirmed_is_repeated(
    board: VirtualBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(flash, "confirm", interrupted)
        installation.install(board.port, form=Form.MIXED)
    assert restart(board).app_slot == "b"
    said = installation.install(board.port, form=Form.MIXED)
    assert (said.app_slot, said.trouble) == ("b", "")
    for _ in range(3):
        assert restart(board).app_slot == "b"


@pytest.mark.long
@pytest.mark.fault(7, "an app that is the wanted one when looked at, and given up at the restart")
def test_an_app_that_is_given_up_is_not_taken_for_installed(
    board: VirtualBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(flash, "confirm", interrupted)
        installation.install(board.port, form=Form.MIXED)
    rather = board_scripts.settle
    monkeypatch.setattr(
        board_scripts,
        "settle",
        lambda *arguments: rather(*arguments) + "slots.give_up('app', 'it is bad')",
    )
    with pytest.raises(LinkError, match="does not use the new app: app b is given up"):
        installation.install(board.port, form=Form.MIXED)
    assert hello(board).app_slot == "a"


@pytest.mark.long
@pytest.mark.fault(26, "a board of a release without slots")
def test_a_board_without_slots_gets_them(tmp_path: Path) -> None:
    ours = installation._flat()
    own = ["/notes.txt", "/takes/1.take", "/drivers/own.py"]
    model = tmp_path / "m.tsm"
    model.write_bytes(WAVES)
    with VirtualBoard(firmware=False) as board:
        there = [place for place in ours if place.endswith(".py")]
        mpremote(board, "exec", FLAT % (there + own))
        mpremote(board, "fs", "cp", str(model), ":/model.tsm")
        said = installation.install(board.port)
        assert (said.mode, said.model_hash, said.app_slot) == ("classify", digest(WAVES), "a")
        left = {place for place in files(board) if not place.startswith("/kit_a/")}
        assert left == {"/active", "/main.py", "/model_a.tsm", *own}
        steps: list[str] = []
        installation.install(board.port, steps.append)
        assert steps[0].startswith("0 of ")


@pytest.mark.long
def test_files_of_a_user_with_names_like_ours_stay(board: VirtualBoard) -> None:
    own = ["/app.py", "/link.py", "/model.tsm"]
    mpremote(board, "exec", f"for place in {own}: open(place, 'w').close()")
    assert installation.install(board.port).app_slot == "b"
    assert set(own) <= files(board) and hello(board).trouble == ""


@pytest.mark.long
@pytest.mark.fault(13, "Button 2 pressed while the board starts")
def test_button_2_at_the_start() -> None:
    with VirtualBoard(stepped=True) as board:
        with passing_time(board):
            flash.deploy(board.port, COURSE)
            flash.deploy(board.port, WAVES)
        lonely.restart_with_button_2(board)
        with stepped_device(board) as device:
            assert models(greet(device)) == (digest(COURSE), digest(WAVES), "a", "on trial")
            board.advance(10_000)
            assert models(greet(device)) == (digest(COURSE), digest(WAVES), "a", "confirmed")


@pytest.mark.long
@pytest.mark.fault(8, "a confirmed app that has lost a file; no other one, then another one")
@pytest.mark.fault(13, "a confirmed app that can no longer be imported")
def test_an_app_that_lost_a_file_makes_way(board: VirtualBoard) -> None:
    flash.deploy(board.port, WAVES)
    mpremote(board, "exec", "import os; os.remove('/kit_a/link.py')")
    board.hard_reset()
    assert install_patiently(board).app_slot == "b"  # from the prompt, after a few resets
    assert installation.install(board.port, form=Form.SOURCE).app_slot == "a"
    mpremote(board, "exec", "import os; os.remove('/kit_a/link.py')")
    board.hard_reset()
    said = await_board(board)
    assert (said.app_slot, said.mode, said.model_hash) == ("b", "classify", digest(WAVES))
    assert said.trouble.startswith("app a is given up: ImportError")


def install_patiently(board: VirtualBoard) -> Hello:
    """Repeat the command until it does not meet a reset."""
    until = time.monotonic() + 20
    while True:
        try:
            return installation.install(board.port)
        except LinkError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


@pytest.mark.long
@pytest.mark.fault(9, "an install while a model is on trial, whose deploy was cut off")
def test_an_install_ends_the_trial_of_a_model_or_leaves_it(
    board: VirtualBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_on_trial(board, monkeypatch)
    steps: list[str] = []
    said = installation.install(board.port, steps.append, Form.SOURCE)  # which is there already
    assert models(said) == (digest(WAVES), digest(COURSE), "b", "on trial") and len(steps) == 2
    said = installation.install(board.port, steps.append, Form.COMPILED)
    assert models(said) == (digest(COURSE), digest(WAVES), "a", "confirmed")
    assert "The model on trial makes way for the one before: deploy it again afterwards" in steps
    said = flash.deploy(board.port, WAVES)
    assert models(said) == (digest(WAVES), digest(COURSE), "b", "confirmed")


@pytest.mark.long
@pytest.mark.fault(9, "a deploy while an app is on trial, whose install was cut off")
def test_a_deploy_confirms_the_app_that_answers(
    board: VirtualBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(flash, "confirm", interrupted)
        installation.install(board.port, form=Form.MIXED)
    flash.deploy(board.port, WAVES)
    for _ in range(3):
        assert restart(board).app_slot == "b"


@pytest.mark.long
@pytest.mark.fault(8, "a board whose loader is another one")
def test_a_loader_is_replaced_only_when_it_differs(board: VirtualBoard) -> None:
    assert installation.install(board.port, form=Form.SOURCE).app_slot == "a"
    mpremote(board, "exec", "open('/main.py', 'a').write('# of another release')")
    steps: list[str] = []
    assert installation.install(board.port, steps.append, Form.SOURCE).app_slot == "a"
    assert steps[0].startswith("1 of ")
    there = mpremote(board, "fs", "cat", ":/main.py").encode()
    assert there.replace(b"\r", b"") == board_image.loader().replace(b"\r", b"")
