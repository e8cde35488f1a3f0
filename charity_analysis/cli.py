"""The commands of the console script `charity`, and nothing else: what they do lives in the rooms."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any, NoReturn

import click

from charity_analysis import wording

DONE, DONE_WITH_ERRORS, WRONG_USAGE, FAILED = 0, 1, 2, 3
_FIRST_FINDINGS = 8


def main() -> None:
    """Run the command line; every way out is an exit code of the contract and a sentence, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        # A console of another encoding shows a mark for what it lacks rather than failing.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    wording.use(_asked_language(sys.argv[1:]))
    try:
        sys.exit(charity(standalone_mode=False) or DONE)
    except click.exceptions.NoArgsIsHelpError as error:
        _stop(error.message, WRONG_USAGE)
    except click.UsageError as error:
        _stop(wording.usage_error(error), WRONG_USAGE)
    except (click.Abort, KeyboardInterrupt):
        _stop(wording.text("aborted"), FAILED)
    except Exception as error:
        if os.environ.get("CHARITY_DEBUG"):
            raise
        _stop(wording.failure(error), FAILED)


def _stop(message: str, code: int) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(code)


def _asked_language(arguments: list[str]) -> str:
    """The language asked for; it must be known before a call can be found wrong."""
    return "en" if "--lang=en" in arguments or ("--lang", "en") in pairwise(arguments) else "zh"


# Declared so that help and checks know it; what it does is done before the call is read.
_language_option = click.option(
    "--lang", type=click.Choice(["zh", "en"]), expose_value=False, help="提示语言：zh（默认）或 en"
)


def _folder_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        _language_option,
        click.option("--processed", type=click.Path(file_okay=False), help="清洗结果文件夹，默认 data/processed"),
        click.option("--raw", type=click.Path(file_okay=False), help="原始台账文件夹，默认 data/raw"),
        click.option("--organisation", metavar="NAME", help="机构（data/raw 下的文件夹名）"),
    ):
        command = option(command)
    return command


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="charity_analysis")
@_language_option
def charity() -> None:
    """慈善总会半年报：清洗台账、计算指标、生成报告。"""


@charity.command()
@_folder_options
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 文档")
@click.option("--write-review", metavar="FILE", help="把暂不计入的单元格写成审核表（.xlsx），供填写更正")
@click.option("--apply-review", metavar="FILE", help="先把填好的审核表登记到 corrections.csv，再清洗")
def clean(
    organisation: str | None,
    raw: str | None,
    processed: str | None,
    as_json: bool,
    write_review: str | None,
    apply_review: str | None,
) -> int:
    """清洗原始台账，写入 data/processed。"""
    from charity_analysis.ledger.isolation import shared_workers

    shared_workers().warm()  # it starts while the rest is imported here
    from charity_analysis.ledger.documents import count_errors, in_language, merge_documents
    from charity_analysis.ledger.ledger import ensure_clean
    from charity_analysis.ledger.paths import Folders
    from charity_analysis.ledger.without_pandas import leave_out_pandas

    if write_review is None and apply_review is None:
        leave_out_pandas()
    folders = Folders.find(raw, processed)
    known = _known_organisations(folders)
    names = known if organisation is None else [organisation]
    _prepare_review(write_review, apply_review, folders, _checked_names(names, known), as_json)
    documents = [_checked(ensure_clean, name, folders, _progress)["document"] for name in names]
    document = in_language(merge_documents(documents), wording.language())
    if as_json:
        _print_json(document)
    else:
        click.echo(wording.clean_summary(document, _FIRST_FINDINGS))
    if write_review is not None:
        _write_review(write_review, folders, names, as_json)
    return DONE_WITH_ERRORS if count_errors(document) else DONE


def _checked_names(names: list[str], known: list[str]) -> list[str]:
    """`names` once they are all known."""
    for name in names:
        if name not in known:
            raise click.UsageError(wording.text("unknown_organisation", name=name, known="、".join(known)))
    return names


def _prepare_review(write: str | None, apply: str | None, folders: Any, names: list[str], as_json: bool) -> None:
    """Before anything is cleaned: see that a review can be written, or take over one that was filled in."""
    if write is not None and apply is not None:
        raise click.UsageError(wording.text("review_both"))
    if write is not None:
        from charity_analysis.ledger.review.review_files import ReviewMisplaced, check_target

        try:
            check_target(Path(write), folders)
        except ReviewMisplaced as misplaced:
            raise click.UsageError(wording.text(misplaced.key, path=misplaced.path)) from misplaced
    if apply is not None:
        from charity_analysis.ledger.review.review_apply import apply_review
        from charity_analysis.ledger.review.review_filled import ReviewRefused

        if not Path(apply).is_file():
            raise click.UsageError(wording.text("review_missing_file", path=apply))
        try:
            count = apply_review(Path(apply), folders.raw, names)
        except ReviewRefused as refused:
            _stop(wording.review_refusal(refused), WRONG_USAGE)
        click.echo(wording.text("review_applied", count=str(count)), err=as_json)


