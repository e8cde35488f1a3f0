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
from charity_analysis.analysis.figures import Figure, count_rows
from charity_analysis.analysis.key_figures import key_figures
from charity_analysis.analysis.law.statutory import Verdict, statutory_verdicts
from charity_analysis.analysis.period_figures import period_figures
from charity_analysis.analysis.planning.plans import PlanAnswer
from charity_analysis.analysis.scope import each_row, in_period
from charity_analysis.ingest.addresses import place
from charity_analysis.ledger.ledger import load
from charity_analysis.ledger.paths import Folders
from charity_analysis.money import format_yuan
from charity_analysis.periods import ReportingPeriod
from charity_analysis.report.elements import Fragment, Part, cite, join
from charity_analysis.report.privacy.counts import CountProtection, protect_counts
from charity_analysis.report.privacy.names import Secrets
from charity_analysis.report.privacy.public_ledger import public_ledger
from charity_analysis.report.privacy.signoffs import Standing, find_standing
from charity_analysis.report.privacy.told_counts import without_told_counts

if TYPE_CHECKING:
    from charity_analysis.ledger.ledger import Ledger

EDITIONS = ("internal", "public")
# Stands for a count of people that a public edition does not show.
HIDDEN = "＊"


@dataclass(frozen=True, slots=True)
class Source:
    """One row of the ledger: `sheet` is its file and sheet in words; amount in fen, and count, where it states them."""

    row_id: str
    sheet: str
    number: int
    amount: int | None
    count: int | None


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
    _keys: dict[tuple[object, ...], str] = field(default_factory=dict, repr=False)

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
            ledger = without_told_counts(ledger, protect_counts(ledger, period))
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
        return {figure.id: figure for figure in key_figures(self.ledger, str(self.period), self.books)}

    def cite(self, figure: Figure, shown: str | None = None) -> Fragment | str:
        """`figure` as it stands in a text, leading to its rows; a missing one says why it is missing."""
        if figure.value is None:
            return f"—（{figure.why_missing}）"
        if self.hides(figure):
            return HIDDEN
        return cite(shown or show_value(figure), self._way_to(figure))

    def count(self, row_ids: Iterable[str], identifier: str, name: str) -> Fragment | str:
        """How many rows these are, leading to them."""
        return self.cite(count_rows(row_ids, identifier, name))

    def anchor(self, figure: Figure) -> str:
        """The address of the figure's proof for one link, such as a chart's; "" where the figure is not shown."""
        return "" if figure.value is None or self.hides(figure) else f"#{self._way_to(figure)}"

    def _way_to(self, figure: Figure) -> str:
        """The anchor of one more link to the figure's proof; figures that differ never share one."""
        key = figure.id
        while key in self.cited and not _is_same(self.cited[key], figure):
            key += "~"
        self.cited.setdefault(key, figure)
        self._keys.setdefault(_identity(figure), key)
        ways = self.ways.setdefault(key, [])
        ways.append(f"{ways[0]}.{len(ways)}" if ways else _anchor(key, len(self.ways)))
        return ways[-1]

    def another_way(self, key: str) -> str:
        """One more anchor of the proof of the figure that is cited under `key`."""
        ways = self.ways[key]
        ways.append(f"{ways[0]}.{len(ways)}")
        return ways[-1]

    def key_of(self, figure: Figure) -> str | None:
        """The key under which a figure of the same value and rows is cited, if one is."""
        return self._keys.get(_identity(figure))

    @cached_property
    def held(self) -> pd.DataFrame:
        """The period's rows that are held back."""
        return in_period(self.ledger.held, str(self.period))

    def held_words(self) -> tuple[Part, Part]:
        """How many rows are held back, and what their amounts that can be read come to, in 元."""
        count = count_rows(self.held["row_id"], "held", "暂不计入的行")
        valued = self.held[self.held["amount_fen"].notna()]
        if valued.empty:
            return self.cite(count), "没有能识别的金额"
        fen, rows = int(valued["amount_fen"].sum()), tuple(valued["row_id"])
        amount = Figure("held-amount", "暂不计入的行中能识别的金额", "fen", fen, 0, rows, "能识别的金额相加")
        return self.cite(count), join("其中能识别的金额合计 ", self.cite(amount), " 元")

    @cached_property
    def plans(self) -> tuple[PlanAnswer, ...]:
        """The period's plans and promises, answered once for all sections."""
        return self.books.plans

    @cached_property
    def verdicts(self) -> tuple[Verdict, ...]:
        """The law's lines for the period, judged once for all sections."""
        return statutory_verdicts(self.ledger, str(self.period))

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
        return whole.drop_duplicates("row_id").set_index("row_id")

    @cached_property
    def rows_by_id(self) -> dict[str, Source]:
        """Every row of the ledger as a proof names it."""
        table = self.sources.rename(columns={"count": "count_"}).reset_index()
        return {
            row.row_id: Source(
                row.row_id,
                place(f"{row.folder_period}/{row.source_file}", row.source_sheet or None, None),
                int(row.source_row),
                None if pd.isna(row.amount) else int(row.amount),
                None if pd.isna(row.count_) else int(row.count_),
            )
            for row in each_row(table)
        }

    @cached_property
    def unvalued(self) -> frozenset[str]:
        """The rows without an amount."""
        rows = self.sources
        return frozenset(rows.index[rows["amount"].isna()])

    def rows_of_file(self, folder_period: str, file: str) -> pd.Index[str]:
        """The ledger's rows, and those held back, that stand in a file of a period's folder."""
        rows = self.sources
        is_own = (rows["folder_period"] == folder_period) & (rows["source_file"] == file)
        # A printed total is no row of the ledger.
        return rows.index[is_own & ~rows.index.isin(self.ledger.totals["row_id"])]

    def _measures(self) -> list[tuple[pd.DataFrame, str, str]]:
        """Each table with its columns of money ("" where it has none) and of counts."""
        ledger = self.ledger
        return [
            (ledger.donations, "amount_fen", "quantity"),
            (ledger.disbursements, "amount_fen", "beneficiary_count"),
            (ledger.agency, "amount_fen", "quantity"),
            (ledger.plans, "amount_fen", "planned_count"),
            (ledger.receipts, "", "receipt_count"),
            (_without_counts(ledger.funds), "opening_balance_fen", "count"),
            (_without_counts(ledger.held), "amount_fen", "count"),
            (_without_counts(ledger.totals), "amount_fen", "count"),
        ]


def _without_counts(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(count=pd.array([pd.NA] * len(table), "Int64"))


def _is_same(one: Figure, other: Figure) -> bool:
    return one is other or _identity(one) == _identity(other)


def _identity(figure: Figure) -> tuple[object, ...]:
    """What two figures must share to have one proof."""
    return figure.unit, figure.value, figure.counts_rows, figure.row_ids


def _anchor(key: str, number: int) -> str:
    """The id of a figure's proof: its own where that is short and plain, else a number in the order of citing.

    Each link writes it four times: a name of twice the length adds a hundred kilobytes to a long report.
    """
    return f"ev-{key}" if re.fullmatch(r"[A-Za-z][\w-]{0,11}", key, re.ASCII) else f"ev-{number}"


def show_value(figure: Figure) -> str:
    """A figure's value as texts show it: money in 元 with 2 decimals, shares in percent, counts plain."""
    if figure.value is None:
        return "—"
    if figure.unit == "fen":
        return format_yuan(int(figure.value))
    return f"{figure.value:.1%}" if figure.unit == "share" else f"{figure.value:,}"
