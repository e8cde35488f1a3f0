"""What the published report of 2020H1 claims and does not bear out, found again in the sample's rows.

Each relation (L07 …) is one that people who read the report found by hand; the findings must name the same rows.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from charity_analysis.ledger.ledger import Ledger

FACTS = Path(__file__).resolve().parents[3] / "shared" / "facts" / "2020H1" / "relations.csv"
# Kinds of relations that tell what the books do not say; the others are arithmetic, wording and layout of the text.
SUBSTANTIVE = frozenset(
    {"book_scope", "traceability", "missing_date", "period_cutoff", "count_vague", "in_kind", "authority", "disclosure"}
)
SUBSTANTIVE_VERDICTS = frozenset({"TOTAL_NOT_STATED", "SOURCE_NOT_STATED", "GAP_UNEXPLAINED", "INCONSISTENT_UNIT"})

Pick = Callable[[Ledger], pd.Series]


def _by(table: str, column: str, *starts: str) -> Pick:
    """Rows of `table` whose `column` starts with one of `starts`."""
    return lambda ledger: _ids(ledger, table, lambda rows: rows[column].fillna("").str.startswith(starts))


def _ids(ledger: Ledger, table: str, chosen: Callable[[pd.DataFrame], pd.Series]) -> pd.Series:
    rows = ledger.tables[table]
    return rows[chosen(rows)]["row_id"]


def _all(table: str) -> Pick:
    return lambda ledger: ledger.tables[table]["row_id"]


# Relation → rule, rows (None: it is about no row), and what the message must say.
FOUND: dict[str, tuple[str, Pick | None, str]] = {
    "L07": (
        "plan_gap",
        lambda ledger: pd.concat(
            [_by("plans", "item", "26名")(ledger), _by("disbursements", "activity", "结对慰问")(ledger)]
        ),
        "70,000",
    ),
    "L09": ("unit_mixed", _by("plans", "item", "26名"), ""),
    "L10": (
        "books_uncertain",
        lambda ledger: pd.concat(
            [_ids(ledger, name, lambda rows: rows["books"].eq("uncertain")) for name in ("donations", "disbursements")]
        ),
        "190,000.00",
    ),
    "L15": ("authority_mismatch", _by("disbursements", "payee", "区卫健局专户"), "区红十字会"),
    "L16": ("donors_not_listed", _by("donations", "donor", "社会各界", "19家"), "4,173,587.83"),
    "L17": ("vague_count", _by("receipts", "receipt_kind", "公益事业捐赠统一票据及"), "六十几份"),
    "L19": ("agency_beside", _by("agency", "payee", "仓山公安分局"), "130,000.00"),
    "L25": ("total_not_stated", _by("disbursements", "programme", "东西部协作"), "4,450,000.00"),
    "L27": ("approval_missing", _by("disbursements", "payee", "临洮县纪委"), ""),
    "L28": ("date_not_stated", _by("donations", "programme", "东西部协作"), ""),
    "L29": ("purpose_crosses", _by("disbursements", "purpose", "疫情防控(临洮"), "疫情防控"),
    "L33": ("partner_beside", _by("agency", "donor", "区下渡街道"), "6,250.00"),
    "L34": ("related_party", _by("agency", "donor", "副会长"), ""),
    "L35": ("period_total_not_stated", _all("disbursements"), "8,948,062.17"),
    "L36": ("period_total_not_stated", _all("donations"), "8,842,900.00"),
    "L37": (
        "source_not_stated",
        lambda ledger: _ids(ledger, "disbursements", lambda rows: rows["fund"].eq("一般资金")),
        "105,250.00",
    ),
    "L39": ("signed_before_end", None, "2020-06-26"),
    "L51": ("disclosure_channel", None, "区政府官方网站"),
}


@pytest.mark.parametrize("relation", FOUND)
def test_each_relation_is_found_with_its_rows(cangshan: Ledger, relation: str) -> None:
    rule, pick, said = FOUND[relation]
    found = cangshan.findings[cangshan.findings["rule"] == rule]
    assert len(found), f"{relation}: no finding {rule}"
    saying = found[found["message_zh"].str.contains(said, regex=False)]
    assert len(saying), f"{relation}: no {rule} says {said}"
    if pick is not None:
        expected = set(pick(cangshan))
        assert expected
        named = {row for text in found["row_ids"].dropna() for row in text.split()}
        assert expected <= named, relation


@pytest.mark.parametrize("rule", sorted({rule for rule, _, _ in FOUND.values()}))
def test_each_of_these_findings_says_what_to_do(cangshan: Ledger, rule: str) -> None:
    found = cangshan.findings[cangshan.findings["rule"] == rule]
    for finding in found.itertuples():
        assert finding.severity in ("warning", "info")
        assert finding.severity == "info" or finding.remedy_zh, rule


def test_no_substantive_relation_of_the_facts_is_left_out() -> None:
    if not FACTS.is_file():
        pytest.skip("the facts beside the project are not there")
    with FACTS.open(encoding="utf-8-sig", newline="") as file:
        relations = list(csv.DictReader(file))
    wanted = {
        row["rel_id"]
        for row in relations
        if not row["verdict"].startswith("ok")
        and (row["kind"] in SUBSTANTIVE or row["verdict"] in SUBSTANTIVE_VERDICTS)
    }
    assert wanted
    assert wanted <= FOUND.keys()
