"""Model -> the constant tables of its C header, and only those that it needs."""

from gesturekit import features, inference
from gesturekit.model_format import Model
from gesturekit.plain_network import EXPONENTIALS, SIGMOIDS
from tinyspark.learning import golden_window
from tinyspark.learning.export_c.literals import Table

CURVED = {"sigmoid", "tanh"}  # activations that look into the table of sigmoid


def tables(model: Model, name: str) -> list[Table]:
    """Return the tables in the order in which they are written; name begins all their names."""
    return [
        *_features(model, name),
        *_layers(model, name),
        *_curves(model, name),
        *_gates(model, name),
        *_golden(model, name),
    ]


def layers(model: Model, name: str) -> str:
    """Return the definitions of the structs that stand for the layers."""
    texts = []
    for number, (layer, zero, next_zero, most) in enumerate(inference.steps(model), 1):
        numbers = (layer.inputs, zero, layer.multiplier, layer.shift, next_zero, most)
        values = ", ".join(map(str, numbers))
        texts.append(
            f"static const {name}_layer {name}_layer_{number} = {{\n"
            f"    {values}, {name}_weights_{number}, {name}_biases_{number}\n}};\n"
        )
    return "".join(texts)


def _features(model: Model, name: str) -> list[Table]:
    found = [
        Table(
            "int16_t",
            f"{name}_centers",
            model.centers,
            "normalization: what of each feature becomes 0",
        ),
        Table(
            "uint8_t",
            f"{name}_multipliers",
            model.multipliers,
            "what the difference is multiplied by",
        ),
        Table("uint8_t", f"{name}_shifts", model.shifts, "and how far then shifted"),
    ]
    if model.feature_set != "raw":
        counts = [end - first for first, end in features.groups(model.axes)]
        found.append(Table("uint8_t", f"{name}_axes_of", counts, "how many axes a sensor has"))
    return found


def _layers(model: Model, name: str) -> list[Table]:
    found = []
    for number, layer in enumerate(model.layers, 1):
        what = f"layer {number}: {layer.inputs} inputs, {layer.outputs} x {layer.activation}"
        start = f"layer {number}: what a sum begins with"
        weights = f"{name}_weights_{number}"
        found.append(Table("int8_t", weights, layer.weights, what, layer.inputs))
        found.append(Table("int32_t", f"{name}_biases_{number}", layer.biases, start))
    return found


def _curves(model: Model, name: str) -> list[Table]:
    used = {layer.activation for layer in model.layers}
    found = []
    if used & CURVED:
        what = "2**14 / (1 + exp(-i / 64))"
        found.append(Table("uint16_t", f"{name}_logistics", SIGMOIDS, what))
    if "softmax" in used:
        what = "2**14 * exp(-i / 16)"
        found.append(Table("uint16_t", f"{name}_exponentials", EXPONENTIALS, what))
    return found


def _gates(model: Model, name: str) -> list[Table]:
    what = "least confidence of a detection"
    found = [Table("uint8_t", f"{name}_thresholds", model.thresholds, what)]
    if model.prototypes:
        what = "greatest distance from a label's prototype, or 65535"
        found.append(Table("uint16_t", f"{name}_limits", model.limits, what))
        what = "inputs that are usual for each label that has a limit"
        found.append(
            Table("uint8_t", f"{name}_prototypes", model.prototypes, what, len(model.centers))
        )
    return found


def _golden(model: Model, name: str) -> list[Table]:
    golden = model.golden
    if golden is None:
        return []
    what = "golden window: what must come out"
    found = [
        Table(
            "int16_t", f"{name}_golden_data", golden.data, "golden window: a gesture", golden.count
        ),
        Table("int32_t", f"{name}_golden_sums", golden.sums, what),
        Table("uint8_t", f"{name}_golden_confidences", golden.confidences, what),
    ]
    if model.prototypes:
        what = "golden window: how far it is from the prototypes"
        values = golden_window.distances(model)
        found.append(Table("uint16_t", f"{name}_golden_distances", values, what))
    return found
