"""Model bytes -> other forms of the same model. Knows no command line."""

import hashlib
import textwrap

from gesturekit import model_format

_BYTES_PER_LINE = 64

_MODULE = '''"""A model made by TinySpark {version}; generated, so do not edit it.

sensor {sensor}, labels {labels}
SHA-256 {digest}

import {name}
from gesturekit import model_format
from gesturekit.classifier import Classifier
classifier = Classifier(model_format.load({name}.MODEL))
"""

SENSOR = {sensor!r}
LABELS = {label_tuple}
MODEL = (
{lines}
)
'''


def python_module(data: bytes, name: str, version: str) -> str:
    """Return the source of a module that holds the model as literals alone.

    name: what the module will be called. Runs on CPython and MicroPython; gives the same results
    as the binary because it holds the same bytes. ModelError for bytes that are no model.
    """
    model = model_format.load(data)
    pieces = [data[at : at + _BYTES_PER_LINE] for at in range(0, len(data), _BYTES_PER_LINE)]
    labels = ", ".join(ascii(label) for label in model.labels)
    return _MODULE.format(
        version=version,
        sensor=model.sensor,
        labels=textwrap.shorten(labels.replace("\\", "/").replace('"', "'"), 90),
        digest=hashlib.sha256(data).hexdigest(),
        name=name,
        label_tuple=f"({labels},)",
        lines="\n".join(f"    {piece!r}" for piece in pieces),
    )
