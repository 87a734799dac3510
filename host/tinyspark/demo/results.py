"""What the stories share: telling, and saving a model in both forms."""

from collections.abc import Callable
from pathlib import Path

from tinyspark import __version__
from tinyspark.learning.export import python_module

Tell = Callable[[str], None]  # is handed one line of the story


def save_model(place: Path, model: bytes, tell: Tell) -> None:
    """Write the model beside place as binary and as Python module."""
    binary, module = place.with_suffix(".tsm"), place.with_suffix(".py")
    binary.write_bytes(model)
    module.write_text(python_module(model, place.stem, __version__), encoding="utf-8")
    tell(f"Exported {binary} (binary) and {module.name} (Python module).")