def _write_review(path: str, folders: Any, names: list[str], as_json: bool) -> None:
    """Write what is open in the organisations `names` as a workbook to be filled in, and say so."""
    from charity_analysis.ledger.ledger import load
    from charity_analysis.ledger.review.review import Review, find_review
    from charity_analysis.ledger.review.review_book import TooManyCells, write_review
    from charity_analysis.ledger.review.review_files import ReviewMisplaced, check_target

    review = Review()
    for name in names:
        review.extend(find_review(load(name, folders), folders.raw / name, wording.language()))
    if review.is_empty:
        click.echo(wording.text("review_nothing"), err=as_json)
        return
    try:
        # Somebody may have begun to fill it in meanwhile.
        check_target(Path(path), folders)
        write_review(review, Path(path), wording.language())
    except ReviewMisplaced as misplaced:
        raise click.UsageError(wording.text(misplaced.key, path=misplaced.path)) from misplaced
    except TooManyCells:
        _stop(wording.text("review_too_many"), FAILED)
    counts = {"cells": str(len(review.cells)), "errors": str(len(review.errors))}
    click.echo(wording.text("review_written", path=path, **counts), err=as_json)


@charity.command()
@click.argument("period")
@_folder_options
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
    name = _checked_period_and_organisation(period, organisation, folders)
    ledger = _checked(load, name, folders, _progress, period)
    computed = key_figures(ledger, period)
    if as_json:
        _print_json(figures_document(name, period, computed))
    else:
        click.echo(wording.figures_summary(ledger.organisation.name, period, computed, with_formulas))
    errors = count_errors(ledger.manifest["document"])
    if errors:
        click.echo(wording.text("figures_with_errors", count=str(errors)), err=True)
    return DONE_WITH_ERRORS if errors else DONE


@charity.command()
@click.argument("period")
@_folder_options
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
    name = _checked_period_and_organisation(period, organisation, folders)
    if edition != "internal":
        raise click.UsageError(wording.text("no_public_edition"))
    _check_parameters([parameter for parameter, _ in parameters])
    ledger = _checked(load, name, folders, _progress, period)

    from charity_analysis.report.run import ReportFailed, build_report

    try:
        path = build_report(name, period, folders, dict(parameters))
    except ReportFailed as failure:
        _stop(wording.report_failure(failure), FAILED)
    click.echo(str(path))
    errors = count_errors(ledger.manifest["document"])
    if errors:
        click.echo(wording.text("report_with_errors", count=str(errors)), err=True)
    return DONE_WITH_ERRORS if errors else DONE


def _checked(call: Callable[..., Any], name: str, *rest: Any) -> Any:
    """What `call` gives for organisation `name`; an unknown one, or a period it has nothing for, is wrong usage."""
    from charity_analysis.ledger.ledger import PeriodWithoutData, UnknownOrganisation

    try:
        return call(name, *rest)
    except UnknownOrganisation as error:
        known = "、".join(error.known)
        raise click.UsageError(wording.text("unknown_organisation", name=error.name, known=known)) from error
    except PeriodWithoutData as error:
        known = "、".join(error.known) or "—"
        message = wording.text("period_without_data", period=error.period, name=name, known=known)
        raise click.UsageError(message) from error


def _checked_period_and_organisation(period: str, organisation: str | None, folders: Any) -> str:
    """The organisation's name once period and organisation are known to be well-formed and unambiguous."""
    from charity_analysis.periods import ReportingPeriod

    try:
        ReportingPeriod.parse(period)
    except ValueError as error:
        raise click.UsageError(wording.text("malformed_period", period=period)) from error
    known = _known_organisations(folders)
    if organisation is None and len(known) == 1:
        return known[0]
    if organisation is None:
        raise click.UsageError(wording.text("which_organisation", known="、".join(known)))
    if organisation not in known:
        raise click.UsageError(wording.text("unknown_organisation", name=organisation, known="、".join(known)))
    return organisation


def _known_organisations(folders: Any) -> list[str]:
    """Names of the organisations that have a folder; none at all is wrong usage."""
    from charity_analysis.ledger.organisations import find_organisations

    if not folders.raw.is_dir():
        raise click.UsageError(wording.text("no_raw_folder", folder=str(folders.raw)))
    known = [path.name for path in find_organisations(folders.raw)]
    if not known:
        raise click.UsageError(wording.text("no_organisation", folder=str(folders.raw)))
    if all(map(_is_period, known)):
        raise click.UsageError(wording.text("raw_too_deep", folder=str(folders.raw), parent=str(folders.raw.parent)))
    return known


def _is_period(name: str) -> bool:
    from charity_analysis.periods import ReportingPeriod

    try:
        ReportingPeriod.parse(name)
    except ValueError:
        return False
    return True


def _check_parameters(names: list[str]) -> None:
    if not names:
        return
    from charity_analysis.report.run import own_parameters

    parameters = own_parameters()
    for name in names:
        if name not in parameters:
            known = "、".join(parameters) or "—"
            raise click.UsageError(wording.text("unknown_parameter", name=name, known=known))


def _progress(files: list[Any]) -> Any:
    # Imported only where there is something to show.
    if not sys.stderr.isatty() or not files:
        return files
    from tqdm import tqdm

    return tqdm(files, desc=wording.text("reading"), unit=wording.text("file"), leave=False, delay=1)


def _print_json(document: Any) -> None:
    """One document in UTF-8 whatever the console's own encoding."""
    sys.stdout.flush()
    sys.stdout.buffer.write(json.dumps(document, ensure_ascii=False, indent=2).encode("utf-8") + b"\n")
    sys.stdout.buffer.flush()
