"""A model in words that a student understands: sections of rows (name, text). Prints nothing."""

from collections.abc import Sequence

from gesturekit.features import STATISTICS, STEPS
from gesturekit.model_format import NO_LABEL, NO_LIMIT, Model
from gesturekit.plain_network import LEVEL, MOST
from tinyspark.dataset.settings import has_accel, has_gyro
from tinyspark.terminal.screen import clean, counted

SUMS = {  # what a layer's sums count, once they are scaled
    "sigmoid": "count 64ths",
    "tanh": "count 128ths",
    "softmax": "count 16ths of a logit",
    "step": "matter by their sign",
}
Rows = list[tuple[str, str]]


def sections(model: Model) -> list[tuple[str, Rows]]:
    """Return headings and rows, in the order in which a model works on samples."""
    found = [("What it looks at", _looks_at(model))]
    if model.trigger == "stream":
        found.append(("How it finds a movement", _movement(model)))
    return [
        *found,
        ("What the network is given", _features(model)),
        ("The network", _network(model)),
        ("What it answers", _answers(model)),
        ("Where it comes from", _origin(model)),
    ]


def _looks_at(model: Model) -> Rows:
    ranges = [f"+-{model.accel_range} g"] if has_accel(model.axes) else []
    ranges += [f"+-{model.gyro_range} dps"] if has_gyro(model.axes) else []
    rows = [("sensor", f"{model.sensor}: {' '.join(model.axes)}")]
    if model.rate:
        rows.append(("samples", ", ".join([f"{model.rate} per second", *ranges])))
    if model.trigger == "button":
        what = f"a take of {model.take} samples" if model.take > 1 else "the inputs as they are"
        rows.append(("trigger", f"button: pressed, it looks at {what}"))
        return rows
    means = f"{model.rate / model.average:g} per second, each of {model.average} samples"
    return [*rows, ("trigger", "stream: it looks all the time"), ("means", means)]


def _movement(model: Model) -> Rows:
    lag = _time(model.lag, model)
    return [
        ("gate", f"{model.gate} counts: this much all axes together change within {lag}"),
        ("quiet", f"{_time(model.quiet, model)} below the gate end a movement"),
        ("least", f"{_time(model.least, model)}: shorter movements are ignored"),
        ("peak", f"{model.peak} counts must be reached, or the movement is ignored"),
        ("window", f"{_time(model.window, model)} are looked at in one piece at most"),
        ("hop", f"a longer movement is looked at again every {_time(model.hop, model)}"),
    ]


def _time(samples: int, model: Model) -> str:
    return f"{samples / model.rate:.2f} s ({samples} samples)"


def _features(model: Model) -> Rows:
    size = len(model.centers)
    kind = f"{size}, set {model.feature_set} version {model.feature_version}"
    if model.feature_set != "raw":
        of_axes = {"shape": f"{STEPS} means", "statistics": f"{STATISTICS} statistics"}
        chosen = of_axes.get(model.feature_set, " and ".join(of_axes.values()))
        kind += f": {chosen} of each axis, and of the whole"
    steps = [2**shift / (multiplier or 1) for multiplier, shift in _scales(model)]
    formula = f"(feature - center) * multiplier / 2^shift + {model.zero}, held to 0..{MOST}"
    return [
        ("features", kind),
        ("normalization", formula),
        ("centers", _span(model.centers)),
        ("steps", f"{min(steps):.3g}..{max(steps):.3g} of a feature are a step of the input"),
    ]


def _scales(model: Model) -> list[tuple[int, int]]:
    return list(zip(model.multipliers, model.shifts, strict=True))


def _network(model: Model) -> Rows:
    rows = []
    for number, layer in enumerate(model.layers, 1):
        counts = SUMS.get(layer.activation, "are the outputs")
        size = f"{counted(layer.inputs, 'input')} -> {counted(layer.outputs, 'neuron')}"
        text = (
            f"{size}, {layer.activation}; weights"
            f" {_span(layer.weights)}, biases {_span(layer.biases)}; sums *"
            f" {layer.multiplier} / 2^{layer.shift} {counts}"
        )
        rows.append((f"layer {number}", text))
    numbers = sum(len(layer.weights) + len(layer.biases) for layer in model.layers)
    return [*rows, ("altogether", f"{numbers} weights and biases")]


def _span(values: Sequence[int]) -> str:
    least, greatest = min(values), max(values)
    return str(least) if least == greatest else f"{least}..{greatest}"


def _answers(model: Model) -> Rows:
    shared = model.layers[-1].activation == "softmax"
    idle = "no label" if model.idle == NO_LABEL else clean(model.labels[model.idle])
    rows = [
        ("labels", ", ".join(clean(label) for label in model.labels)),
        ("confidences", "shares of one whole" if shared else "a level for each label"),
        ("threshold", f"{_threshold(model)}: the least for a detection"),
    ]
    if model.unknown != NO_LABEL:
        unknown = clean(model.labels[model.unknown])
        rows.append(("unknown", f"{unknown}: all other movement, which is never reported"))
        rows += [("distance", _distance(model))] * bool(model.prototypes)
    if model.trigger == "stream":
        rows += [
            ("repeats", f"{model.repeats} equal answers in a row, while a movement lasts"),
            ("hold-off", f"{_time(model.holdoff, model)} after a detection without another"),
            ("stillness", f"stands for {idle}"),
        ]
    return rows


def _threshold(model: Model) -> str:
    percents = [f"{100 * threshold / LEVEL:.0f} %" for threshold in model.thresholds]
    if len(set(percents)) == 1:
        return percents[0]
    named = zip(percents, model.labels, strict=True)
    return ", ".join(
        f"{percent} {clean(label)}"
        for at, (percent, label) in enumerate(named)
        if at not in (model.idle, model.unknown)
    )


def _distance(model: Model) -> str:
    """Say how far from a label's prototype the inputs may be."""
    limits = [
        f"{limit} of {clean(label)}"
        for limit, label in zip(model.limits, model.labels, strict=True)
        if limit != NO_LIMIT
    ]
    return f"from the prototype at most {', '.join(limits)}; what is farther is unknown, too"


def _origin(model: Model) -> Rows:
    golden = "none"
    if model.golden is not None:
        unit = "mean" if model.trigger == "stream" else "sample"
        golden = (
            f"{counted(model.golden.count, unit)}, with what must come out: each board tries it"
        )
    known = any(model.dataset)
    score = f"{model.score / 100:g} % when it was made" if model.score else "none"
    return [
        ("dataset", f"SHA-256 {model.dataset.hex()}" if known else "none"),
        ("seed", str(model.seed)),
        ("score", score),
        ("golden window", golden),
    ]
