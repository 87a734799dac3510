"""The command bench: predicted without a board, measured on a virtual one, refusals in words."""

import itertools
import json
from array import array
from pathlib import Path

import pytest

from gesturekit import model_format
from gesturekit.model_format import Layer
from shared.random_models import buttons, imu, proximity
from tinyspark import cli
from tinyspark.board import meter
from tinyspark.board.link import LinkError
from tinyspark.board.ports import open_device
from tinyspark.commands import bench
from tinyspark.learning import cost
from tinyspark.virtual.client import VirtualBoard

STAGES = {"features", "network", "decision"}


def light(*sizes: int) -> list[Layer]:
    """Layers with small weights, like trained ones: the fast kernels take no others."""
    return [
        Layer(
            *pair,
            "softmax" if pair[1] == sizes[-1] else "relu",
            *(40, 13),
            array("b", [at % 19 - 9 for at in range(pair[0] * pair[1])]),
            array("i", bytes(4 * pair[1])),
        )
        for pair in itertools.pairwise(sizes)
    ]


@pytest.fixture
def model(tmp_path: Path) -> Path:
    place = tmp_path / "model.tsm"
    place.write_bytes(model_format.dump(imu()))
    return place


@pytest.fixture
def nothing_connected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "list_boards", list)


def test_all_kinds_of_models_are_measured_and_the_app_runs_again(can_run_boards: None) -> None:
    with VirtualBoard() as board:
        for model in (imu(layers=light(141, 6, 3)), proximity(), buttons()):
            data = model_format.dump(model)
            found = meter.measure(board.port, data)
            assert set(found.microseconds) == STAGES
            # A small network alone takes less than a busy computer's clock is off by.
            assert sum(found.microseconds.values()) > 0
            assert not found.on_board
            # objects, but not numbers, take twice the memory of a 32-bit board's
            assert 1 < found.ram_bytes / cost.predict(data).ram_bytes < 2
        with open_device(board.port) as device:
            assert device.hello().mode == "idle"


def test_the_json_of_a_measurement(
    can_run_boards: None, model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["bench", str(model), "--port", "virtual", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["macs"] == said["predicted"]["macs"] == 141 * 6 + 6 * 3
    assert said["model_bytes"] == model.stat().st_size
    assert said["heap_per_hop"] == 0
    assert set(said["microseconds"]) == set(said["predicted"]["microseconds"]) == STAGES
    assert set(said["refined"]["factors"]) == STAGES


def test_people_are_told_whose_microseconds_they_see(
    can_run_boards: None, model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["bench", str(model), "--port", "virtual"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "141-6-3, 864 multiply-adds" in said
    assert "not an ESP32's" in said and "estimates" in said


@pytest.mark.usefixtures("nothing_connected")
def test_without_a_board_there_is_a_prediction(
    model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["bench", str(model)]) == 0
    assert "--port virtual" in capsys.readouterr().out
    assert cli.main(["bench", str(model), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["microseconds"] is said["heap_per_hop"] is said["refined"] is None
    assert said["predicted"]["ram_bytes"] > 0


def test_files_that_are_no_models(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["bench", str(tmp_path / "none.tsm"), "--port", "virtual"]) == 1
    assert "Cannot read the model" in capsys.readouterr().err
    (tmp_path / "noise.tsm").write_bytes(bytes(range(200)))
    assert cli.main(["bench", str(tmp_path / "noise.tsm")]) == 1
    assert "the file is no model" in capsys.readouterr().err


def test_a_board_without_the_kit_says_what_to_do(bare_board: VirtualBoard) -> None:
    with pytest.raises(LinkError, match="tinyspark install"):
        meter.measure(bare_board.port, model_format.dump(imu()))


def test_a_model_that_never_looks_is_refused(can_run_boards: None) -> None:
    deaf = model_format.dump(imu(gate=model_format.MAX_GATE, peak=model_format.MAX_GATE))
    with VirtualBoard() as board, pytest.raises(LinkError, match="never looks"):
        meter.measure(board.port, deaf)
