"""No guess of a file's or sheet's name can be proved by the ids of its rows."""

from __future__ import annotations

from charity_analysis.report.privacy.public_ledger import public_ledger
from conftest import Office

DONORS = [
    ["日期", "捐赠人", "捐赠人类别", "金额(元)"],
    ["2020-03-01", "苏慕云", "个人", 100],
    ["2020-03-02", "甲公司", "企业", 250],
]


def test_rows_of_a_file_named_after_a_person_have_other_ids_in_public(office: Office) -> None:
    office.workbook("苏慕云捐款.xlsx", {"苏慕云": DONORS})
    office.workbook("捐赠收入.xlsx", {"一月": [[*DONORS[0]], ["2020-04-01", "乙公司", "企业", 300]]})
    ledger = office.ledger()
    public, _ = public_ledger(ledger)
    before = ledger.donations.set_index("amount_fen")["row_id"]
    after = public.donations.set_index("amount_fen")["row_id"]
    assert before[30_000] == after[30_000]
    for fen in (10_000, 25_000):
        assert before[fen] != after[fen]
        assert before[fen][-6:] == after[fen][-6:]
    assert after[10_000][:-6] == after[25_000][:-6]
    digest = before[10_000][2:12]
    assert not [name for name, table in public.tables.items() if digest in table.to_csv()]
