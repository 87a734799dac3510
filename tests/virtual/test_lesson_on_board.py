"""A lesson's network on the virtual board: the command presses the buttons and reads the LED."""

import json

import pytest

from tinyspark import cli

pytest.importorskip("micropython_unix", reason="no MicroPython for this computer")


def test_the_streetlight_shines_when_one_button_is_down(
    can_run_boards: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["lesson", "streetlight", "--port", "virtual", "--json"]) == 0
    captured = capsys.readouterr()
    presses = json.loads(captured.out)["board"]["presses"]
    assert [(press["button1"], press["button2"], press["led"]) for press in presses] == [
        (0, 0, False),
        (0, 1, True),
        (1, 0, True),
        (1, 1, False),
    ]
    assert all((press["output"] >= 0.5) == press["led"] for press in presses)
    assert "the board's LED" in captured.err
