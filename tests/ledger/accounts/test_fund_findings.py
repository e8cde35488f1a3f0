"""Funds that do not add up: one faulty book for each finding, and sound books without any."""

from __future__ import annotations

import pytest
from builders_books import keep, told

from conftest import Office

FUND_RULES = {
    "opening_differs", "opening_negative", "opening_repeated", "closing_mismatch", "reclassification_unbalanced",
    "fund_negative", "source_not_stated", "restriction_conflict", "fund_not_registered", "opening_unfounded",
}  # fmt: skip


def fund_rules(office: Office) -> set[str]:
    return {finding["rule"] for finding in office.clean()["findings"]} & FUND_RULES


def test_sound_books_of_two_half_years_say_nothing(office: Office) -> None:
    """一般资金 1 000 + 500 − 300 − 200 moved = 1 000; 助学 0 + 400 − 100 + 200 moved = 500; both carried to 2020H2."""
    keep(
        office,
        funds=[["一般资金", 1000, -200, 1000, "非限定性"], ["助学", 0, 200, 500, "限定性"]],
        gifts=[["2020-01-02", "甲公司", 500, "一般资金", "非限定性"], ["2020-01-03", "乙公司", 400, "助学", "限定性"]],
        payments=[["2020-02-01", "丙村", 300, "一般资金"], ["2020-02-02", "丁校", 100, "助学"]],
    )
    keep(office, "2020H2", funds=[["一般资金", 1000], ["助学", 500]], gifts=[["2020-07-02", "甲公司", 1, "一般资金"]])
    assert fund_rules(office) == set()


def test_an_opening_that_differs_from_what_the_period_before_left_is_told_and_used(office: Office) -> None:
    keep(office, funds=[["助学", 100]], gifts=[["2020-01-02", "甲公司", 50, "助学"]])
    keep(office, "2020H2", funds=[["助学", 140, None, 130]], payments=[["2020-07-02", "丁校", 10, "助学"]])
    (found,) = told(office, "opening_differs")
    assert (found["period"], found["severity"]) == ("2020H2", "warning")
    assert all(text in found["message"] for text in ("“助学”", "140.00", "150.00", "-10.00"))
    assert told(office, "closing_mismatch") == [], "140 − 10 = 130"


def test_a_renamed_fund_that_would_count_twice_is_told(office: Office) -> None:
    """助学 closes at 150; the next register states 150 for 助学(新) and leaves 助学 out: 300 in all, of 150."""
    keep(office, funds=[["助学", 100], ["助医", 7]], gifts=[["2020-01-02", "甲公司", 50, "助学"]])
    keep(office, "2020H2", funds=[["助学(新)", 150], ["助医", 7]], payments=[["2020-07-02", "丁校", 1, "助医"]])
    (found,) = told(office, "opening_unfounded")
    assert (found["period"], found["severity"]) == ("2020H2", "warning")
    assert all(text in found["message"] for text in ("“助学(新)”", "150.00", "没有登记的：助学 150.00；"))


def test_a_fund_may_be_renamed_by_moving_its_balance(office: Office) -> None:
    keep(office, funds=[["助学", 100]], gifts=[["2020-01-02", "甲公司", 50, "助学"]])
    moved = [["助学", 150, -150, 0], ["助学(新)", 0, 150, 149]]
    keep(office, "2020H2", funds=moved, payments=[["2020-07-02", "丁校", 1, "助学(新)"]])
    assert fund_rules(office) == set()


def test_openings_of_the_first_register_need_no_precursor(office: Office) -> None:
    keep(office, gifts=[["2020-01-02", "甲公司", 50, "助学"]])
    keep(office, "2020H2", funds=[["助学", 80], ["助医", 7]], payments=[["2020-07-02", "丁校", 1, "助医"]])
    assert fund_rules(office) == set()


def test_a_negative_opening_is_an_error(office: Office) -> None:
    keep(office, funds=[["助学", -5]], gifts=[["2020-01-02", "甲公司", 50, "助学"]])
    assert fund_rules(office) == {"opening_negative"}


def test_an_opening_that_is_stated_twice_is_not_used(office: Office) -> None:
    keep(office, funds=[["助学", 100], ["助学", 200]], gifts=[["2020-01-02", "甲公司", 50, "助学"]])
    (found,) = told(office, "opening_repeated")
    assert found["severity"] == "error"
    assert office.ledger().tables["funds"]["opening_balance_fen"].tolist() == [10_000, 20_000]


def test_a_stated_closing_that_the_entries_do_not_give_is_an_error(office: Office) -> None:
    """100 + 50 − 30 = 120, not 110."""
    keep(
        office,
        funds=[["助学", 100, None, 110]],
        gifts=[["2020-01-02", "甲公司", 50, "助学"]],
        payments=[["2020-02-02", "丁校", 30, "助学"]],
    )
    (found,) = told(office, "closing_mismatch")
    assert found["severity"] == "error"
    assert all(text in found["message"] for text in ("110.00", "120.00", "-10.00"))


