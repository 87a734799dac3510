"""What a model is predicted to cost, and what a board's answer about it must be like."""

from typing import Any

import pytest

from gesturekit import model_format
from shared.random_models import buttons, gated, imu, proximity
from tinyspark.board import flash, meter
from tinyspark.board.link import LinkError
from tinyspark.learning import cost

MODELS = {"imu": imu, "proximity": proximity, "buttons": buttons}
SAID = {"hop": 30000, "features": 9000, "network": 6000, "heap": 0, "ram": 9000, "done": True}


@pytest.mark.parametrize("name", MODELS)
def test_every_kind_of_model_has_a_price(name: str) -> None:
    model = MODELS[name]()
    data = model_format.dump(model)
    found = cost.predict(data)
    assert found.macs == sum(len(layer.weights) for layer in model.layers)
    assert found.model_bytes == len(data) <= found.flash_bytes < len(data) + 4096
    assert found.ram_bytes > len(data) - 200  # all but the header stays in memory
    assert set(found.microseconds) == {"features", "network", "decision"}
    assert all(time > 0 for time in found.microseconds.values())


def test_more_of_anything_costs_more() -> None:
    few = cost.predict(model_format.dump(imu(hidden=6)))
    more = cost.predict(model_format.dump(imu(hidden=12)))
    assert more.microseconds["network"] > few.microseconds["network"]
    assert more.microseconds["features"] == few.microseconds["features"]
    assert more.ram_bytes > few.ram_bytes
    longer = cost.predict(model_format.dump(imu(window=300)))
    assert longer.microseconds["features"] > few.microseconds["features"]
    plain = imu(hidden=6, feature_set="shape", feature_version=1)
    shapes = cost.predict(model_format.dump(plain))
    assert shapes.microseconds["features"] < few.microseconds["features"]
    judged = cost.predict(model_format.dump(gated(plain, 900)))
    assert judged.microseconds["decision"] > shapes.microseconds["decision"]
    assert judged.ram_bytes > shapes.ram_bytes + 2 * 2 * 99


def test_a_board_three_times_as_slow_refines_the_prediction() -> None:
    data, wide = (model_format.dump(imu(hidden=hidden)) for hidden in (8, 16))
    slow = {stage: 3 * time for stage, time in cost.predict(data).microseconds.items()}
    found = cost.refine(data, slow)
    assert found.factors == pytest.approx(dict.fromkeys(slow, 3), rel=1e-3)
    assert found.twice_hidden == pytest.approx(
        3 * cost.predict(wide).microseconds["network"], 0.01
    )


@pytest.fixture
def says(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What a board answers, to be changed."""
    facts = dict(SAID)
    monkeypatch.setattr(flash, "compute", lambda port, script: facts)
    return facts


def test_what_a_board_says_becomes_stages(says: dict[str, Any]) -> None:
    found = meter.measure("port", b"")
    assert found.microseconds == {"features": 9, "network": 6, "decision": 15}
    assert (found.ram_bytes, found.heap_per_hop, found.on_board) == (9000, 0, False)
    says["platform"] = "esp32"
    assert meter.measure("port", b"").on_board


@pytest.mark.parametrize("value", [None, "fast", True, -1, float("nan"), 1e300])
def test_a_board_that_says_nonsense_is_not_believed(says: dict[str, Any], value: object) -> None:
    says["network"] = value
    with pytest.raises(LinkError, match="no account"):
        meter.measure("port", b"")
