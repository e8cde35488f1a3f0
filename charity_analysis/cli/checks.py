"""What every command checks of its call: organisations and periods that exist. Else it is wrong usage."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from charity_analysis import wording


def checked(call: Callable[..., Any], name: str, *rest: Any) -> Any:
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


def checked_organisation(period: str, organisation: str | None, folders: Any) -> str:
    """The organisation's name once period and organisation are known to be well-formed and unambiguous."""
    from charity_analysis.periods import ReportingPeriod

    try:
        ReportingPeriod.parse(period)
    except ValueError as error:
        raise click.UsageError(wording.text("malformed_period", period=period)) from error
    known = known_organisations(folders)
    if organisation is None and len(known) == 1:
        return known[0]
    if organisation is None:
        raise click.UsageError(wording.text("which_organisation", known="、".join(known)))
    if organisation not in known:
        raise click.UsageError(wording.text("unknown_organisation", name=organisation, known="、".join(known)))
    return organisation


def known_organisations(folders: Any) -> list[str]:
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


def checked_names(names: list[str], known: list[str]) -> list[str]:
    """`names` once they are all known."""
    for name in names:
        if name not in known:
            raise click.UsageError(wording.text("unknown_organisation", name=name, known="、".join(known)))
    return names