def test_a_closing_printed_in_wan_is_held_only_to_its_printed_precision(office: Office) -> None:
    """100 万 ± 0.5 万 + 1 200 元 = 1 001 200 ± 5 000, and 100 万 ± 5 000 is stated."""
    headings = ["基金名称", "期初余额(万元)", "期末余额(万元)"]
    office.workbook("基金.xlsx", {"基金": [["基金期初余额"], headings, ["助学", 100, 100], ["助老", 100, 102]]})
    keep(office, gifts=[["2020-01-02", "甲公司", 1200, "助学"], ["2020-01-02", "甲公司", 1300, "助老"]])
    (found,) = told(office, "closing_mismatch")
    assert "“助老”" in found["message"]


def test_reclassifications_that_do_not_add_up_to_nothing_are_an_error(office: Office) -> None:
    keep(office, funds=[["一般资金", 1000, -200], ["助学", 0, 150]], gifts=[["2020-01-02", "甲公司", 5, "助学"]])
    (found,) = told(office, "reclassification_unbalanced")
    assert (found["severity"], found["period"]) == ("error", "2020H1")
    assert "-50.00" in found["message"]


def test_a_fund_that_pays_more_than_it_held_is_an_error(office: Office) -> None:
    keep(office, funds=[["助学", 100]], payments=[["2020-02-02", "丁校", 130, "助学"]])
    (found,) = told(office, "fund_negative")
    assert found["severity"] == "error"
    assert "-30.00" in found["message"]
    findings = office.ledger().findings
    assert findings["rule"].eq("fund_negative").sum() == 1


@pytest.mark.parametrize(("paid", "missing"), [(130, "80.00"), (50, None)])
def test_payments_beyond_what_came_in_have_no_source_where_the_opening_is_unknown(
    office: Office, paid: int, missing: str | None
) -> None:
    """In 50, out 130: the fund must have held 80 at least, and no source states them."""
    keep(
        office,
        gifts=[["2020-01-02", "甲公司", 50, "助学"]],
        payments=[["2020-02-02", "丁校", paid, "助学"]],
    )
    found = told(office, "source_not_stated")
    assert [missing in finding["message"] for finding in found if missing] == ([True] if missing else [])
    assert len(found) == (1 if missing else 0)
    assert told(office, "fund_negative") == [], "what is not known is not below 0"


def test_what_came_in_before_is_a_source_although_the_balance_is_unknown(office: Office) -> None:
    """In 100 in the first half, out 60 and then 50 more in the second: 10 have no source."""
    keep(office, gifts=[["2020-01-02", "甲公司", 100, "助学"]])
    keep(office, "2020H2", payments=[["2020-07-02", "丁校", 60, "助学"], ["2020-08-02", "丁校", 50, "助学"]])
    (found,) = told(office, "source_not_stated")
    assert found["period"] == "2020H2"
    assert "至少 10.00 元" in found["message"]


def test_payments_after_goods_without_a_value_may_come_out_of_them(office: Office) -> None:
    """100 held, masks without a value come in; 50 paid in the next half-year are not without a source."""
    masks = ["2020-01-02", "甲公司", "未估值", "助学"]
    keep(office, funds=[["助学", 100]], gifts=[masks])
    keep(office, "2020H2", payments=[["2020-07-02", "丁校", 50, "助学"]])
    assert told(office, "source_not_stated") == []
    assert told(office, "fund_negative") == []


def test_gifts_that_contradict_the_register_are_told(office: Office) -> None:
    keep(office, funds=[["助学", 0, None, None, "限定性"]], gifts=[["2020-01-02", "甲公司", 5, "助学", "非限定性"]])
    (found,) = told(office, "restriction_conflict")
    assert found["severity"] == "warning"
    findings = office.ledger().findings.set_index("rule")
    assert "restriction_conflict" in findings.index


def test_a_fund_that_stands_in_no_register_is_told_once_where_there_is_one(office: Office) -> None:
    keep(
        office, funds=[["一般资金", 0]], gifts=[["2020-01-02", "甲公司", 5, "助学"], ["2020-01-03", "甲公司", 5, None]]
    )
    keep(office, "2020H2", gifts=[["2020-07-02", "甲公司", 5, "助学"]])
    (found,) = told(office, "fund_not_registered")
    assert "“助学”" in found["message"]


def test_without_any_register_no_fund_is_called_unregistered(office: Office) -> None:
    keep(office, gifts=[["2020-01-02", "甲公司", 5, "助学"]])
    assert fund_rules(office) == set()


def test_money_of_others_never_enters_a_fund(office: Office) -> None:
    gift = ["2020-01-02", "甲公司", 500, "助学", None, None, None, None]
    keep(office, funds=[["助学", 0, None, 500]], gifts=[[*gift, "本会"], [*gift, "受托代理"], [*gift, "合作方"]])
    assert fund_rules(office) == set()


def test_an_unreadable_reclassification_holds_the_funds_row(office: Office) -> None:
    keep(office, funds=[["助学", 100, "约20"]])
    (entry,) = office.clean()["files"]
    assert entry["tables"][0]["held_cells"] == ["C4"]
