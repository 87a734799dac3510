"""One take as a small picture, the same as in the gallery (thumbnail.py)."""

import numpy as np
from nicegui.element import Element

from tinyspark.dataset.settings import Settings
from tinyspark.studio.parts.thumbnail import FIRST, LEVELS, thumbnail


class Sketch(Element, component="sketch.js"):
    """A picture beside words that say what it is: it has none of its own."""

    def __init__(self, samples: np.ndarray, settings: Settings) -> None:
        super().__init__()
        self._props.update(axes=thumbnail(samples, settings), first=FIRST, levels=LEVELS)
