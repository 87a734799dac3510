"""The page Record."""

from tinyspark.studio import texts
from tinyspark.studio.studio import Studio

TEXTS = texts.Record
PATH = "/record"


def build(studio: Studio) -> None:
    """Draw the page."""
