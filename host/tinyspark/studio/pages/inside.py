"""The page Inside."""

from tinyspark.studio import texts
from tinyspark.studio.studio import Studio

TEXTS = texts.Inside
PATH = "/inside"


def build(studio: Studio) -> None:
    """Draw the page."""
