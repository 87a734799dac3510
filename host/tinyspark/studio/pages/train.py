"""The page Train."""

from tinyspark.studio import texts
from tinyspark.studio.studio import Studio

TEXTS = texts.Train
PATH = "/train"


def build(studio: Studio) -> None:
    """Draw the page."""
