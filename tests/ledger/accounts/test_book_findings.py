"""What no single sheet can show: one faulty book for each finding of the books as a whole."""

from __future__ import annotations

import pytest
from builders_books import configure, keep, told

from conftest import Office

GIFT = ["2020-01-02", "甲公司", 100, "助学"]


def period_of(text: str) -> str:
    return f"\n[periods.2020H1]\n{text}\n"


# --- receipts -----------------------------------------------------------------------------------------------


def test_fewer_receipts_than_gifts_are_told(office: Office) -> None:
    """Three gifts, two receipts; the certificate and the plaque are no receipts."""
    keep(
        office,
        gifts=[GIFT, ["2020-01-03", "乙公司", 200], ["2020-01-04", "丙公司", 300]],
        receipts=[
            ["2020-02-01", "公益事业捐赠统一票据", "2份"],
            ["2020-02-01", "捐赠证书", "9份"],
            ["2020-02-01", "牌匾", "9块"],
        ],
    )
    (found,) = told(office, "receipts_fewer")
    assert found["severity"] == "warning"
    assert "应开票据 3 份，登记的只有 2 份，少 1 份" in found["message"]


def test_a_row_that_stands_for_many_gifts_counts_as_many(office: Office) -> None:
    """19 enterprises in one row and 19 receipts: none is missing; with 18 one is."""
    row = ["2020-01-02", "19家属地企业(未列名)", 190000, None, None, None, "结对帮扶"]
    keep(office, gifts=[row], receipts=[["2020-02-01", "捐资发票", "19份", "结对帮扶"]])
    assert told(office, "receipts_fewer") == []
    keep(office, receipts=[["2020-02-01", "捐资发票", "18份", "结对帮扶"]])
    (found,) = told(office, "receipts_fewer")
    assert "少 1 份" in found["message"]


def test_a_vague_count_of_receipts_is_not_compared(office: Office) -> None:
    keep(office, gifts=[GIFT, GIFT], receipts=[["2020-02-01", "票据及证书", "六十几份"]])
    assert told(office, "receipts_fewer") == []


def test_receipt_numbers_of_the_gifts_count_without_a_register(office: Office) -> None:
    keep(office, gifts=[[*GIFT, None, "0001"], ["2020-01-03", "乙公司", 200, None, None, "0002"]])
    assert told(office, "receipts_fewer") == told(office, "receipts_not_registered") == []


def test_a_receipt_that_is_yet_to_be_made_out_is_missing(office: Office) -> None:
    """Two gifts, one with a number and one with 待开: two are due, one is there."""
    keep(office, gifts=[[*GIFT, None, "0001"], ["2020-01-03", "乙公司", 200, None, None, "待开"]])
    (found,) = told(office, "receipts_fewer")
    assert "应开票据 2 份，登记的只有 1 份" in found["message"]


def test_no_receipt_is_due_for_an_anonymous_gift_and_the_clerk_is_told_what_is(office: Office) -> None:
    """Of four gifts 匿名 and 爱心人士 cannot be given a receipt; 张** is known to the office."""
    names = ["甲公司", "匿名", "爱心人士", "张**"]
    gifts = [["2020-01-03", name, 200 + at, None, None, "01" if at == 0 else None] for at, name in enumerate(names)]
    keep(office, gifts=gifts)
    (found,) = told(office, "receipts_fewer")
    assert "应开票据 2 份，登记的只有 1 份" in found["message"]
    assert "匿名捐赠不在应开之列，也须留记录" in found["message"]


@pytest.mark.parametrize("programme", ["全部", "合计", None])
def test_receipts_of_no_single_programme_are_those_of_any_gift(office: Office, programme: str | None) -> None:
    gifts = [["2020-01-03", f"{name}公司", 200, None, None, None, "慈善助学"] for name in "甲乙丙"]
    keep(office, gifts=gifts, receipts=[["2020-02-01", "捐赠票据", 3, programme]])
    assert told(office, "receipts_fewer") == []
    keep(office, receipts=[["2020-02-01", "捐赠票据", 2, programme]])
    (found,) = told(office, "receipts_fewer")
    assert "少 1 份" in found["message"]


def test_gifts_without_any_register_or_number_are_told_once_a_period(office: Office) -> None:
    keep(office, gifts=[GIFT, ["2020-01-05", "银行", 3, None, None, None, None, "利息"]])
    (found,) = told(office, "receipts_not_registered")
    assert "1 笔捐赠" in found["message"], "interest is no gift"


# --- the report's days and channel --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("signed", "days"),
    [
        ("2020-06-26", "2020-06-27 至 2020-06-30（4 天）"),
        ("2020-06-29", "2020-06-30 至 2020-06-30（1 天）"),
        ("2020-06-30", None),
    ],
)
def test_a_report_signed_before_its_period_ends_leaves_days_out(office: Office, signed: str, days: str | None) -> None:
    configure(office, period_of(f"signed_on = {signed}"))
    found = told(office, "signed_before_end")
    assert [days in finding["message"] for finding in found if days] == ([True] if days else [])
    assert bool(found) == bool(days)


