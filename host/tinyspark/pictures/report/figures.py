"""The tables of the report: scores side by side, labels, persons, facts of the model."""

from typing import Any

from gesturekit.model_format import NO_LABEL, Model
from tinyspark.dataset import Dataset
from tinyspark.pictures.report.markup import Markup, element, joined, name, table
from tinyspark.pictures.report.words import percent
from tinyspark.terminal.screen import counted


def scores(report: dict[str, Any], scored_on: str) -> Markup:
    """Return the network beside its yardsticks, on the headline's split and on the random one."""
    totals = _performed(report)
    commonest = max(totals) / sum(totals)
    rows = [
        ("the network as the board computes it", report["accuracy"], report["random_accuracy"]),
        ("the same, before it was quantized", report["float_accuracy"], None),
        (
            "the most similar take (1-NN DTW)",
            report["dtw_accuracy"],
            report["dtw_random_accuracy"],
        ),
        ("always the commonest label", commonest, commonest),
    ]
    head = ["right answers", scored_on, "recordings drawn at random"]
    columns = 2 if report["split"] == "random" else 3
    return table(head[:columns], [[row[0], *map(percent, row[1:])][:columns] for row in rows])


def labels(report: dict[str, Any]) -> Markup:
    """Return recall and precision of each label, how much is reported, what it is taken for."""
    recalls = {label: each["accuracy"] for label, each in report["per_label"].items()}
    precisions = {label: each["precision"] for label, each in report["precision"].items()}
    reported = report["live"]["per_label"]
    rows = [
        [
            name(label),
            str(_performed(report)[number]),
            _lowest(recalls, label),
            _lowest(precisions, label),
            _lowest(reported, label),
            _mistaken(report, number),
        ]
        for number, label in enumerate(report["labels"])
    ]
    head = ["label", "takes", "recall", "precision", "reported", "most often mistaken for"]
    return table(head, rows)


def persons(report: dict[str, Any]) -> Markup:
    """Return the score of each person, the worst first."""
    ranked = sorted(report["per_subject"].items(), key=lambda item: item[1]["accuracy"])
    rows = [[name(subject), str(each["n"]), percent(each["accuracy"])] for subject, each in ranked]
    return table(["person", "takes", "right answers"], rows)


def facts(report: dict[str, Any], dataset: Dataset, model: Model) -> Markup:
    """Return entries of a list: what the model is and where it comes from."""
    people = {take.subject for take in dataset.recordings} - {""}
    sessions = {take.session for take in dataset.recordings} - {""}
    settings = dataset.settings
    ranges = [
        f"\N{PLUS-MINUS SIGN}{most} {unit}"
        for most, unit in ((settings.accel_range, "g"), (settings.gyro_range, "dps"))
        if most
    ]
    axes = [" ".join(settings.axes)] if settings.continuous else []
    sensor = [settings.sensor, *axes, f"{settings.rate} Hz", *ranges]
    idle = name(model.labels[model.idle]) if model.idle != NO_LABEL else "none"
    about = {
        "size": f"{report['model_bytes']:,} bytes",
        "network": _network(model),
        "features": f"{model.layers[0].inputs} of set {model.feature_set}"
        f" (version {model.feature_version})",
        "sensor": ", ".join(sensor),
        "answers from": f"{100 * min(model.thresholds) / 255:.0f} % confidence",
        "label of stillness": idle,
        "seed": str(report["seed"]),
        "dataset": joined(
            counted(len(dataset.recordings), "take"),
            f" of {counted(len(people), 'person')}" if people else "",
            f" in {counted(len(sessions), 'session')}" if sessions else "",
        ),
        "dataset's hash": element("code", report["dataset_hash"]),
        "model's hash": element("code", report["model_hash"]),
    }
    pairs = (joined(element("dt", key), element("dd", value)) for key, value in about.items())
    return joined(*pairs)


def _network(model: Model) -> str:
    layers = model.layers
    sizes = [str(layers[0].inputs), *(f"{each.outputs} {each.activation}" for each in layers)]
    weights = sum(len(each.weights) for each in layers)
    return " \N{RIGHTWARDS ARROW} ".join(sizes) + f" ({weights:,} weights of 8 bits)"


def _performed(report: dict[str, Any]) -> list[int]:
    """Return how many takes of each label were scored."""
    return [
        sum(row) + missed
        for row, missed in zip(report["confusion"], report["nothing"], strict=True)
    ]


def _lowest(shares: dict[str, float | None], label: str) -> str:
    """Return a label's share, marked if no other is lower and it is not perfect."""
    share = shares.get(label)
    least = min((each for each in shares.values() if each is not None), default=1.0)
    if share is None or share > least or share == 1:
        return percent(share)
    return element("b", percent(share), class_="low")


def _mistaken(report: dict[str, Any], number: int) -> Markup:
    """Return the label that takes of another are most often taken for, and how often."""
    row = [*report["confusion"][number], report["nothing"][number]]
    row[number] = 0
    most = max(row)
    if not most:
        return joined("\N{EN DASH}")
    at = row.index(most)
    known = at < len(report["labels"])
    return joined(name(report["labels"][at]) if known else "nothing", f" ({most})")
