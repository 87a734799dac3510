"""The plain form: index.csv and a CSV file of raw counts a take, for spreadsheets and scripts."""

import csv
import io

from tinyspark.dataset import Dataset
from tinyspark.dataset.number_table import table_text
from tinyspark.dataset.settings import IMU, PROXIMITY, Settings
from tinyspark.exporters.package import Package
from tinyspark.exporters.resolution import losses

COLUMNS = ("file", "label", "subject", "session", "split")


def make(dataset: Dataset) -> Package:
    """Return the files of a dataset."""
    settings = dataset.settings
    files, index = {}, io.StringIO()
    rows = csv.writer(index, lineterminator="\n")
    rows.writerow(COLUMNS)
    for take in dataset.recordings:
        file = f"recordings/{take.id}.csv"
        files[file] = table_text(settings.axes, take.samples).encode()
        rows.writerow([file, take.label, take.subject, take.session, take.split])
    files["index.csv"] = index.getvalue().encode()
    units = dict(settings.unit(axis) for axis in settings.axes)
    words = " and ".join(f"{each:g} {unit}" for unit, each in units.items() if unit != "counts")
    notes = [f"the numbers are raw counts, {settings.rate} samples per second"]
    notes += [f"one count is {words}"] if words else []
    return Package(files, notes + losses(settings), _again(settings, units))


def _again(settings: Settings, units: dict[str, float]) -> str:
    """Return the options that the plain form, which states no rate and no unit, needs."""
    options = [f"--rate {settings.rate}"]
    if settings.sensor == PROXIMITY.sensor:
        return options[0]
    kinds = (
        ("g", "accel-unit counts", settings.accel_range == IMU.accel_range),
        ("dps", "gyro-unit counts", settings.gyro_range == IMU.gyro_range),
    )
    for unit, option, usual in kinds:
        if unit in units:
            options.append(
                f"--{option}" if usual else f"--counts-per-{unit} {1 / units[unit]:.8g}"
            )
    return " ".join(options)
