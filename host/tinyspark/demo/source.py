"""Where the demo's gestures come from if the user has none: the kit's own datasets."""

from tinyspark import bundle
from tinyspark.dataset import Dataset


def bundled(name: str) -> Dataset:
    """Return one of the kit's datasets."""
    return Dataset.open(bundle.folder("datasets") / name)