def test_a_report_published_before_it_was_signed_is_told(office: Office) -> None:
    configure(office, period_of("signed_on = 2020-07-20\npublished_on = 2020-07-10"))
    assert len(told(office, "published_before_signed")) == 1


@pytest.mark.parametrize(
    ("channel", "is_told"),
    [
        ("区政府官方网站", True),
        ("慈善中国", False),
        ("区政府官方网站和全国慈善信息公开平台", False),
        ("国务院民政部门统一信息平台", False),
        ("“慈善 中国”网站", False),
        ("慈善中國", False),
        ("https://cszg.mca.gov.cn", False),
        ("福建省慈善信息平台", True),
    ],
)
def test_a_channel_that_is_not_the_lawful_one_is_told(office: Office, channel: str, is_told: bool) -> None:
    configure(office, period_of(f'published_on = 2020-07-22\ndisclosure_channel = "{channel}"'))
    assert bool(told(office, "disclosure_channel")) == is_told
    assert told(office, "disclosure_channel_unknown") == []


def test_before_the_law_named_a_platform_any_channel_would_do(office: Office) -> None:
    configure(office, '\n[periods.2016H1]\npublished_on = 2016-07-20\ndisclosure_channel = "官网"\n')
    assert told(office, "disclosure_channel") == []


def test_a_published_report_without_a_channel_is_noted(office: Office) -> None:
    configure(office, period_of("published_on = 2020-07-22"))
    (found,) = told(office, "disclosure_channel_unknown")
    assert found["severity"] == "info"


# --- authority, donors, plans -------------------------------------------------------------------------------


@pytest.mark.parametrize("is_configured", [True, False])
def test_payments_that_quote_a_document_meant_for_another_body_are_told_once(
    office: Office, is_configured: bool
) -> None:
    number = "某防控应急〔2020〕8号"
    note = None if is_configured else "所引条款主语为区红十字会"
    if is_configured:
        configure(office, f'\n[documents."{number}"]\naddressed_to = "区红十字会"\n')
    line = ["2020-04-28", "区卫健局", 100, None, number, None, None, None, None, None, note]
    keep(office, payments=[line, ["2020-04-29", *line[1:]]])
    (found,) = told(office, "authority_mismatch")
    assert all(text in found["message"] for text in ("2 笔", number, "“区红十字会”"))


@pytest.mark.parametrize("number", ["某字【2020】8号", "某字[2020]08号", "某字〔2020〕第8号", "《某字（2020）8号》"])
@pytest.mark.parametrize(
    "quoted", ["某字〔2020〕8号", "依据《某字【2020】8号》文件精神", "别字〔2020〕1号、某字〔2020〕8号"]
)
def test_a_document_is_the_same_however_its_number_is_written(office: Office, number: str, quoted: str) -> None:
    configure(office, f'\n[documents."{number}"]\naddressed_to = "区红十字会"\n')
    keep(
        office,
        payments=[["2020-04-28", "某村", 100, None, quoted], ["2020-04-29", "某村", 9, None, "某字〔2020〕18号"]],
    )
    (found,) = told(office, "authority_mismatch")
    assert "1 笔" in found["message"]
    assert "别字" not in found["message"]


@pytest.mark.parametrize(
    ("note", "document"),
    [
        ("某字〔2020〕8号条款主语为区红十字会", "“某字〔2020〕8号”"),
        ("条款主语为区红十字会", "“某字〔2020〕8号；别字〔2020〕1号”"),
    ],
)
def test_a_note_accuses_the_document_that_it_names_else_says_that_it_is_one_of_several(
    office: Office, note: str, document: str
) -> None:
    line = ["2020-04-28", "某村", 100, None, "某字〔2020〕8号；别字〔2020〕1号"]
    keep(office, payments=[[*line, None, None, None, None, None, note]])
    (found,) = told(office, "authority_mismatch")
    assert document in found["message"]


def test_a_document_meant_for_the_district_is_not_meant_for_its_federation(office: Office) -> None:
    (office.raw / "organisation.toml").write_text('name = "某市仓山区慈善总会"\n', encoding="utf-8")
    configure(office, '\n[documents."某字〔2020〕8号"]\naddressed_to = "仓山区"\n')
    keep(office, payments=[["2020-04-28", "某村", 100, None, "某字〔2020〕8号"]])
    assert len(told(office, "authority_mismatch")) == 1


@pytest.mark.parametrize("body", ["慈善总会", "本会", "测试慈善总会"])
def test_a_document_meant_for_this_organisation_is_no_finding(office: Office, body: str) -> None:
    configure(office, f'\n[documents."某字〔2020〕8号"]\naddressed_to = "{body}"\n')
    keep(office, payments=[["2020-04-28", "某村", 100, None, "某字〔2020〕8号"]])
    assert told(office, "authority_mismatch") == []


def spent(office: Office, opening: object, paid: int) -> list[dict[str, str]]:
    keep(
        office,
        funds=[["助学", opening]],
        gifts=[GIFT, ["2020-01-03", "乙公司", 900, "助学"]],
        payments=[["2020-02-02", "丁校", paid, "助学", None, "甲公司"]],
    )
    return told(office, "donor_overspent")


