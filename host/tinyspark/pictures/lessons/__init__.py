"""Pictures of the lessons, a module each; draw() chooses the one that a story wants."""

import importlib
from pathlib import Path

from tinyspark.lessons.story import Picture


def draw(picture: Picture, folder: Path) -> Path:
    """Draw it into a folder that is there; return its file."""
    path = folder / f"{picture.draw.replace('_', '-')}.png"
    importlib.import_module(f"tinyspark.pictures.lessons.{picture.draw}").draw(
        path, **picture.data
    )
    return path
