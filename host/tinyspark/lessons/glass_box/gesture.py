"""The first half: the counts, their means, the cut, the features, and the features made alike."""

import array

import numpy as np

from gesturekit import features
from gesturekit.plain_features import SHAPE_UNIT, STEPS, divide, shape
from gesturekit.plain_network import MOST
from gesturekit.sample import CONTINUOUS, UDPS_PER_COUNT, UG_PER_COUNT
from tinyspark.learning.glass_box.names import SHAPE, STATISTIC
from tinyspark.learning.glass_box.trace import Trace
from tinyspark.lessons.glass_box import means
from tinyspark.lessons.story import Story
from tinyspark.terminal.graph import strip, wave
from tinyspark.terminal.screen import counted

SHOWN = 8  # samples, or features
STRIP = 60  # characters
SHAPE_REACH = 200  # of a shape in the table; 64 is the usual size
SHAPES = (
    f" Of each axis the shape: {STEPS} equal parts in time, of each its level, less the level of"
    " the whole axis, in units of which 64 are the strength of the sensor (bars: low to high;"
    " the middle is none)."
)
LEVELS = (
    " Of each axis seven statistics: the level (the mean of all its means); the deviation from it,"
    " the greatest height above and depth below it, and the jerk (change from one mean to the"
    " next), all as logarithms, where 16 more is twice as much; and how often the axis crosses its"
    " level (times 16), and how often per mean (times 1024)."
)
WHERE = "Where the movement is"  # heading of the cut
HEADS = ("level", "dev.", "high", "low", "jerk", "cross", "rate")


def tell(story: Story, trace: Trace) -> None:
    """Tell the steps before the network; figures: means, cut, features, inputs."""
    story.figure("means", trace.means().tolist())
    story.figure("cut", trace.cut())
    story.figure("features", trace.numbers["features"])
    story.figure("inputs", trace.numbers["inputs"])
    _counts(story, trace)
    if trace.model.trigger == "stream":
        means.tell(story, trace)
        _cut(story, trace)
        _gesture(story, trace)
    else:
        _raw(story, trace)
    _alike(story, trace)


def _counts(story: Story, trace: Trace) -> None:
    case, model = trace.case, trace.model
    story.heading("What the sensor measured")
    performed = f", performed as {case.label}" if case.label else ""
    text = f"The take is {case.name}{performed}: {counted(len(case.samples), 'sample')} of"
    text += f" {', '.join(model.axes)}."
    if model.sensor in CONTINUOUS:
        units = _units(trace)
        text += (
            f" There are {case.rate} samples a second. The numbers are counts, just as the"
            f" sensor's registers hold them{': ' if units else ''}{' and '.join(units)}."
        )
    story.say(text)
    last = len(case.samples) - 1
    chosen = np.unique(np.linspace(0, last, SHOWN).round().astype(int))
    rows = [(str(at), *map(str, case.samples[at])) for at in chosen]
    story.table(("sample", *model.axes), rows)


def _units(trace: Trace) -> list[str]:
    """Say how many counts are a unit of each of the sensors."""
    model = trace.model
    accel, gyro = ([axis for axis in model.axes if axis[0] == letter] for letter in "ag")
    said = []
    if accel:
        counts = 1e6 / UG_PER_COUNT[model.accel_range]
        said.append(f"{counts:.0f} counts of {' '.join(accel)} are 1 g")
    if gyro:
        counts = 1e8 / UDPS_PER_COUNT[model.gyro_range]
        said.append(f"{counts:.0f} of {' '.join(gyro)} are turning by 100 degrees per second")
    return said


def _cut(story: Story, trace: Trace) -> None:
    model, average = trace.model, trace.model.average
    begin, end = trace.cut()
    movement = np.array(trace.numbers["movement"])
    asked = trace.samples(len(movement) - 1)[1]
    story.heading(WHERE)
    several = ""
    if trace.looks > 1:
        several = f" The model looked {trace.looks} times at this take; this is the longest look."
    if trace.lead:
        several += (
            " The take's own samples count from 0. Before them, down to"
            f" {-trace.lead}, its first sample is held, as stillness."
        )
    if asked >= len(trace.case.samples):
        several += (
            f" From {len(trace.case.samples)} on its last sample is held, until the movement has"
            " ended."
        )
    story.say(
        f"The movement at a mean is how much all axes together have changed since"
        f" {counted(model.lag // average, 'mean')} before; gravity drops out. A gesture begins"
        f" when it reaches the gate, {model.gate}, and has ended when it has stayed below for"
        f" {counted(model.quiet // average, 'mean')}. Here that gives the samples {begin} to"
        f" {end - 1}: {counted(len(trace.piece()), 'mean')}, {(end - begin) / trace.case.rate:.2f}"
        f" s. Nothing else reaches the network, which is asked at sample {asked}.{several}"
    )
    width = min(STRIP, len(movement))
    inside = np.zeros(len(movement))
    inside[slice(*trace.span())] = 1
    marks = "".join("=" if part.any() else "." for part in np.array_split(inside, width))
    story.table(
        ("", f"samples {-trace.lead} to {asked}, greatest movement {movement.max()}"),
        [("movement", strip(movement, width, model.gate)), ("looked at", marks)],
    )


