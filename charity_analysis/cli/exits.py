"""The ways out of a command: the exit codes of the contract, and the sentence that goes with them."""

from __future__ import annotations

import sys
from typing import NoReturn

import click

DONE, DONE_WITH_ERRORS, WRONG_USAGE, FAILED = 0, 1, 2, 3


def stop(message: str, code: int) -> NoReturn:
    """End the command with `message` for people and `code` for programs."""
    click.echo(message, err=True)
    sys.exit(code)
