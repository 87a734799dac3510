"""Does a model fit a board: what it was trained with, against what the board's hello offers.

Asked before anything is written. Knows no port.
"""

from gesturekit import features, model_format
from gesturekit.model_format import Model
from gesturekit.sample import CONTINUOUS
from tinyspark.board.identity import Hello
from tinyspark.board.link import LinkError


def check_fit(model: Model, board: Hello) -> None:
    """LinkError when the board that said this hello cannot run this model."""
    _check_versions(model, board)
    for name, state in (("imu", board.imu), ("proximity", board.proximity)):
        if name in model.sensor.split("+") and state != "ok":
            raise LinkError(
                f"The model needs the {name} sensor, which is {state} on this board.\n"
                "Nothing was written. `tinyspark boards` shows the sensors."
            )
    learned = (model.rate, model.accel_range, model.gyro_range)
    offered = (board.rate, board.accel_range, board.gyro_range)
    if model.sensor in CONTINUOUS and learned != offered:
        settings = "{} Hz, +-{} g, +-{} dps"
        raise LinkError(
            f"The model was trained for {settings.format(*learned)};"
            f" the board measures at {settings.format(*offered)}.\n"
            "Nothing was written. Train the model with recordings that match."
        )


def _check_versions(model: Model, board: Hello) -> None:
    """The board's files may be of another release than this kit."""
    versions = dict(zip(features.NAMES, board.feature_versions.split(), strict=False))
    theirs = versions.get(model.feature_set, "none")
    for what, own, offered in (
        ("format of model files", str(model_format.VERSION), str(board.model_format)),
        (f"version of the features {model.feature_set!r}", str(model.feature_version), theirs),
    ):
        if own != offered:
            raise LinkError(
                f"The model has {what} {own}, the board's app knows {offered}.\n"
                "Nothing was written. Bring the board to this release: tinyspark install"
            )
