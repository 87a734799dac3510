"""Recordings as other tools would write them, to import."""

import csv
from pathlib import Path
from typing import Any

import numpy as np

from tinyspark.importers import ImportOptions

SIX = ("ax", "ay", "az", "gx", "gy", "gz")
TOLD = ImportOptions(rate=104, accel_unit="g", gyro_unit="dps")


def write_plain(
    folder: Path, takes: list[tuple[np.ndarray, str]], header: str = ",".join(SIX)
) -> Path:
    """Write the plain form in the way other tools do: numpy.savetxt and csv with CR LF."""
    (folder / "recordings").mkdir(parents=True)
    with (folder / "index.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["file", "label", "subject", "session", "split"])
        for number, (values, label) in enumerate(takes):
            name = f"recordings/{number:05d}.csv"
            rows.writerow([name, label, f"p{number % 2}", "1", "train"])
            np.savetxt(
                folder / name, values, delimiter=",", fmt="%.6g", header=header, comments=""
            )
    return folder


def write_npz(path: Path, **changed: Any) -> Path:
    """Write a good file of three takes of 4, 5 and 6 samples, with some arrays replaced."""
    arrays = {
        "data": np.random.RandomState(1).normal(0, 3, (15, 6)).astype(np.float32),
        "offsets": np.array([0, 4, 9, 15]),
        "labels": np.array(["up", "down", "up"]),
        "subjects": np.array(["a", "b", ""]),
        "sessions": np.array(["1", "", "2"]),
        "split": np.array(["train", "test", ""]),
        "rate": np.array(104.0),
        "channels": np.array(SIX),
        "units": np.array("m/s^2, rad/s"),
        "note": np.array("made for a test"),
    }
    arrays.update(changed)
    np.savez(path, **{name: array for name, array in arrays.items() if array is not None})
    return path
