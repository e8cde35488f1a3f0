"""Findings of a public edition: the rules' own words, and no value that a sheet gave."""

from __future__ import annotations

import string

import pytest

from charity_analysis.ingest.findings import Finding
from charity_analysis.report.privacy.finding_wording import public_message, public_remedy
from charity_analysis.report.privacy.pseudonyms import Pseudonyms
from charity_analysis.report.privacy.public_document import public_manifest
from charity_analysis.report.privacy.texts import Redactor
from charity_analysis.rules import finding_rules

SECRET = "张三丰13800138000"


def nobody(_: str) -> None:
    return None


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("rule", sorted(finding_rules()))
def test_no_rules_public_wording_carries_what_a_sheet_said(rule: str, language: str) -> None:
    wording = finding_rules()[rule]
    texts = (wording.messages[language], wording.remedies[language])
    names = {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name}
    said = Finding(rule, file=f"{SECRET}.xlsx", sheet="一月", cell="D7", values=dict.fromkeys(names, SECRET))
    public = public_message(rule, said.message(language), language, ("台账.xlsx", "一月", "D7"), nobody)
    assert public.startswith("台账.xlsx › 一月!D7")
    assert "张三丰" not in public
    assert "138001" not in public
    assert "{" not in public
    assert public.endswith(public_remedy(rule, language))


def test_sums_rows_and_days_stay() -> None:
    values = {"rows": "2", "amount": "11,100.00 + —"}
    said = Finding("agency_beside", file="台账.xlsx", sheet="代理", cell="N4", values=values)
    for language in ("zh", "en"):
        place = ("台账.xlsx", "代理", "N4")
        assert public_message("agency_beside", said.message(language), language, place, nobody) == said.message(
            language
        )


def test_how_many_a_plan_lacks_is_left_out_and_the_money_that_tells_it() -> None:
    values = {"period": "2020H1", "item": "助学", "planned": "12", "done": "9"}
    values |= {"unit": "人", "gap": "3", "amount": "1,500.00"}
    said = Finding("plan_gap", values=values)
    public = public_message("plan_gap", said.message(), "zh", (None, None, None), nobody)
    assert public.startswith("2020H1 计划“〔略〕”应为 〔略〕〔略〕，实际 〔略〕〔略〕，差 〔略〕〔略〕、〔略〕 元")


def test_a_fund_goes_by_its_shown_name() -> None:
    said = Finding("fund_negative", values={"period": "2020H1", "fund": "张三基金", "amount": "-5.00"})
    public = public_message(
        "fund_negative", said.message(), "zh", (None, None, None), {"张三基金": "个人捐赠人1基金"}.get
    )
    assert public.startswith("2020H1 资金池“个人捐赠人1基金”期末余额为 -5.00 元，低于 0")


def test_the_manifest_names_no_file_sheet_or_value() -> None:
    redactor = Redactor(Pseudonyms({}, {}, frozenset(), frozenset()), 10)
    finding = {"rule": "blank_name", "severity": "error", "sheet": "张三", "cell": "C7",
               "message_zh": "张三.xlsx › 张三!C7：“张三”为空，该行暂不计入", "message_en": "张三"}  # fmt: skip
    file = {"organisation": "office", "period": "2020H1", "file": "张三.xlsx", "status": "held", "findings": [finding],
            "tables": [{"sheet": "张三", "kind": "donations", "clean_fen": 5}]}  # fmt: skip
    manifest = {
        "inputs": {"2020H1/张三.xlsx": "ab"},
        "document": {"files": [file], "findings": []},
        "periods": ["2020H1"],
    }
    shown = public_manifest(manifest, redactor)
    assert "张三" not in str(shown)
    assert shown["inputs"] == {"2020H1/〔姓名已隐去〕.xlsx": "ab"}
    assert shown["document"]["files"][0]["tables"][0]["clean_fen"] == 5
