"""The page Lessons."""

from tinyspark.studio import texts
from tinyspark.studio.studio import Studio

TEXTS = texts.Lessons
PATH = "/lessons"


def build(studio: Studio) -> None:
    """Draw the page."""
