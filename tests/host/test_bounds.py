"""Every intermediate value of features and inference is a 31-bit small integer, at the extremes.

The functions run on integers that refuse to leave the range: MicroPython on a computer has
63 bits and would hide an overflow that a board turns into heap allocation.
"""

from collections.abc import Callable

import pytest
import random_models

from gesturekit import features, plain, plain_network
from gesturekit.model_format import MAX_BIAS, MAX_INPUTS, MAX_MULTIPLIER, MAX_SHIFT, Layer
from gesturekit.plain_features import PEAK, STEPS
from gesturekit.plain_network import LEVEL, MOST, ZERO, top, zero
from gesturekit.stream import Stream

LIMIT = 1 << 30


class Small(int):
    """An int whose arithmetic raises where a board's small integers end."""


def _checked(name: str) -> Callable[..., int]:
    plain = getattr(int, name)

    def operate(self: int, *others: int) -> int:
        result = plain(self, *others)
        if result is NotImplemented or isinstance(result, bool):
            return result
        if not -LIMIT <= result < LIMIT:
            raise OverflowError(f"{name} {self} {others} gives {result}")
        return Small(result)

    return operate


for _name in ("add", "sub", "mul", "floordiv", "lshift", "rshift"):
    setattr(Small, f"__{_name}__", _checked(f"__{_name}__"))
    setattr(Small, f"__r{_name}__", _checked(f"__r{_name}__"))
for _name in ("abs", "neg"):
    setattr(Small, f"__{_name}__", _checked(f"__{_name}__"))


def smalls(values: list[int]) -> list[Small]:
    return [Small(value) for value in values]


def test_small_integers_refuse_to_overflow() -> None:
    with pytest.raises(OverflowError):
        Small(LIMIT - 1) + 1
    assert type(3 * Small(4) - 1 << 2) is Small


PATTERNS = {
    "low": [-32768],
    "high": [32767],
    "alternating": [-32768, 32767],
    "one peak": [-32768] * 1023 + [32767],
    "halves": [-32768] * 512 + [32767] * 512,
}


@pytest.mark.parametrize("pattern", PATTERNS)
def test_features_stay_small(pattern: str) -> None:
    count = features.MAX_SAMPLES
    data = smalls((PATTERNS[pattern] * count)[:count] * 3)
    axes = ("ax", "ay", "az")
    groups = smalls([3 * STEPS, 1, 0, 3 * STEPS])
    out = smalls([0] * features.size(features.GESTURE, axes, 0))
    where = smalls([0, count, count, 3, 3 * STEPS + 2, 1])
    plain.shapes(data, where, out)
    plain.statistics(data, where, out)
    plain.rescale(out, groups, Small(count))
    assert all(-32768 <= value <= 32767 for value in out)


@pytest.mark.parametrize("name", ["linear", "relu", "sigmoid", "tanh", "step"])
@pytest.mark.parametrize("shift", [0, MAX_SHIFT])
def test_a_full_layer_stays_small(name: str, shift: int) -> None:
    layer = Layer(
        MAX_INPUTS,
        2,
        name,
        Small(MAX_MULTIPLIER),
        Small(shift),
        smalls([-128] * MAX_INPUTS + [127] * MAX_INPUTS),
        smalls([-MAX_BIAS, MAX_BIAS]),
    )
    sums = smalls([0, 0])
    for next_zero, most in ((zero(name), top(name)), (0, LEVEL)):
        values = smalls([0] * (MAX_INPUTS + 2))
        scales = smalls([65535 + 32768 - MOST, 1, 0, 0] * MAX_INPUTS)
        plan = plain.pack(scales, Small(0), [(layer, Small(0), next_zero, most)])
        plain.run(values, plan, 1, smalls([65535] * MAX_INPUTS), sums)
        assert max(map(abs, sums)) > 11 << 20
        assert all(0 <= value <= next_zero + most for value in values[MAX_INPUTS:])
    plain_network.softmax(sums, 0, layer, smalls([0, 0]), 0)


def test_distances_stay_small() -> None:
    values, prototypes = smalls([0] * MAX_INPUTS), smalls([64 - MOST] * MAX_INPUTS)
    assert plain.distance(values, prototypes, Small(0), MAX_INPUTS) == MOST * MAX_INPUTS


def test_normalization_stays_small() -> None:
    out = [0, 0]
    half = 1 << MAX_SHIFT >> 1
    scales = smalls([65535, 255, 0, 0, 0, 255, half, MAX_SHIFT])
    plain_network.normalize(smalls([-32768, 32767]), scales, Small(ZERO), out)
    assert out == [0, ZERO + 1]


def test_means_and_movement_stay_small() -> None:
    times = {"average": 16, "lag": 16, "quiet": 32, "window": 64, "hop": 16}
    model = random_models.imu(sensor="imu+proximity", **times, gate=1)
    stream = Stream(model, range(7))
    state, sums = smalls(list(stream.state)), smalls([0] * 7)
    memory = (state, smalls([0] * len(stream.data)), bytes(range(7)))
    for value in (-32768, 32767, -32768):
        samples = smalls([value] * 7 * 16)
        assert plain.advance(samples, 0, 16, sums, memory) == 16
    assert state[PEAK] == 7 * 65535
