"""One organisation's half-year as the report's sections see it: its rows, its figures, and what they cited."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from charity_analysis.analysis.books import Books
from charity_analysis.analysis.figures import Figure
from charity_analysis.analysis.key_figures import key_figures
from charity_analysis.analysis.period_figures import period_figures
from charity_analysis.analysis.scope import in_period
from charity_analysis.ledger.ledger import load
from charity_analysis.ledger.paths import Folders
from charity_analysis.money import format_yuan
from charity_analysis.periods import ReportingPeriod
from charity_analysis.report.elements import Fragment, cite
from charity_analysis.report.privacy.counts import CountProtection, protect_counts
from charity_analysis.report.privacy.names import Secrets
from charity_analysis.report.privacy.public_ledger import public_ledger
from charity_analysis.report.privacy.signoffs import Standing, find_standing

if TYPE_CHECKING:
    from charity_analysis.ledger.ledger import Ledger

EDITIONS = ("internal", "public")
# Stands for a count of people that a public edition does not show.
HIDDEN = "＊"


@dataclass
class HalfYear:
    """A period's rows and figures; every figure that a section cites is remembered with its evidence.

    In a public edition `ledger` is the masked one: what is made of it cannot name whom it must not name.
    `secrets` are what was masked, None in an internal edition; `reports` is the folder of all reports and `raw` that of
    the organisation's raw data, where known. `standing` says which of its errors are open, and which signed off.
    """

    ledger: Ledger
    period: ReportingPeriod
    edition: str = "internal"
    secrets: Secrets | None = None
    reports: Path | None = None
    raw: Path | None = None
    standing: Standing | None = None
    cited: dict[str, Figure] = field(default_factory=dict)
    # Of each cited figure the anchors of the links that lead to its proof, in order.
    ways: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def load(
        cls,
        organisation: str,
        period: str,
        raw: str = "",
        processed: str = "",
        edition: str = "internal",
        reports: str = "",
    ) -> HalfYear:
        """The half-year `period` of `organisation`, cleaned first where its raw files have changed.

        Raises: ValueError for a malformed period, one without data, or an unknown edition; UnknownOrganisation.
        """
        parsed = ReportingPeriod.parse(period)
        if edition not in EDITIONS:
            raise ValueError(f"版本 {edition!r} 不存在；只有：{'、'.join(EDITIONS)}")
        folders = Folders.find(raw or None, processed or None)
        ledger = load(organisation, folders)
        if period not in ledger.periods:
            raise ValueError(f"机构 {organisation} 没有 {period} 的数据；现有：{'、'.join(ledger.periods)}")
        # Masked, a ledger no longer says where its errors stand.
        standing = find_standing(ledger, period, folders.raw / organisation)
        secrets = None
        if edition == "public":
            ledger, secrets = public_ledger(ledger)
        place = Path(reports) if reports else None
        return cls(ledger, parsed, edition, secrets, place, folders.raw / organisation, standing)

    @property
    def is_public(self) -> bool:
        """True in the edition that anybody may read."""
        return self.edition == "public"

    @cached_property
    def protection(self) -> CountProtection:
        """What a public edition hides of the period's counts of people."""
        return protect_counts(self.ledger, str(self.period))

    def hides(self, figure: Figure) -> bool:
        """True where `figure` is a count of people that this edition must not show, or would give one away."""
        return self.is_public and self.protection.hides(figure)

    def hides_rows(self, row_ids: Iterable[str]) -> bool:
        """True where this edition must not show how many people these disbursements reached together."""
        return self.is_public and self.protection.hides_rows(row_ids)

    @property
    def name(self) -> str:
        """The organisation's name as configured."""
        return self.ledger.organisation.name

    @cached_property
    def books(self) -> Books:
        """The period's rows that count in totals."""
        return Books(self.ledger, str(self.period))

    @property
    def donations(self) -> pd.DataFrame:
        """The period's gifts that count in totals."""
        return self.books.donations

    @property
    def disbursements(self) -> pd.DataFrame:
        """The period's payments that count in totals."""
        return self.books.disbursements

    @cached_property
    def agency(self) -> pd.DataFrame:
        """The period's movements outside the totals."""
        return in_period(self.ledger.agency, str(self.period))

    @cached_property
    def figures(self) -> dict[str, Figure]:
        """The period's named figures by id."""
        return period_figures(self.ledger, str(self.period))

    @cached_property
    def key_figures(self) -> dict[str, Figure]:
        """K1–K27 by id."""
        return {figure.id: figure for figure in key_figures(self.ledger, str(self.period))}

    def cite(self, figure: Figure, shown: str | None = None) -> Fragment | str:
        """`figure` as it stands in a text, leading to its rows; a missing one says why it is missing."""
        if figure.value is None:
            return f"—（{figure.why_missing}）"
        if self.hides(figure):
            return HIDDEN
        return cite(shown or show_value(figure), self._way_to(figure))

    def anchor(self, figure: Figure) -> str:
        """The address of the figure's proof for one link, such as a chart's; "" where the figure is not shown."""
        return "" if figure.value is None or self.hides(figure) else f"#{self._way_to(figure)}"

    def _way_to(self, figure: Figure) -> str:
        """The anchor of one more link to the figure's proof; figures that differ never share one."""
        key = figure.id
        while key in self.cited and not _is_same(self.cited[key], figure):
            key += "~"
        self.cited.setdefault(key, figure)
        ways = self.ways.setdefault(key, [])
        ways.append(f"{ways[0]}.{len(ways)}" if ways else _anchor(key, len(self.ways)))
        return ways[-1]

    @cached_property
    def sources(self) -> pd.DataFrame:
        """One row per ledger row of any table: where it stands, its amount and its count, by row_id."""
        columns = ["row_id", "folder_period", "source_file", "source_sheet", "source_row"]
        tables = [
            table.assign(
                amount=table[amount] if amount else pd.array([pd.NA] * len(table), "Int64"), count=table[count]
            )[[*columns, "amount", "count"]]
            for table, amount, count in self._measures()
            if len(table)
        ]
        whole: pd.DataFrame = pd.concat(tables, ignore_index=True)
        return whole.set_index("row_id")

    def _measures(self) -> list[tuple[pd.DataFrame, str, str]]:
        """Each table with its columns of money ("" where it has none) and of counts."""
        ledger = self.ledger
        return [
            (ledger.donations, "amount_fen", "quantity"),
            (ledger.disbursements, "amount_fen", "beneficiary_count"),
            (ledger.agency, "amount_fen", "quantity"),
            (ledger.plans, "amount_fen", "planned_count"),
            (ledger.receipts, "", "receipt_count"),
            (ledger.funds.assign(count=pd.array([pd.NA] * len(ledger.funds), "Int64")), "opening_balance_fen", "count"),
        ]


def _is_same(one: Figure, other: Figure) -> bool:
    return one is other or (one.unit, one.value, one.row_ids) == (other.unit, other.value, other.row_ids)


def _anchor(key: str, number: int) -> str:
    """The id of a figure's proof: its own where that is short and plain, else a number in the order of citing."""
    return f"ev-{key}" if re.fullmatch(r"[A-Za-z][\w-]{0,31}", key, re.ASCII) else f"ev-{number}"


def show_value(figure: Figure) -> str:
    """A figure's value as texts show it: money in 元 with 2 decimals, shares in percent, counts plain."""
    if figure.value is None:
        return "—"
    if figure.unit == "fen":
        return format_yuan(int(figure.value))
    return f"{figure.value:.1%}" if figure.unit == "share" else f"{figure.value:,}"