def test_payments_in_a_donors_name_beyond_the_donors_gifts_are_told_without_the_name(office: Office) -> None:
    """甲 gave 100, and 130 were paid in its name: 30 too many; 乙's 900 are not 甲's."""
    (found,) = spent(office, 0, 130)
    assert "30.00" in found["message"]
    assert "甲公司" not in found["message"]


@pytest.mark.parametrize(("opening", "paid"), [("未载明", 130), (30, 130), (0, 100)])
def test_an_opening_may_hold_earlier_gifts_of_the_donor(office: Office, opening: object, paid: int) -> None:
    assert spent(office, opening, paid) == []


def test_fewer_households_than_planned_are_a_gap_in_number_and_money(office: Office) -> None:
    """26 households at 10 000 planned, 19 done: the gap is 7 households and 70 000 yuan."""
    keep(
        office,
        plans=[["26名特困户结对慰问", "计划", "结对帮扶", "特困户", 26, "户", 10000, 260000]],
        payments=[
            ["2020-01-23", "19户特困户", 190000, None, None, None, "结对帮扶", 19, "户"],
            ["2020-01-24", "某人", 5, None, None, None, "结对帮扶", 9, "人"],
        ],
    )
    (found,) = told(office, "plan_gap")
    assert "应为 26户，实际 19户，差 7户、70,000.00 元" in found["message"]


@pytest.mark.parametrize(("planned", "paid"), [(1000, 2000), (None, 2000), (2000, 2000)])
def test_a_gap_in_number_alone_names_no_money(office: Office, planned: int | None, paid: int) -> None:
    """40 pupils planned, 11 reached: the gap is 29 pupils; as much was paid as planned, or no money was planned."""
    plan = ["助学", "计划", "慈善助学", "学生", 40, "人", None, planned]
    keep(office, plans=[plan], payments=[["2020-02-02", "某校", paid, None, None, None, "慈善助学", 11, "人"]])
    assert told(office, "plan_gap") == []
    (found,) = told(office, "plan_gap_in_number")
    assert "差 29人；" in found["message"]


def test_a_plan_for_the_next_half_year_is_asked_for_at_its_end(office: Office) -> None:
    """40 pupils by December: 11 in the first half are no gap yet; with 25 more in the second 4 are lacking."""
    headings = ["事项", "性质", "项目", "对象", "目标数", "计量单位", "时间"]
    plan = ["下半年助学", "计划", "慈善助学", "学生", 40, "人", "2020年12月底前"]
    office.workbook("计划与承诺.xlsx", {"计划": [["计划与承诺"], ["单位:元"], headings, plan]})
    keep(office, payments=[["2020-02-02", "某校", 110, None, None, None, "慈善助学", 11, "人"]])
    assert told(office, "plan_gap_in_number") == []
    keep(office, "2020H2", payments=[["2020-09-02", "某校", 250, None, None, None, "慈善助学", 25, "人"]])
    (found,) = told(office, "plan_gap_in_number")
    assert (found["period"], "实际 36人，差 4人" in found["message"]) == ("2020H2", True)


def test_where_no_payments_are_listed_a_plan_is_not_said_to_have_been_missed(office: Office) -> None:
    keep(office, gifts=[GIFT], plans=[["助学", "计划", "慈善助学", "学生", 40, "人"]])
    assert told(office, "plan_gap_in_number") == []


def test_two_plans_for_the_same_payments_are_not_compared_by_guess(office: Office) -> None:
    plan = ["助学", "计划", "慈善助学", "学生", 9, "人", 100, 900]
    paid = [["2020-02-02", "某校", 300, None, None, None, "慈善助学", 3, "人"]]
    keep(office, plans=[plan, ["又一项助学", *plan[1:]]], payments=paid)
    assert told(office, "plan_gap") == []
    keep(office, plans=[plan], payments=paid)
    assert len(told(office, "plan_gap")) == 1


def test_households_do_not_answer_a_plan_counted_in_persons(office: Office) -> None:
    plan = ["助学", "计划", "慈善助学", "学生", 9, "人", 100, 900]
    keep(office, plans=[plan], payments=[["2020-02-02", "某户", 300, None, None, None, "慈善助学", 3, "户"]])
    assert told(office, "plan_gap") == []


# --- what is left unsaid ------------------------------------------------------------------------------------


def test_a_total_over_several_tables_that_nobody_states_is_given(office: Office) -> None:
    keep(office, gifts=[GIFT], payments=[["2020-02-02", "丁校", 30]])
    office.donations([[1, "2020-03-01", "丙公司", 50, "疫情防控"]], name="二.xlsx")
    (found,) = told(office, "period_total_not_stated")
    assert all(text in found["message"] for text in ("捐赠收入", "2 张表", "150.00"))


def test_what_the_ratios_depend_on_is_asked_for_until_it_is_configured(office: Office) -> None:
    keep(office, gifts=[GIFT])
    (found,) = told(office, "organisation_kind_unknown")
    assert "kind、public_fundraising" in found["message"]
    configure(office, 'kind = "association"\npublic_fundraising = false\n')
    assert told(office, "organisation_kind_unknown") == []
