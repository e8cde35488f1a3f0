"""`charity report`."""

from __future__ import annotations

import click

from charity_analysis import wording
from charity_analysis.cli.checks import checked, checked_organisation
from charity_analysis.cli.exits import DONE, DONE_WITH_ERRORS, FAILED, stop
from charity_analysis.cli.options import folder_options
from charity_analysis.cli.output import progress


@click.command()
@click.argument("period")
@folder_options
@click.option("--reports", type=click.Path(file_okay=False), help="报告文件夹，默认 reports")
@click.option("--edition", type=click.Choice(["internal", "public", "both"]), default="internal", help="版本")
@click.option("--parameter", "-p", "parameters", nargs=2, multiple=True, metavar="NAME VALUE", help="笔记本参数")
def report(
    period: str,
    organisation: str | None,
    raw: str | None,
    processed: str | None,
    reports: str | None,
    edition: str,
    parameters: tuple[tuple[str, str], ...],
) -> int:
    """生成 PERIOD（如 2020H1）的半年报告，打印其路径。"""
    from charity_analysis.ledger.documents import count_errors
    from charity_analysis.ledger.ledger import load
    from charity_analysis.ledger.paths import Folders

    folders = Folders.find(raw, processed, reports)
    name = checked_organisation(period, organisation, folders)
    if edition != "internal":
        raise click.UsageError(wording.text("no_public_edition"))
    _check_parameters([parameter for parameter, _ in parameters])
    ledger = checked(load, name, folders, progress, period)

    from charity_analysis.report.run import ReportFailed, build_report

    try:
        path = build_report(name, period, folders, dict(parameters))
    except ReportFailed as failure:
        stop(wording.report_failure(failure), FAILED)
    click.echo(str(path))
    errors = count_errors(ledger.manifest["document"])
    if errors:
        click.echo(wording.text("report_with_errors", count=str(errors)), err=True)
    return DONE_WITH_ERRORS if errors else DONE


def _check_parameters(names: list[str]) -> None:
    if not names:
        return
    from charity_analysis.report.run import own_parameters

    parameters = own_parameters()
    for name in names:
        if name not in parameters:
            known = "、".join(parameters) or "—"
            raise click.UsageError(wording.text("unknown_parameter", name=name, known=known))
