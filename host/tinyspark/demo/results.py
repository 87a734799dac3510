"""What the stories share: saving a model in both forms."""

from pathlib import Path

from tinyspark import __version__
from tinyspark.learning.export import python_module
from tinyspark.terminal.progress import Progress


def save_model(place: Path, model: bytes, progress: Progress) -> None:
    """Write the model beside place as binary and as Python module."""
    binary, module = place.with_suffix(".tsm"), place.with_suffix(".py")
    binary.write_bytes(model)
    module.write_text(python_module(model, place.stem, __version__), encoding="utf-8")
    progress.say(f"Exported {binary} (binary) and {module.name} (Python module).")
