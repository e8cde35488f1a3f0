"""`charity figures`."""

from __future__ import annotations

import click

from charity_analysis import wording
from charity_analysis.cli.checks import checked, checked_organisation
from charity_analysis.cli.exits import DONE, DONE_WITH_ERRORS
from charity_analysis.cli.options import folder_options
from charity_analysis.cli.output import print_json, progress


@click.command()
@click.argument("period")
@folder_options
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 文档")
@click.option("--formulas", "with_formulas", is_flag=True, help="同时列出每个指标的公式")
def figures(
    period: str,
    organisation: str | None,
    raw: str | None,
    processed: str | None,
    as_json: bool,
    with_formulas: bool,
) -> int:
    """计算 PERIOD（如 2020H1）的关键指标 K1–K27。"""
    from charity_analysis.analysis.documents import figures_document
    from charity_analysis.analysis.key_figures import key_figures
    from charity_analysis.ledger.documents import count_errors
    from charity_analysis.ledger.ledger import load
    from charity_analysis.ledger.paths import Folders

    folders = Folders.find(raw, processed)
    name = checked_organisation(period, organisation, folders)
    ledger = checked(load, name, folders, progress, period)
    computed = key_figures(ledger, period)
    if as_json:
        print_json(figures_document(name, period, computed))
    else:
        click.echo(wording.figures_summary(ledger.organisation.name, period, computed, with_formulas))
    errors = count_errors(ledger.manifest["document"])
    if errors:
        click.echo(wording.text("figures_with_errors", count=str(errors)), err=True)
    return DONE_WITH_ERRORS if errors else DONE
