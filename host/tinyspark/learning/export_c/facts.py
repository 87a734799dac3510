"""What a program and its author want to know of a model: as a comment, as numbers, as labels."""

import textwrap
from string import Template

from gesturekit import features
from gesturekit.model_format import NO_LABEL, Model
from gesturekit.plain_features import STEPS
from gesturekit.sample import CONTINUOUS
from tinyspark.learning.export_c.literals import WIDTH, remark, string

_CALLS = 120  # bytes of stack that calls take beside their arrays, about


def opening(model: Model, template: str, **facts: object) -> str:
    """Return the comment that opens the header; facts: those that a Model does not tell."""
    return Template(template).substitute(
        facts,
        sensor=_sensor(model),
        labels=_folded(remark(", ".join(model.labels)), 13),
        stack=_stack(model),
        longest=_longest(model),
        values=_folded(_values(model), 3),
    )


def sizes(model: Model, name: str) -> str:
    """Return the numbers that a program that uses the header wants to know."""
    raw = model.feature_set == "raw"
    numbers = [
        ("RATE", model.rate, "samples per second"),
        ("AVERAGE", model.average, "samples whose mean is one value"),
        ("AXES", len(model.axes), " ".join(model.axes)),
        ("SHORTEST", model.take if raw else 1, "least count of values"),
        ("LONGEST", model.take if raw else features.MAX_SAMPLES, "greatest count of values"),
        ("FEATURES", len(model.centers), f"feature set {model.feature_set}"),
        ("ZERO", model.zero, "zero point of normalized features"),
        ("LABELS", len(model.labels), "see the table of labels"),
    ]
    if not raw:
        sensors = len(features.groups(model.axes))
        numbers.append(("SENSORS", sensors, "whose axes share a scale"))
        relative = int(model.axes[-1] == features.RELATIVE)
        numbers.append(("RELATIVE", relative, "axes with a mean that counts from the first value"))
    if model.idle != NO_LABEL:
        numbers.append(("IDLE", model.idle, "label that is no gesture"))
    if model.unknown != NO_LABEL:
        numbers.append(("UNKNOWN", model.unknown, "label of what is none of the gestures"))
    if model.golden:
        numbers.append(("GOLDEN", model.golden.count, "values of the golden window"))
    return "".join(
        f"#define {f'{name.upper()}_{what} {number}':<{len(name) + 16}} /* {comment} */\n"
        for what, number, comment in numbers
    )


def labels(model: Model, name: str) -> str:
    """Return the table of labels."""
    lines = "".join(f"    {string(label)},\n" for label in model.labels)
    head = f"static const char *const {name}_labels[{len(model.labels)}]"
    return f"/* UTF-8 */\n{head} = {{\n{lines}}};\n"


def _sensor(model: Model) -> str:
    text = f"{model.sensor} ({' '.join(model.axes)})"
    if model.rate:
        text += f", {model.rate} samples per second"
    if model.sensor in CONTINUOUS:
        text += f", {model.accel_range} g, {model.gyro_range} dps"
    return text


def _longest(model: Model) -> int:
    return model.take or model.window // model.average


def _values(model: Model) -> str:
    """Say what a program has to give."""
    if model.feature_set == "raw":
        return f"A value is a count as it is; a take has {model.take} of them, which is count."
    value = (
        f"the mean of {model.average} samples, rounded down" if model.average > 1 else "a count"
    )
    return (
        f"A value is {value}; count is how many of them a movement has, here up to "
        f"{_longest(model)}. To find movements in the stream of samples is up to the program."
    )


def _stack(model: Model) -> int:
    """Return about how many bytes of stack classify() takes."""
    values = 3 * len(model.centers) + sum(layer.inputs for layer in model.layers[1:])
    if model.feature_set == "statistics":
        values += 2 * STEPS * len(model.axes)
    return (values + 8 * len(model.labels) + _CALLS + 9) // 10 * 10


def _folded(text: str, indent: int) -> str:
    """Return text as lines of a comment, all but the first indented."""
    return textwrap.fill(
        text,
        WIDTH - indent,
        subsequent_indent=f" *{'':{indent - 2}}",
        break_long_words=False,
        break_on_hyphens=False,
    )
