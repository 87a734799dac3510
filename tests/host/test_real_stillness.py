"""Real sensors never give equal samples for so long that the board would call them frozen."""

import numpy as np
import pytest

from imu import Imu
from real_data import real_data


@pytest.mark.fault(16, "nothing: recordings of real sensors, some of them at rest")
@pytest.mark.parametrize(
    "name",
    ["jewang_wand_streams", "nano_gestures", "uhh_imu", "xiao_lsm6ds3_streams"],
)
def test_real_samples_do_not_look_frozen(name: str) -> None:
    with np.load(real_data(f"{name}.npz"), allow_pickle=False) as found:
        samples = found["data"]
    moved = np.flatnonzero((np.diff(samples, axis=0) != 0).any(axis=1))
    equal = np.diff(moved, prepend=-1, append=len(samples) - 1) - 1
    assert equal.max() < Imu.limit / 5
