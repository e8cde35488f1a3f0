"""`charity clean`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from charity_analysis import wording
from charity_analysis.cli.checks import checked, checked_names, known_organisations
from charity_analysis.cli.exits import DONE, DONE_WITH_ERRORS, FAILED, WRONG_USAGE, stop
from charity_analysis.cli.options import folder_options
from charity_analysis.cli.output import print_json, progress

_FIRST_FINDINGS = 8


@click.command()
@folder_options
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
    known = known_organisations(folders)
    names = known if organisation is None else [organisation]
    _prepare_review(write_review, apply_review, folders, checked_names(names, known), as_json)
    documents = [checked(ensure_clean, name, folders, progress)["document"] for name in names]
    document = in_language(merge_documents(documents), wording.language())
    if as_json:
        print_json(document)
    else:
        click.echo(wording.clean_summary(document, _FIRST_FINDINGS))
    if write_review is not None:
        _write_review(write_review, folders, names, as_json)
    return DONE_WITH_ERRORS if count_errors(document) else DONE


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
            stop(wording.review_refusal(refused), WRONG_USAGE)
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
        stop(wording.text("review_too_many"), FAILED)
    counts = {"cells": str(len(review.cells)), "errors": str(len(review.errors))}
    click.echo(wording.text("review_written", path=path, **counts), err=as_json)
