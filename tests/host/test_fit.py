"""A model is only written to a board that can run it."""

from dataclasses import replace

import pytest
import small_models
from app_link import connect

from tinyspark.board.fit import check_fit
from tinyspark.board.link import LinkError

OFFERED = connect()[0].hello()
CHANGES = [
    ({"imu": "absent"}, "imu sensor, which is absent"),
    ({"imu": "frozen"}, "imu sensor, which is frozen"),
    ({"rate": 208}, "trained for 104 Hz.*measures at 208 Hz"),
    ({"accel_range": 4}, "8 g.*4 g"),
    ({"gyro_range": 500}, "2000 dps.*500 dps"),
    ({"model_format": 4}, "format of model files 5, the board's app knows 4"),
    ({"model_format": 0}, "the board's app knows 0"),
    ({"feature_versions": "1 2 1 1"}, "version of the features .* 3, .* knows 2"),
    ({"feature_versions": ""}, "knows none"),
    ({"feature_versions": "\x00 nonsense"}, "knows nonsense"),
]


def test_the_app_of_this_release_runs_every_kind_of_model() -> None:
    for model in (
        small_models.imu(),
        small_models.proximity(),
        small_models.buttons(),
        small_models.swipe(),
    ):
        check_fit(model, OFFERED)


@pytest.mark.fault(12, "a model for another sensor, rate, range, format or feature version")
@pytest.mark.fault(26, "a board whose app is older or newer than the kit")
@pytest.mark.parametrize(("changes", "words"), CHANGES, ids=lambda value: str(value)[:30])
def test_what_does_not_fit_is_named(changes: dict, words: str) -> None:
    with pytest.raises(LinkError, match=words) as caught:
        check_fit(small_models.imu(), replace(OFFERED, **changes))
    lines = str(caught.value).splitlines()
    assert len(lines) == 2 and lines[1].startswith("Nothing was written.")


def test_what_the_model_does_not_use_may_be_absent() -> None:
    check_fit(small_models.proximity(), replace(OFFERED, imu="absent", rate=0, accel_range=0))
    check_fit(small_models.buttons(), replace(OFFERED, imu="absent", proximity="absent"))
