"""When and where a period's report was signed and published, as the organisation is configured."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from charity_analysis.ingest.findings import Finding, excerpt
from charity_analysis.ledger.accounts.book import Book
from charity_analysis.periods import ReportingPeriod
from charity_analysis.rules import disclosure_channels, normalise


def check_publication(book: Book) -> Iterator[Finding]:
    """Findings of each configured period: its days, and the channel that it was published on."""
    for period in sorted(book.organisation.periods):
        signed, published = (book.organisation.day(period, key) for key in ("signed_on", "published_on"))
        if signed is not None:
            yield from _check_signing(period, signed)
        if signed is not None and published is not None and published < signed:
            values = {"period": period, "signed": str(signed), "published": str(published)}
            yield Finding("published_before_signed", values=values, period=period)
        if published is not None:
            channel = book.organisation.periods[period].get("disclosure_channel")
            yield from _check_channel(period, published, channel)


def _check_signing(period: str, signed: date) -> Iterator[Finding]:
    last = ReportingPeriod.parse(period).last_day
    if signed < last:
        first = max(signed + timedelta(days=1), ReportingPeriod.parse(period).start)
        values = {
            "period": period,
            "signed": str(signed),
            "first": str(first),
            "last": str(last),
            "days": str((last - first).days + 1),
        }
        yield Finding("signed_before_end", values=values, period=period)


def _check_channel(period: str, published: date, channel: object) -> Iterator[Finding]:
    # Before the law named a platform any channel would do.
    lawful = [name for rule in disclosure_channels() if rule.is_in_force(published) for name in rule.names]
    if not isinstance(channel, str) or not channel.strip():
        yield Finding("disclosure_channel_unknown", values={"period": period}, period=period)
    elif lawful and not any(name in normalise(channel) for name in lawful):
        values = {"period": period, "channel": excerpt(channel)}
        yield Finding("disclosure_channel", values=values, period=period)