def _gesture(story: Story, trace: Trace) -> None:
    """The features of a movement: shapes, statistics or both, and what is of the whole."""
    model, count = trace.model, len(trace.features)
    shapes, statistics = model.feature_set != "statistics", model.feature_set != "shape"
    story.heading(f"From {trace.piece().size} means to {count} features")
    story.say(
        f"However long a movement is, it becomes {count} features."
        f"{SHAPES * shapes}{LEVELS * statistics}"
    )
    rows = []
    for axis in model.axes:
        shape = [wave(np.array(_values(trace, SHAPE, axis)), SHAPE_REACH)] * shapes
        rows.append((axis, *shape, *map(str, _values(trace, STATISTIC, axis))))
    story.table(("axis", *["shape"] * shapes, *HEADS * statistics), rows)
    named = [
        f"{feature.name} {value}"
        for feature, value in zip(trace.features, trace.numbers["features"], strict=True)
        if not feature.axis
    ]
    story.say(f"And of the whole, as logarithms: {', '.join(named)}.")
    if shapes:
        _one_step(story, trace)


def _values(trace: Trace, kind: str, axis: str) -> list[int]:
    """Return the features of one kind of an axis."""
    values = zip(trace.features, trace.numbers["features"], strict=True)
    return [value for feature, value in values if (feature.kind, feature.axis) == (kind, axis)]


def _one_step(story: Story, trace: Trace) -> None:
    """Work out the step of the shape that stands out most, with gesturekit's own functions."""
    inputs, piece = trace.inputs(0), trace.piece()
    places = [at for at, feature in enumerate(trace.features) if feature.kind == SHAPE]
    chosen = max(places, key=lambda at: abs(inputs[at]))
    feature = trace.features[chosen]
    first, end = next(
        group
        for group in features.groups(trace.model.axes)
        if group[0] <= trace.model.axes.index(feature.axis) < group[1]
    )
    shapes = array.array("h", bytes(2 * (end - first) * STEPS))
    levels = array.array("h", piece[:, first:end].T.astype(np.int16).tobytes())
    for axis in range(end - first):
        shape(levels, axis * len(piece), len(piece), shapes, axis * STEPS)
    at = chosen - first * STEPS
    before = shapes[at]
    strength = divide(shapes, 0, len(shapes))
    story.say(
        f"One of them worked out: in step {feature.place + 1} of {feature.axis} the level lies"
        f" {before} counts off that of the whole axis; the strength of its sensor is"
        f" {strength} counts; {before} * {SHAPE_UNIT} / {strength} gives {shapes[at]},"
        " rounded down."
    )


def _raw(story: Story, trace: Trace) -> None:
    story.heading(f"From counts to {len(trace.features)} features")
    story.say("Nothing is computed for this model: the counts themselves are its features.")


def _alike(story: Story, trace: Trace) -> None:
    """The normalized features that stand out most."""
    model, values, inputs = trace.model, trace.numbers["features"], trace.inputs(0)
    story.heading("Features made alike")
    zero = trace.zero(0)
    text = (
        "The network is given small integers: (feature - center) * factor, rounded"
        f" and held to {-zero}..{MOST - zero}."
    )
    if model.feature_set == "gesture":
        text += (
            " The center is the mean over all training movements, and the factor makes about 8 of"
            " one standard deviation: 0 is as usual, 16 is rare."
        )
    story.say(f"{text} {_six_bits(zero)}")
    if len(inputs) > SHOWN:
        story.say("Here these stand out most:")
    order = np.arange(len(inputs))
    if len(inputs) > SHOWN:
        order = np.argsort(-np.abs(inputs), kind="stable")[:SHOWN]
    rows = [
        (
            trace.features[at].name,
            str(values[at]),
            str(model.centers[at]),
            f"{model.multipliers[at]} / {1 << model.shifts[at]}",
            str(inputs[at]),
        )
        for at in order
    ]
    story.table(("feature", "value", "center", "factor", "normalized"), rows)


def _six_bits(zero: int) -> str:
    """Say what the board holds in place of an input, and why so little is enough."""
    text = "That is six bits"
    if zero:
        text += (
            f"; the board holds them as 0..{MOST}, so each is {zero} more there: {zero}, called"
            " the zero point, stands for 0"
        )
    return (
        f"{text}. So little is enough, and it is quick: with numbers that small the board gets two"
        " neurons' products from one multiplication."
    )
