"""Options that several commands have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

# Declared so that help and checks know it; what it does is done before the call is read.
language_option = click.option(
    "--lang", type=click.Choice(["zh", "en"]), expose_value=False, help="提示语言：zh（默认）或 en"
)


def folder_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`command` with its language, its folders and its organisation as options."""
    for option in (
        language_option,
        click.option("--processed", type=click.Path(file_okay=False), help="清洗结果文件夹，默认 data/processed"),
        click.option("--raw", type=click.Path(file_okay=False), help="原始台账文件夹，默认 data/raw"),
        click.option("--organisation", metavar="NAME", help="机构（data/raw 下的文件夹名）"),
    ):
        command = option(command)
    return command
