"""Arguments of the commands that record: what a take is like, and whose it is."""

from argparse import ArgumentParser
from datetime import date

from gesturekit.sample import RECORDABLE
from tinyspark.commands.arguments import above_zero


def add_take(parser: ArgumentParser) -> None:
    """Add --seconds and --sensor."""
    parser.add_argument(
        "--seconds",
        type=above_zero(3600),
        default=1.5,
        metavar="T",
        help="length of a take (default: 1.5)",
    )
    parser.add_argument(
        "--sensor", choices=RECORDABLE, default="imu", help="what to record (default: imu)"
    )


def add_sitting(parser: ArgumentParser) -> None:
    """Add --subject and --session."""
    parser.add_argument("--subject", default="", metavar="S", help="who performs the gestures")
    parser.add_argument(
        "--session",
        default=date.today().isoformat(),
        metavar="S",
        help="name of the sitting (default: the date)",
    )
