"""Takes as small pictures and as big ones: the numbers that the page is sent."""

import numpy as np
import pytest

from tinyspark.dataset.settings import BOTH, IMU, PROXIMITY
from tinyspark.studio.parts.thumbnail import FIRST, LEVELS, POINTS, thumbnail
from tinyspark.studio.parts.trim import panels, thinned


def levels(points: str) -> list[int]:
    return [ord(letter) - FIRST for letter in points]


def test_a_thumbnail_has_a_few_levels_of_every_axis() -> None:
    ramp = np.linspace(-32768, 32767, 500).astype(np.int16)
    made = thumbnail(np.stack([ramp] * 6, axis=1), IMU)
    assert [axis for axis, _ in made] == list(IMU.axes)
    for _, points in made:
        found = levels(points)
        assert len(found) == POINTS and found == sorted(found)
        assert (found[0], found[-1]) == (0, LEVELS - 1)
        assert points.isascii() and points.isprintable() and "\\" not in points


def test_a_still_take_looks_still() -> None:
    noise = np.random.default_rng(1).integers(-9, 9, (200, 6)).astype(np.int16)
    for _, points in thumbnail(noise, IMU):
        assert max(levels(points)) - min(levels(points)) <= 1


@pytest.mark.parametrize("count", [1, 2, 39, 41])
def test_short_takes_have_as_many_points_as_samples(count: int) -> None:
    made = thumbnail(np.zeros((count, 6), np.int16), IMU)
    assert {len(points) for _, points in made} == {min(count, POINTS)}


def test_proximity_begins_at_the_bottom() -> None:
    [(axis, points)] = thumbnail(np.array([[0], [10], [1000]], np.int16), PROXIMITY)
    assert axis == "proximity"
    assert (levels(points)[0], levels(points)[-1]) == (0, LEVELS - 1)


def test_a_big_picture_has_a_panel_a_unit_in_physical_units() -> None:
    samples = np.zeros((10, 7), np.int16)
    samples[:, 0] = 4096
    made = panels(samples, BOTH)
    assert [panel["unit"] for panel in made] == ["g", "dps", "counts"]
    name, values = made[0]["axes"][0]
    assert (name, values[0]) == ("ax", pytest.approx(1.0, abs=0.002))


def test_a_long_take_keeps_its_peaks() -> None:
    values = np.zeros(100_000)
    values[77_777] = 5.0
    values[3] = -5.0
    made = thinned(values, 3000, 3)
    assert len(made) == 3000
    assert (max(made), min(made)) == (5.0, -5.0)
