"""Rows that a public edition hands over: those of organisations one by one, those of persons summed up.

Non-personal is a row both of whose parties are organisations, or collective or anonymous donors. Gifts of persons and
payments to persons are summed by month under programme, form, books and class; months with fewer entries than the
organisation's threshold are joined into one row for the half-year. So every fen is there, and no person's single row.
Counts of people stand only where the report shows them; otherwise `status` says count_hidden.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from charity_analysis.analysis.totals import NOT_STATED
from charity_analysis.report.privacy.counts import counts_people

if TYPE_CHECKING:
    from charity_analysis.report.half_year import HalfYear

HIDDEN_STATUS = "count_hidden"
_PERSONS = ("individual", "related_individual")
_PARTIES = (("donor", "donor_kind"), ("payee", "payee_kind"))
# What rows that are summed up have in common; the other columns stay empty.
_KEYS = ("period", "programme", "form", "books", "income_class", "cost_class", "donor_kind", "payee_kind")
_WHOLE = ("amount_fen", "amount_halfwidth_fen", "quantity", "beneficiary_count", "unit_amount_fen", "row_count",
          "unvalued_count", "source_row")  # fmt: skip


def publishable(report: HalfYear, rows: pd.DataFrame, day: str) -> pd.DataFrame:
    """`rows` of one table as they may be published: single ones first, then the sums. Every amount is in just one."""
    personal = is_personal(report, rows)
    single = _single(report, rows[~personal])
    summed = _sums(report, rows[personal], day)
    together: pd.DataFrame = pd.concat([single, summed])
    # What only one of the two has would turn into floats.
    return together.astype({name: "Int64" for name in _WHOLE if name in together})


def is_personal(report: HalfYear, rows: pd.DataFrame) -> pd.Series[bool]:
    """True for each row that is a person's; where the kind is not stated, for each whose name may not stand."""
    published = report.secrets.published if report.secrets else frozenset()
    personal = pd.Series(data=False, index=rows.index)
    for name, kind in _PARTIES:
        # The donor of a payment is whose gift it spends; only who is paid makes it a person's.
        if kind in rows:
            unknown = rows[kind].isna() & ~rows[name].isin(published)
            personal |= rows[kind].isin(_PERSONS) | unknown
    return personal


def _single(report: HalfYear, rows: pd.DataFrame) -> pd.DataFrame:
    rows = rows.assign(row_kind="row", row_count=1, unvalued_count=rows["amount_fen"].isna().astype("int64"))
    hidden = _hides_counts(report, rows)
    for column in ("beneficiary_count", "quantity"):
        if column in rows:
            rows[column] = rows[column].mask(hidden)
    if "unit_amount_fen" in rows:
        telling = rows["row_id"].map(report.protection.hides_standard).astype("bool")
        rows["unit_amount_fen"] = rows["unit_amount_fen"].mask(telling)
    return rows.assign(status=pd.Series(HIDDEN_STATUS, index=rows.index, dtype=object).where(hidden, None))


def _hides_counts(report: HalfYear, rows: pd.DataFrame) -> pd.Series[bool]:
    """True for each row that states a count of people which is not published."""
    if "beneficiary_count" in rows:
        hidden = [
            pd.notna(count) and report.hides_rows((row_id,))
            for row_id, count in zip(rows["row_id"], rows["beneficiary_count"], strict=True)
        ]
    else:
        least = report.ledger.organisation.disclosure_threshold
        hidden = [
            pd.notna(count) and 0 < count < least and counts_people(unit if isinstance(unit, str) else "")
            for count, unit in zip(rows["quantity"], rows["unit"], strict=True)
        ]
    return pd.Series(hidden, index=rows.index, dtype="bool")


def _sums(report: HalfYear, rows: pd.DataFrame, day: str) -> pd.DataFrame:
    """One row per group and month, or per group where its months are too small to stand alone."""
    keys = [name for name in _KEYS if name in rows]
    # Months of a day stated only as "up to" are no less its month.
    months = rows[day].dt.strftime("%Y-%m").astype(object).where(rows[day].notna(), NOT_STATED)
    rows = rows.assign(month=months)
    least = report.ledger.organisation.disclosure_threshold
    small = rows.groupby([*keys, "month"], dropna=False)["row_id"].transform("size") < least
    rows["month"] = rows["month"].mask(small, None).astype(object)
    unit = ["beneficiary_unit"] if "beneficiary_unit" in rows else []
    groups = rows.groupby([*keys, "month", *unit], dropna=False, sort=True)
    lines = [_sum(report, group, keys, least) for _, group in groups]
    return pd.DataFrame(lines)


def _sum(report: HalfYear, group: pd.DataFrame, keys: list[str], least: int) -> dict[str, Any]:
    first = group.iloc[0]
    valued = group["amount_fen"].notna()
    is_month = isinstance(first["month"], str)
    line: dict[str, Any] = {name: first[name] for name in keys}
    line |= {
        "row_kind": "month" if is_month else "period",
        "month": first["month"] if is_month and first["month"] != NOT_STATED else None,
        "amount_fen": int(group["amount_fen"].sum()) if valued.any() else None,
        "amount_halfwidth_fen": int(group.loc[valued, "amount_halfwidth_fen"].sum()),
        "status": None,
    }
    if len(group) >= least:
        line |= {"row_count": len(group), "unvalued_count": int((~valued).sum())}
    if "beneficiary_count" in group:
        line |= _people(report, group)
    return line


def _people(report: HalfYear, group: pd.DataFrame) -> dict[str, Any]:
    stated = group[group["beneficiary_count"].notna()]
    unit = {"beneficiary_unit": group["beneficiary_unit"].iloc[0]}
    if stated.empty:
        return unit
    if report.hides_rows(stated["row_id"]):
        return unit | {"status": HIDDEN_STATUS}
    return unit | {"beneficiary_count": int(stated["beneficiary_count"].sum())}
