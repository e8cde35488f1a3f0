"""`charity report`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from charity_analysis import wording
from charity_analysis.cli.checks import checked, checked_organisation
from charity_analysis.cli.exits import DONE, DONE_WITH_ERRORS, FAILED
from charity_analysis.cli.options import folder_options
from charity_analysis.cli.output import progress
from charity_analysis.cli.report_all import report_all

if TYPE_CHECKING:
    from charity_analysis.report.run import Built, Request


@click.command()
@click.argument("period", required=False)
@folder_options
@click.option("--all", "every", is_flag=True, help="生成所有需要更新的报告，不写 PERIOD")
@click.option("--reports", type=click.Path(file_okay=False), help="报告文件夹，默认 reports")
@click.option(
    "--edition",
    type=click.Choice(["internal", "public", "both"]),
    default="internal",
    help="版本：internal 内部版（默认），public 公开版，both 两版",
)
@click.option("--docx", "with_docx", is_flag=True, help="同时生成 Word 文件")
@click.option("--parameter", "-p", "parameters", nargs=2, multiple=True, metavar="NAME VALUE", help="笔记本参数")
def report(
    period: str | None,
    organisation: str | None,
    raw: str | None,
    processed: str | None,
    every: bool,
    reports: str | None,
    edition: str,
    with_docx: bool,
    parameters: tuple[tuple[str, str], ...],
) -> int:
    """生成 PERIOD（如 2020H1）的半年报告，打印其路径。"""
    from charity_analysis.ledger.paths import Folders

    folders = Folders.find(raw, processed, reports)
    editions = ("internal", "public") if edition == "both" else (edition,)
    if every:
        if period is not None:
            raise click.UsageError(wording.text("all_with_period"))
        _check_parameters([parameter for parameter, _ in parameters])

        def build(name: str, period: str, stale: tuple[str, ...]) -> int:
            return build_one(name, period, folders, stale, with_docx, dict(parameters), with_shelf=False)

        return report_all(organisation, folders, editions, with_docx, dict(parameters), build)
    if period is None:
        raise click.MissingParameter(param=_parameter("period"))
    name = checked_organisation(period, organisation, folders)
    _check_parameters([parameter for parameter, _ in parameters])
    return build_one(name, period, folders, editions, with_docx, dict(parameters))


def _parameter(name: str) -> click.Parameter:
    """An argument or option of the command at work."""
    return next(parameter for parameter in click.get_current_context().command.params if parameter.name == name)


def build_one(
    name: str,
    period: str,
    folders: Any,
    editions: tuple[str, ...],
    with_docx: bool,
    parameters: dict[str, str],
    with_shelf: bool = True,
) -> int:
    """Make one report, print its paths and what is to be said of it; the exit code."""
    from charity_analysis.ledger.documents import count_errors
    from charity_analysis.ledger.ledger import load

    ledger = checked(load, name, folders, progress, period)

    from charity_analysis.report.run import ReportFailed, Request, build_reports

    request = Request(name, period, folders, editions, with_docx, parameters, with_shelf)
    try:
        built = build_reports(request)
    except ReportFailed as failure:
        click.echo(wording.report_failure(failure), err=True)
        return FAILED
    _tell(built, request)
    if built.is_blocked:
        return FAILED
    errors = count_errors(ledger.manifest["document"])
    if errors:
        click.echo(wording.text("report_with_errors", count=str(errors)), err=True)
    return DONE_WITH_ERRORS if errors else DONE


def _tell(built: Built, request: Request) -> None:
    """The paths for programs; for people what stopped the public edition, and what was not taken of the sign-offs."""
    for path in built.paths:
        click.echo(str(path))
    if built.standing is not None:
        for line in wording.signoff_faults(built.standing):
            click.echo(line, err=True)
    if built.is_blocked:
        click.echo(wording.publication_blocked(built), err=True)
    if built.restated is not None:
        from charity_analysis.cli.restated import restated_lines
        from charity_analysis.report.correction_note import CORRECTION

        draft = request.place / CORRECTION
        click.echo(restated_lines(request.organisation, request.period, built.restated, draft), err=True)


def _check_parameters(names: list[str]) -> None:
    if not names:
        return
    from charity_analysis.report.run import own_parameters

    parameters = own_parameters()
    for name in names:
        if name not in parameters:
            known = "、".join(parameters) or "—"
            raise click.UsageError(wording.text("unknown_parameter", name=name, known=known))
