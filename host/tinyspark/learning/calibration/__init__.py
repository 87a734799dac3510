"""Thresholds, limits, repeats and hold-off of a model, chosen by everyday movement and takes."""

from tinyspark.learning.calibration.choosing import Aim
from tinyspark.learning.calibration.listening import Source, listen
from tinyspark.learning.calibration.report import calibrate
from tinyspark.learning.calibration.results import put

__all__ = ["Aim", "Source", "calibrate", "listen", "put"]
