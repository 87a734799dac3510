"""DTR and RTS: on when a port is opened, and never touched again."""

import termios
from pathlib import Path

import host_spy
import pytest
import small_models

from gesturekit import model_format
from tinyspark.virtual.client import VirtualBoard

DTR, RTS = termios.TIOCM_DTR, termios.TIOCM_RTS


def lines_after(request: str, bits: int, lines: int) -> int:
    """Return which lines are on after a request."""
    return {"TIOCMBIS": lines | bits, "TIOCMBIC": lines & ~bits, "TIOCMSET": bits}[request]


@pytest.mark.fault(30, "a spy below pyserial sees every request of record and of deploy")
def test_dtr_and_rts_are_left_alone(can_run_boards: None, tmp_path: Path) -> None:
    model = tmp_path / "m.tsm"
    model.write_bytes(model_format.dump(small_models.proximity()))
    record = ["record", "wave", "-n", "1", "--seconds", "0.1", "--dataset", str(tmp_path / "d")]
    seen = []
    with VirtualBoard() as board:
        for command in (record, ["deploy", str(model)]):
            spied = host_spy.run(tmp_path, *command, "--port", board.port)
            assert spied.status == 0, spied.err
            seen += [words for words in spied.seen if words[2] != "write"]
    ours = {(words[2], int(words[4])) for words in seen if words[0] == "tinyspark"}
    assert ours == {("TIOCMBIS", DTR), ("TIOCMBIS", RTS)}
    assert any(words[0] == "mpremote" for words in seen)
    on: dict[tuple[str, str], int] = {}
    for _, process, request, port, bits in seen:
        lines = lines_after(request, int(bits), on.get((process, port), DTR | RTS))
        assert lines != RTS, "the first half of what reboots the board into its ROM loader"
        on[process, port] = lines
