"""The page Deploy."""

from tinyspark.studio import texts
from tinyspark.studio.studio import Studio

TEXTS = texts.Deploy
PATH = "/deploy"


def build(studio: Studio) -> None:
    """Draw the page."""
