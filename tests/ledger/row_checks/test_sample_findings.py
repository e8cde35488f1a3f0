"""The sample of real published facts gives just these findings about its rows. Source: relations.csv."""

from __future__ import annotations

import pytest

from charity_analysis.ledger.ledger import Ledger

# Rule → what the rows say in one column that tells them apart.
EXPECTED = {
    "approval_missing": {"委托第三方采购防控物资", "定向资金拨付"},  # L27: R11 and R28
    "related_party": {"书包 25", "书包 50"},  # L34: R31, R32
    "books_uncertain": {"结对慰问特困户", "19家属地企业(未列名)"},  # L10: R07, R06
    "agency_beside": {"豆制品 650"},  # L19: R14
    "partner_beside": {"助学金"},  # L33: R30
    "donors_not_listed": {"社会各界(未列名)", "19家属地企业(未列名)"},  # L16: R10; R06
    "unit_mixed": {"26名特困户结对慰问"},  # L09: R05
    "purpose_crosses": {"社会帮扶资金拨付 2020-02-19"},  # L29: R16
    "receipt_kind_unlawful": {"捐资发票"},  # L10: E01
    "beneficiaries_not_stated": {"定向慰问医护"},  # L38: R12
    "plan_without_target": {
        "对关中村大病救助给予支持", "继续认真实施慈善一日捐", "继续开展定向募捐与日常捐赠", "金秋助学,联合区关工委、区教育局",
        "慈善助老", "敬老爱老进养老院慰问", "关爱女性健康医疗援助", "重急症与突发灾害救助", "与省、市慈善总会合作引进善款善物",
    },  # L50: C01, P01–P08
    "person_identifiable": set(), "person_data_kept": set(), "person_sensitive": set(), "approval_not_kept": set(),
}  # fmt: skip


def words_by_row(ledger: Ledger) -> dict[str, str]:
    words = dict(zip(ledger.donations["row_id"], ledger.donations["donor"], strict=True))
    words |= dict(zip(ledger.plans["row_id"], ledger.plans["item"], strict=True))
    words |= dict(zip(ledger.receipts["row_id"], ledger.receipts["receipt_kind"], strict=True))
    for row in ledger.agency.itertuples():
        words[row.row_id] = (
            row.goods if row.quantity is None or str(row.quantity) == "<NA>" else f"{row.goods} {row.quantity}"
        )
    for row in ledger.disbursements.itertuples():
        is_one_of_several = row.activity == "社会帮扶资金拨付"
        words[row.row_id] = f"{row.activity} {row.paid_date:%Y-%m-%d}" if is_one_of_several else row.activity
    return words


@pytest.mark.parametrize("rule", EXPECTED)
def test_each_rule_finds_just_the_rows_of_the_report_that_it_is_about(cangshan: Ledger, rule: str) -> None:
    found = cangshan.findings[cangshan.findings["rule"].eq(rule)]
    words = words_by_row(cangshan)
    row_ids = [row_id for ids in found["row_ids"] for row_id in ids.split()]
    assert len(row_ids) == len(EXPECTED[rule])
    assert {words[row_id] for row_id in row_ids} == EXPECTED[rule]


def test_lists_without_a_total_are_told_what_it_would_be(cangshan: Ledger) -> None:
    """By hand: 100 + 90 + 10 + 30 + 15 + 50 + 100 + 50 = 445 万元; 50.2 + 2.931217 + 367.15 = 420.281217 万元."""
    found = cangshan.findings[cangshan.findings["rule"].eq("total_not_stated")]
    said = {(row.source_file, row.source_sheet): row.message_zh for row in found.itertuples()}
    assert "4,450,000.00" in said["拨付支出.xlsx", "东西部协作"]
    assert "4,202,812.17" in said["拨付支出.xlsx", "疫情防控"]
    assert ("捐赠收入.xlsx", "疫情防控") not in said


def test_the_total_of_53_13_wan_holds_within_its_rounding(cangshan: Ledger) -> None:
    """By hand: 531 300 − (502 000 + 29 312.17) = −12.17 yuan, within 50 + 500 yuan of printed precision."""
    (finding,) = cangshan.findings[cangshan.findings["rule"].eq("total_within_rounding")].itertuples()
    assert finding.severity == "info"
    for figure in ("531,300.00", "531,312.17", "-12.17", "± 550 元"):
        assert figure in finding.message_zh
    (total,) = cangshan.totals[cangshan.totals["verdict"].eq("within_rounding")].itertuples()
    assert (total.amount_fen, total.amount_halfwidth_fen) == (53_130_000, 5_000)
    assert (total.computed_fen, total.computed_halfwidth_fen) == (53_131_217, 50_000)
