"""Commands and subcommands: each is a module with a docstring, EXAMPLE, add_arguments and run."""

import argparse
from collections.abc import Sequence
from types import ModuleType
from typing import Any

from tinyspark.terminal.fold import HelpFormatter

Action = tuple[str, str, ModuleType]  # name, what it does, its module


def add_command(adder: Any, action: Action) -> argparse.ArgumentParser:
    """Add a command to the subparsers `adder`; return its parser."""
    name, summary, module = action
    parser: argparse.ArgumentParser = adder.add_parser(
        name,
        help=summary,
        description=module.__doc__,
        epilog=f"example: {module.EXAMPLE}",
        formatter_class=HelpFormatter,
    )
    module.add_arguments(parser)
    return parser


def add_actions(parser: argparse.ArgumentParser, actions: Sequence[Action]) -> None:
    """Add the subcommands; `run_action` of the parsed options is the run of the chosen one."""
    adder = parser.add_subparsers(required=True, metavar="ACTION", title="actions")
    for action in actions:
        add_command(adder, action).set_defaults(run_action=action[2].run)
