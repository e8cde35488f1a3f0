"""The narrative of small books: nothing received, nothing paid, refunds, goods, unknown amounts, few people."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

from builders_narrative import TWENTY_TEXTS, half_year, payments, tell

from charity_analysis.report.half_year import HalfYear
from charity_analysis.report.narrative import render_narrative
from charity_analysis.report.narrative.events import Event
from charity_analysis.report.narrative.payments import quote, standard_of
from conftest import Office


def test_a_period_without_payments_says_so_and_tells_of_no_programme(office: Office) -> None:
    office.donations([[1, "2020-01-07", "某企业", 100, "慈善助学"]])
    lines = tell(half_year(office.ledger()))
    assert "2020年上半年，收到捐赠100.00元，共1笔。本期没有支出记录。" in lines
    assert "二、接收捐赠情况" in lines


def test_a_period_without_gifts_says_so(office: Office) -> None:
    office.disbursements([["2020-01-07", "某小学", 100, "慈善助学", 2, 50]])
    lines = tell(half_year(office.ledger()))
    assert any(line.startswith("2020年上半年没有捐赠收入记录。本期支出100.00元，共1笔。") for line in lines)
    assert "本期没有捐赠收入记录。" in lines


def test_count_times_standard_is_told_only_where_it_is_the_amount(office: Office) -> None:
    payments(
        office,
        [
            ["2020-01-07", "甲村困难群众", "个人", 1000, "慈善助困", "慰问", "慰问金", 20, "人", 50, ""],
            ["2020-02-07", "乙村困难群众", "个人", 1100, "慈善助困", "慰问", "慰问金", 20, "人", 50, ""],
        ],
    )
    text = "".join(tell(half_year(office.ledger())))
    assert "向甲村困难群众（20人）每人发放50.00元，共计1,000.00元" in text
    assert "向乙村困难群众发放1,100.00元，涉及20人" in text


def test_a_refund_is_told_as_one_without_a_sign(office: Office) -> None:
    payments(office, [["2020-03-01", "某小学", "事业单位", -500, "慈善助学", "退款", "", "", "", "", ""]])
    text = "".join(tell(half_year(office.ledger())))
    assert "某小学退回500.00元，冲减支出" in text
    assert "-500" not in text.split("主要活动")[1].split("接收捐赠")[0]


def test_a_day_of_another_year_is_told_with_its_year(office: Office) -> None:
    from datetime import date

    from charity_analysis.periods import ReportingPeriod
    from charity_analysis.report.narrative.days import say_day

    period = ReportingPeriod.parse("2020H1")
    assert say_day(date(2019, 12, 30), "stated", period) == "2019年12月30日"
    assert say_day(date(2020, 1, 7), "as_of", period) == "截至1月7日"
    assert say_day(None, "not_stated", period) == "日期未载明"


def test_a_public_edition_does_not_give_few_people_away(office: Office) -> None:
    payments(
        office,
        [
            ["2020-01-07", "受助人甲", "个人", 3000, "慈善助医", "大病救助", "补助3名患者", 3, "人", 1000, ""],
            ["2020-02-07", "某村困难群众", "个人", 20000, "慈善助医", "大病救助", "补助", 20, "人", 1000, ""],
            ["2020-03-07", "某校学生", "个人", 60000, "慈善助学", "助学", "助学金", 30, "人", 2000, ""],
        ],
    )
    ledger = office.ledger()
    inside = "".join(tell(half_year(ledger)))
    outside = "".join(tell(half_year(ledger, edition="public")))
    assert "（3人）每人发放1,000.00元，共计3,000.00元" in inside
    # Neither the count, nor the standard with which the amount tells it, nor the count in the ledger's own words.
    for secret in ("（3人", "3名", "1,000.00元", "受助人甲", "（20人"):
        assert secret not in outside
    assert "发放3,000.00元" in outside
    assert "惠及53人" in outside
    # A sentence is worded without the count; it has no hole in it.
    assert "＊" not in outside


def test_names_of_those_helped_do_not_count_them_in_a_public_edition(office: Office) -> None:
    rows = [
        ["2020-01-08", f"受助人{name}", "个人", 1000, "慈善助困", "入户慰问", "", 1, "人", 1000, ""]
        for name in "甲乙丙"
    ]
    payments(office, rows)
    outside = "".join(tell(half_year(office.ledger(), edition="public")))
    assert "向受助对象发放3,000.00元" in outside
    assert "受助个人" not in outside


def test_hostile_texts_stay_text(office: Office) -> None:
    payments(
        office,
        [
            [f"2020-01-{day:02d}", text, "事业单位", 100 * day, "慈善助困", text, f"用途{day}", "", "", "", ""]
            for day, text in enumerate(TWENTY_TEXTS[:6], start=1)
        ],
    )
    report = half_year(office.ledger())
    html = render_narrative(report).html
    text = "".join(tell(report))
    for word in TWENTY_TEXTS[:6]:
        assert word in text
        assert (
            f"<span data-quoted>{word.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')}</span>" in html
        )


def test_a_standard_that_tells_a_hidden_count_is_not_told() -> None:
    row = SimpleNamespace(row_id="D-1", unit_amount_fen=100, beneficiary_count=20, amount_fen=2000)
    row.amount_halfwidth_fen, row.activity = 0, "慰问"
    for hides in (True, False):
        protection = SimpleNamespace(hides_standard=lambda row_id, hides=hides: hides)
        report = cast(HalfYear, SimpleNamespace(is_public=True, protection=protection))
        assert (standard_of(report, Event((row,))) is None) is hides


def test_a_hidden_count_is_taken_out_of_the_ledgers_own_words() -> None:
    assert quote("全区142名困难户", hides=True).text == "全区若干名困难户"
    assert quote("全区142名困难户", hides=False).text == "全区142名困难户"


def test_payments_by_different_standards_are_told_apart(office: Office) -> None:
    payments(
        office,
        [
            ["2020-01-07", "甲", "个人", 1000, "慈善助困", "慰问", "", 20, "人", 50, ""],
            ["2020-01-07", "乙", "个人", 1200, "慈善助困", "慰问", "", 20, "人", 60, ""],
        ],
    )
    text = "".join(tell(half_year(office.ledger())))
    assert "向甲（20人）每人发放50.00元，共计1,000.00元" in text
    assert "向乙（20人）每人发放60.00元，共计1,200.00元" in text
