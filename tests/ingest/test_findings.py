"""Findings: place, what is the matter and what to do, in either language, without personal numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charity_analysis.ingest.findings import Finding, excerpt
from charity_analysis.rules import finding_rules


def test_a_message_says_where_what_and_what_to_do() -> None:
    finding = Finding("unknown_programme", "捐赠.xlsx", "一月", "E5", {"text": "星空夜校"})
    assert finding.message() == (
        "捐赠.xlsx › 一月!E5：不认识的项目“星空夜校”；按原名单列；如是别名，请加入 charity_analysis/rules/programmes.csv"
    )
    assert finding.message("en").startswith("捐赠.xlsx › 一月!E5: unknown programme 星空夜校")


def test_a_message_without_a_place_or_a_remedy_has_no_stray_marks() -> None:
    assert Finding("sheet_without_table").message() == "没有台账内容，未计入"


@pytest.mark.parametrize(("language", "shown"), [("zh", "不是金额"), ("en", "it is no amount")])
def test_a_reason_is_worded_in_the_readers_language(language: str, shown: str) -> None:
    values = {"text": "1,2OO", "reason": "not_an_amount", "column": "金额"}
    assert f"({shown})" in Finding("unreadable_amount", values=values).message(language).replace("（", "(").replace(
        "）", ")"
    )


def test_a_sheet_that_writes_braces_cannot_break_a_message() -> None:
    finding = Finding("unknown_programme", "{0}.xlsx", "{sheet}", "E5", {"text": "{oops} {0!r}"})
    assert "{oops} {0!r}" in finding.message()
    assert finding.message().startswith("{0}.xlsx › {sheet}!E5")


def test_a_finding_takes_its_severity_from_the_rules() -> None:
    assert {rule: Finding(rule).severity for rule in finding_rules()} == {
        rule: entry.severity for rule, entry in finding_rules().items()
    }


def test_filling_in_the_place_keeps_all_the_rest() -> None:
    finding = Finding("merged_amount", sheet="一月", cell="D7").at(file="捐赠.xlsx", period="2020H1")
    assert (finding.rule, finding.file, finding.sheet, finding.cell) == ("merged_amount", "捐赠.xlsx", "一月", "D7")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("  两行\n 文字\t在此 ", "两行 文字 在此"),
        ("身份证350102199001011234", "身份证35…"),
        ("35010219900101123X", "35…"),
        ("手机13800138000", "手机13…"),
        ("62220212345678901234", "62…"),
        (350102199001011234, "35…"),
        ("2020-01-07", "2020-01-07"),
        ("12345.67", "12345.67"),
    ],
)
def test_an_excerpt_is_one_line_and_masks_numbers_of_people(value: object, shown: str) -> None:
    assert excerpt(value) == shown


@given(st.text())
def test_an_excerpt_is_always_short(text: str) -> None:
    assert len(excerpt(text)) <= 25
    assert "\n" not in excerpt(text)


@pytest.mark.parametrize(
    "number",
    [
        "350102190001011234",
        "350102 19000101 1234",
        "350102-19000101-123X",
        "6222 0210 0111 6245 702",
        "138-0000-0000",
        "138 0013 8000",
    ],
)
def test_long_numbers_are_masked_however_their_digits_are_set_apart(number: str) -> None:
    assert excerpt(f"电话{number}") == f"电话{number[:2]}…"


def test_shorter_numbers_and_days_are_shown() -> None:
    assert excerpt("2020-01-07 ¥1,234,567.00") == "2020-01-07 ¥1,234,567.00"
