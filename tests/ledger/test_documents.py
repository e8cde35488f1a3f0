"""The document of `charity clean --json`: its form, its two languages, several organisations in one."""

from __future__ import annotations

from typing import Any

from charity_analysis.ledger.documents import count_errors, in_language, merge_documents
from charity_analysis.ledger.ledger import Ledger
from conftest import LEFT_UNSAID, Office

GOOD = [1, "2020-01-07", "甲公司", 1000, "疫情防控"]


def messages(document: dict[str, Any]) -> list[str]:
    of_files = [finding for file in document["files"] for finding in file["findings"]]
    return [found["message"] for found in of_files + document["findings"] if found["rule"] not in LEFT_UNSAID]


def test_a_findings_message_stands_in_the_language_asked_for_and_in_no_other(office: Office) -> None:
    office.donations([GOOD, [2, "2020-02-30", "乙", 5, None]])
    (office.raw / "旧").mkdir()
    stored = office.ledger().manifest["document"]
    zh, en = in_language(stored, "zh"), in_language(stored, "en")
    of_cell, of_folder = messages(zh)
    assert of_cell.startswith("捐赠收入.xlsx › 捐赠!B5：“2020-02-30”不是可用的日期（没有这一天）")
    assert of_folder.startswith("文件夹名“旧”不是期间")
    of_cell, of_folder = messages(en)
    assert of_cell.startswith("捐赠收入.xlsx › 捐赠!B5: ")
    assert "there is no such day" in of_cell
    assert of_folder.startswith("folder 旧 is not named for a period")
    assert not any(key in str(document) for document in (zh, en) for key in ("message_zh", "message_en"))


def test_wording_a_document_leaves_the_stored_one_as_it_is(office: Office) -> None:
    office.donations([GOOD, [2, "2020-02-30", "乙", 5, None]])
    stored = office.ledger().manifest["document"]
    before = repr(stored)
    in_language(stored, "en")
    merge_documents([stored, stored])
    assert repr(stored) == before


def test_several_organisations_make_one_document_in_their_order(cangshan: Ledger, demo: Ledger) -> None:
    merged = merge_documents([ledger.manifest["document"] for ledger in (cangshan, demo)])
    assert list(merged) == ["files", "findings"]
    organisations = [file["organisation"] for file in merged["files"]]
    assert organisations == ["cangshan"] * organisations.count("cangshan") + ["demo"] * organisations.count("demo")
    assert len(organisations) == sum(len(ledger.manifest["document"]["files"]) for ledger in (cangshan, demo))
    assert merge_documents([]) == {"files": [], "findings": []}


def test_an_error_is_seen_wherever_it_stands(office: Office) -> None:
    office.donations([GOOD, [2, "未载明", "乙", 5, None]])
    assert not count_errors(office.clean()), "a warning is none"
    (office.raw / "旧").mkdir()
    assert count_errors(office.clean())
    (office.raw / "旧").rmdir()
    office.donations([GOOD, [2, "2020-02-30", "乙", 5, None]])
    assert count_errors(office.clean())


def test_the_samples_have_no_error(cangshan: Ledger, demo: Ledger) -> None:
    assert not count_errors(cangshan.manifest["document"])
    assert not count_errors(demo.manifest["document"])


def test_the_counts_of_a_file_are_those_of_the_stored_tables(office: Office) -> None:
    office.donations([GOOD, [2, "2020-02-30", "乙", 5, None], ["合计", None, None, 1005]])
    ledger = office.ledger()
    (table,) = office.clean_one()["tables"]
    assert table["rows"] == {"clean": len(ledger.donations), "held": len(ledger.held), "ignored": 4}
    assert table["clean_fen"] == ledger.donations["amount_fen"].sum()
