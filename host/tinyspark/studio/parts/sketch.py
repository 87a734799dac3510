"""One take as a small picture, the same as in the gallery (thumbnail.py)."""

from nicegui.element import Element

from tinyspark.dataset.recording import Recording
from tinyspark.dataset.settings import Settings
from tinyspark.studio.parts.thumbnail import FIRST, LEVELS, thumbnail


class Sketch(Element, component="sketch.js"):
    """A picture beside words that say what it is: it has none of its own."""

    def __init__(self, take: Recording, settings: Settings) -> None:
        super().__init__()
        self._props.update(axes=thumbnail(take.samples, settings), first=FIRST, levels=LEVELS)
