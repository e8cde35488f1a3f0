"""One organisation's half-year as the report's sections see it: its rows, its figures, and what they cited."""

from __future__ import annotations

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
    the organisation's raw data, where known.
    """

    ledger: Ledger
    period: ReportingPeriod
    edition: str = "internal"
    secrets: Secrets | None = None
    reports: Path | None = None
    raw: Path | None = None
    cited: dict[str, Figure] = field(default_factory=dict)

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
        secrets = None
        if edition == "public":
            ledger, secrets = public_ledger(ledger)
        return cls(ledger, parsed, edition, secrets, Path(reports) if reports else None, folders.raw / organisation)

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
        self.cited.setdefault(figure.id, figure)
        return cite(shown or show_value(figure), f"ev-{figure.id}")

    def anchor(self, figure: Figure) -> str:
        """The address of the figure's evidence; cites it."""
        self.cited.setdefault(figure.id, figure)
        return f"#ev-{figure.id}"

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


def show_value(figure: Figure) -> str:
    """A figure's value as texts show it: money in 元 with 2 decimals, shares in percent, counts plain."""
    if figure.value is None:
        return "—"
    if figure.unit == "fen":
        return format_yuan(int(figure.value))
    return f"{figure.value:.1%}" if figure.unit == "share" else f"{figure.value:,}"
