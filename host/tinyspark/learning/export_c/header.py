"""Model bytes -> a C header that holds the model and the code to run it; knows no files.

The C in code/ says `name_` and `NAME_` where the header has its own name. A test holds its
results equal to gesturekit's; its numbers and comments about 31 bits come from there.
"""

import hashlib
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

from gesturekit import model_format
from gesturekit.model_format import NO_LABEL, Model
from tinyspark.learning.export_c import facts, tables

_CODE = Path(__file__).parent / "code"


def c_header(data: bytes, name: str, version: str) -> str:
    """Return the text of name.h, in ASCII; ModelError for bytes that are no model.

    name: a C identifier, with which all names in it begin; version: of TinySpark.
    """
    model = model_format.load(data)
    found = tables.tables(model, name)
    gated = bool(model.prototypes)
    digest = hashlib.sha256(data).hexdigest()
    size = sum(table.size for table in found)
    origin = {"name": name, "version": version, "digest": digest, "tables": size}
    parts = [
        facts.opening(model, _code("opening", name), **origin),
        facts.sizes(model, name),
        facts.labels(model, name),
        *(table.text() for table in found),
        _code("layer", name),
        tables.layers(model, name),
        *(_code(piece, name) for piece in _pieces(model)),
        _run(model, name),
        _code("gate" if gated else "gate_none", name),
        _code("classify", name),
        _detects(model, name),
        *(_code(piece, name) for piece in _self_test(model)),
        "#endif\n",
    ]
    return "\n".join(parts)


def _code(piece: str, name: str) -> str:
    text = (_CODE / f"{piece}.h").read_text("ascii")
    return re.sub(r"\bNAME_", f"{name.upper()}_", re.sub(r"\bname_", f"{name}_", text))


def _pieces(model: Model) -> Iterator[str]:
    """Yield the names of the pieces of code that the model needs, callers last."""
    used = {layer.activation for layer in model.layers}
    yield "arithmetic"
    if model.feature_set != "raw":
        yield "gesture_numbers"
        yield "shapes"
    if model.feature_set in ("gesture", "statistics"):
        yield "levels"
    yield model.feature_set
    yield "network"
    if used != {"softmax"}:
        yield "output"
    if used & tables.CURVED:
        yield "logistic"
    yield from (name for name in model_format.ACTIVATIONS if name in used)
    yield "greatest"


def _self_test(model: Model) -> tuple[str, ...]:
    """Return the names of the pieces that try the golden window, if there is one."""
    if not model.golden:
        return ()
    return "gate_test" if model.prototypes else "gate_test_none", "self_test"


def _run(model: Model, name: str) -> str:
    """Return the function that runs the layers, one loop each."""
    values = ["inputs", *(f"hidden_{number}" for number in range(1, len(model.layers)))]
    places = [*values[1:], "confidences"]
    lines = [
        f"uint8_t {value}[{layer.inputs}];"
        for value, layer in zip(values[1:], model.layers[1:], strict=True)
    ]
    lines += ["int best;", f"{name}_normalize(features, inputs);"]
    for number, layer in enumerate(model.layers, 1):
        struct = f"&{name}_layer_{number}"
        total = "sums[n]" if number == len(model.layers) else "const int32_t sum"
        lines.append(f"for (int n = 0; n < {layer.outputs}; n++) {{")
        lines.append(f"    {total} = {name}_sum({struct}, n, {values[number - 1]});")
        if layer.activation != "softmax":
            value = f"{name}_{layer.activation}({struct}, {total.split()[-1]})"
            lines.append(f"    {places[number - 1]}[n] = {value};")
        lines.append("}")
    lines.append(f"best = {name}_greatest(sums);")
    if layer.activation == "softmax":
        lines.append(f"{name}_softmax({struct}, sums, sums[best], confidences);")
    return (
        "/* Writes the inputs of the first layer, the last layer's sums and the confidences;\n"
        " * returns the best label. */\n"
        f"static inline int {name}_run(\n"
        "        const int16_t *features, uint8_t *inputs, int32_t *sums, uint8_t *confidences)\n"
        "{\n" + textwrap.indent("\n".join(lines), "    ") + "\n    return best;\n}\n"
    )


def _detects(model: Model, name: str) -> str:
    """Return the function that says what is worth reporting."""
    never = {"IDLE": model.idle, "UNKNOWN": model.unknown}
    conditions = ["best >= 0"]
    conditions += [
        f"best != {name.upper()}_{what}" for what, label in never.items() if label != NO_LABEL
    ]
    conditions.append(f"confidences[best] >= {name}_thresholds[best]")
    joined = "\n        && ".join(conditions)
    return (
        "/* Is the best label, as classify() gave it, a detection? */\n"
        f"static inline int {name}_detects(int best, const uint8_t *confidences)\n"
        f"{{\n    return {joined};\n}}\n"
    )
