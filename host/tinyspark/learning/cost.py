"""What a model will cost on the kit's board, before anything runs: an estimate from a table.

The table holds instructions that callgrind counted on MicroPython's x86-64 build (like those of
tools/measure_inference.py), for models of one to six axes and one to four layers; it gives them
back within a fifth. An emulated ESP32-S3 core needs 0.6 to 0.7 times as many, of more than one
cycle each: the times are good to a factor of two. No chip was measured; `bench` on a board does.
"""

from dataclasses import dataclass
from typing import NamedTuple

from gesturekit import model_format
from gesturekit.model_format import Layer, Model
from gesturekit.plain_network import padded

CLOCK_MHZ = 240
# Cycles of the board's core for one counted instruction. Kernels: a model of the core puts a
# 60-16-8 network of 13,900 instructions near 42 us. Interpreted code: 1.5, as for a live step.
KERNEL, INTERPRETED = 0.73, 1.5
FLASH_BLOCK = 4096  # of the board's file system
STAGES = ("features", "network", "decision")


class Price(NamedTuple):
    """Instructions for one of something, and the cycles that each takes."""

    instructions: float
    cycles: float

    @property
    def microseconds(self) -> float:
        return self.instructions * self.cycles / CLOCK_MHZ


# stage -> what there is some number of -> what one of it costs
PRICES = {
    "features": {
        "vectors": Price(6600, INTERPRETED),
        "axes": Price(3500, KERNEL),  # their shapes
        "values": Price(24, KERNEL),  # of all axes in the window
        "described axes": Price(800, KERNEL),  # by statistics
        "described values": Price(115, KERNEL),
        "counts": Price(1130, INTERPRETED),  # of a button take, copied one by one
    },
    "network": {
        "layers": Price(2500, INTERPRETED),
        "inputs": Price(65, KERNEL),  # normalized
        "neurons": Price(66, KERNEL),
        "weights": Price(5.4, KERNEL),  # one multiply-add each; two share a multiplication
    },
    "decision": {
        "hops": Price(24000, INTERPRETED),
        "samples": Price(390, KERNEL),
        "means": Price(134, KERNEL),  # of all axes
        "gates": Price(1200, INTERPRETED),
        "compared": Price(14, KERNEL),  # inputs with a prototype
        "takes": Price(9500, INTERPRETED),
        "counts": Price(1070, INTERPRETED),  # of a button take, put axis after axis
    },
}
# Bytes of RAM beside the numbers themselves, on a 32-bit board.
OBJECTS, OBJECTS_PER_LAYER = 1300, 270


@dataclass(frozen=True)
class Cost:
    """Predicted: bytes of RAM are those of the model and all buffers, without the program.

    microseconds: of each stage in a hop with movement, or of a button take; hop_microseconds:
    from one hop to the next, None for a button take.
    """

    macs: int
    model_bytes: int
    flash_bytes: int
    ram_bytes: int
    microseconds: dict[str, float]
    hop_microseconds: float | None


@dataclass(frozen=True)
class Refined:
    """factors: measured time / predicted time of each stage, on the board that was measured.

    twice_hidden: microseconds that the network would take there with twice the hidden neurons.
    """

    factors: dict[str, float]
    twice_hidden: float


def predict(data: bytes) -> Cost:
    """Return what the model in these bytes of a file will cost; ModelError if it is none."""
    model = model_format.load(data)
    return Cost(
        macs=sum(layer.inputs * layer.outputs for layer in model.layers),
        model_bytes=len(data),
        flash_bytes=-(-len(data) // FLASH_BLOCK) * FLASH_BLOCK,
        ram_bytes=ram(model),
        microseconds=microseconds(model),
        hop_microseconds=_hop_microseconds(model),
    )


def _hop_microseconds(model: Model) -> float | None:
    if model.trigger == "button":
        return None
    return round(1e6 * (model.hop // model.average * model.average) / model.rate, 1)


def microseconds(model: Model) -> dict[str, float]:
    """Return the times of the stages on the board."""
    return {
        stage: round(sum(PRICES[stage][what].microseconds * n for what, n in counts.items()), 1)
        for stage, counts in work(model).items()
    }


def work(model: Model) -> dict[str, dict[str, int]]:
    """Return what each stage has to do, in the words of PRICES."""
    features, decision = _take_work(model) if model.trigger == "button" else _stream_work(model)
    network = {
        "layers": len(model.layers),
        "inputs": len(model.centers),
        "neurons": sum(layer.outputs for layer in model.layers),
        "weights": sum(layer.inputs * layer.outputs for layer in model.layers),
    }
    gated = bool(model.prototypes)
    gates = {"gates": int(gated), "compared": gated * len(model.centers)}
    return {"features": features, "network": network, "decision": {**decision, **gates}}


def _take_work(model: Model) -> tuple[dict[str, int], dict[str, int]]:
    counts = len(model.centers)
    return {"vectors": 1, "counts": counts}, {"takes": 1, "counts": counts}


def _stream_work(model: Model) -> tuple[dict[str, int], dict[str, int]]:
    axes = len(model.axes)
    means = model.hop // model.average
    values = axes * (model.window // model.average)
    features = {"vectors": 1, "axes": axes, "values": values}
    if model.feature_set != "shape":
        features |= {"described axes": axes, "described values": values}
    return features, {"hops": 1, "samples": means * model.average, "means": means * axes}


def ram(model: Model) -> int:
    """Return the bytes that the model and all buffers of its classifier take on the board."""
    size = len(model.centers)
    numbers = 22 * size + padded(len(model.labels))  # 16 of them for normalizing
    for layer in model.layers:
        pairs = -(-layer.outputs // 2)
        words = (4 * padded(layer.inputs) + 16) * pairs  # two weights in each, and two sums
        numbers += layer.inputs * layer.outputs + 4 * layer.outputs + words + padded(layer.inputs)
    numbers += 5 * len(model.labels) + len(model.prototypes)
    numbers += len(model.prototypes) // size * padded(size)  # as they are compared
    if model.golden:
        numbers += 2 * len(model.golden.data) + 5 * len(model.labels)
    if model.trigger == "stream":
        kept = model.window // model.average + model.quiet // model.average
        numbers += 4 * len(model.axes) * kept  # twice two bytes
    else:
        numbers += 2 * size
    labels = sum(len(label.encode()) for label in model.labels)
    return numbers + labels + OBJECTS + OBJECTS_PER_LAYER * len(model.layers)


def refine(data: bytes, measured: dict[str, float]) -> Refined:
    """Return what measured microseconds of a model's stages say about networks like it."""
    model = model_format.load(data)
    predicted = microseconds(model)
    factors = {stage: round(measured[stage] / max(predicted[stage], 0.1), 3) for stage in STAGES}
    wider = microseconds(model._replace(layers=_widened(model.layers)))
    return Refined(factors, round(wider["network"] * factors["network"], 1))


def _widened(layers: list[Layer]) -> list[Layer]:
    """Return the layers with twice the neurons in all but the last; their weights are useless."""
    wide = [layer._replace(outputs=2 * layer.outputs) for layer in layers[:-1]] + layers[-1:]
    return wide[:1] + [layer._replace(inputs=2 * layer.inputs) for layer in wide[1:]]
