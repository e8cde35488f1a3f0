"""The commands of the console script `charity`, and nothing else: what they do lives in the rooms."""

from __future__ import annotations

import os
import sys
from itertools import pairwise

import click

from charity_analysis import wording
from charity_analysis.cli import clean, figures, report
from charity_analysis.cli.exits import DONE, FAILED, WRONG_USAGE, stop
from charity_analysis.cli.options import language_option


def main() -> None:
    """Run the command line; every way out is an exit code of the contract and a sentence, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        # A console of another encoding shows a mark for what it lacks rather than failing.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    wording.use(_asked_language(sys.argv[1:]))
    try:
        sys.exit(charity(standalone_mode=False) or DONE)
    except click.exceptions.NoArgsIsHelpError as error:
        stop(error.message, WRONG_USAGE)
    except click.UsageError as error:
        stop(wording.usage_error(error), WRONG_USAGE)
    except (click.Abort, KeyboardInterrupt):
        stop(wording.text("aborted"), FAILED)
    except Exception as error:
        if os.environ.get("CHARITY_DEBUG"):
            raise
        stop(wording.failure(error), FAILED)


def _asked_language(arguments: list[str]) -> str:
    """The language asked for; it must be known before a call can be found wrong."""
    return "en" if "--lang=en" in arguments or ("--lang", "en") in pairwise(arguments) else "zh"


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="charity_analysis")
@language_option
def charity() -> None:
    """慈善总会半年报：清洗台账、计算指标、生成报告。"""


for command in (clean.clean, figures.figures, report.report):
    charity.add_command(command)
