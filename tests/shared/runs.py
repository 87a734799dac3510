"""Runs of a set of code, kernels or plain, at layers given one by one."""

from array import array

from gesturekit.inference import buffers


def plain_scales(count):
    """Scales that leave features as they are, but for the zero point and the limits."""
    return array("i", (32768, 1, 0, 0) * count)


def ran(code, scales, zero, steps, features):
    """Return values, sums and the best label of a run; None if the code does not pack it."""
    plan = code.pack(scales, zero, steps)
    if plan is None:
        return None
    values, sums = buffers([step[0] for step in steps])
    best = code.run(values, plan, len(steps), features, sums)
    return values, sums, best
