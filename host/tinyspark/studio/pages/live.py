"""The page Live."""

from tinyspark.studio import texts
from tinyspark.studio.studio import Studio

TEXTS = texts.Live
PATH = "/live"


def build(studio: Studio) -> None:
    """Draw the page."""
