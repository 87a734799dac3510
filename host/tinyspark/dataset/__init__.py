"""Labelled takes on disk: what they are, how they are kept, whether they are good."""

from tinyspark.dataset.dataset import INFO, Dataset, DatasetError
from tinyspark.dataset.recording import Recording
from tinyspark.dataset.settings import Settings

__all__ = ["INFO", "Dataset", "DatasetError", "Recording", "Settings"]
