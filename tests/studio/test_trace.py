"""What the plot is told: numbers packed as they are, and once what they mean."""

import base64

import numpy as np

from tinyspark.dataset.settings import BOTH, IMU, PROXIMITY
from tinyspark.studio.parts.trace import meaning, packed
from tinyspark.studio.tape import TAKE


def test_counts_go_over_as_they_are() -> None:
    samples = np.array([[-32768, 32767], [1, -1]], np.int16)
    data = base64.b64decode(packed(samples, np.array([0, TAKE], np.uint8)))
    rows = np.frombuffer(data, "<i2").reshape(2, 3)
    assert rows.tolist() == [[-32768, 32767, 0], [1, -1, TAKE]]


def test_a_second_of_six_axes_is_small() -> None:
    assert len(packed(np.zeros((104, 6), np.int16), np.zeros(104, np.uint8))) < 2000


def test_axes_come_in_groups_of_one_unit() -> None:
    told = meaning(BOTH, 104, 832)
    assert [group["unit"] for group in told["groups"]] == ["g", "°/s", "counts"]
    assert [len(group["axes"]) for group in told["groups"]] == [3, 3, 1]
    assert [axis["place"] for axis in told["groups"][1]["axes"]] == [3, 4, 5]
    assert told["groups"][0]["perCount"] == 0.000244 and told["width"] == 7
    assert not told["groups"][2]["signed"]


def test_a_full_scale_fits_every_count() -> None:
    for settings in (IMU, BOTH, PROXIMITY):
        for group in meaning(settings, settings.rate, 100)["groups"]:
            most = 1023 if group["unit"] == "counts" else 32768
            assert most * group["perCount"] <= max(group["scales"])
