"""The page Data."""

from tinyspark.studio import texts
from tinyspark.studio.studio import Studio

TEXTS = texts.Data
PATH = "/data"


def build(studio: Studio) -> None:
    """Draw the page."""
