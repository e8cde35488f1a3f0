"""What leadership reads of plans: a gap beside payments that may close it is the most that may lack."""

from __future__ import annotations

import re

import pytest

from charity_analysis.report.half_year import HalfYear
from charity_analysis.report.sections import plans, summary
from conftest import Office


def text_of(html: str) -> str:
    return re.sub(r"<[^>]*>", "", html)


@pytest.mark.parametrize(("unit", "words"), [(None, "最多少 3 人"), ("人", "少 1 人")])
def test_a_gap_beside_payments_without_a_unit_is_the_most_that_lacks(
    office: Office, unit: str | None, words: str
) -> None:
    """Planned 10 persons; 7 are stated, and of 2 more the unit is stated or not."""
    plan = ["助学", "计划", "慈善助学", "学生", "6月", 10, "人", 1000]
    heads = ["事项", "性质", "项目", "对象", "时间", "目标数", "计量单位", "计划金额"]
    office.workbook("工作计划.xlsx", {"计划": [["工作计划"], ["单位:元"], heads, plan]})
    paid = [["2020-03-01", "甲校", 700, "慈善助学", 7, "人"], ["2020-03-02", "乙校", 200, "慈善助学", 2, unit]]
    heads = ["拨付日期", "收款单位", "拨付金额", "项目", "人数", "计量单位"]
    office.workbook("拨付支出.xlsx", {"拨付": [["拨付支出"], ["单位:元"], heads, *paid]})
    folders = office.folders
    report = HalfYear.load("office", "2020H1", str(folders.raw), str(folders.processed))
    for section in (plans.render_plans, summary.render_sentences):
        said = text_of(section(report).html)
        assert f"，{words}" in said


@pytest.mark.parametrize("people", [1, 2])
def test_a_hidden_count_says_not_even_whether_its_plan_was_met(office: Office, people: int) -> None:
    """Of 2 planned, "in part" would say 1."""
    heads = ["事项", "性质", "项目", "对象", "时间", "目标数", "计量单位"]
    plan = ["助学", "计划", "慈善助学", "学生", "年内", 2, "人"]
    office.workbook("工作计划.xlsx", {"计划": [["工作计划"], ["单位:元"], heads, plan]})
    heads = ["拨付日期", "收款单位", "拨付金额", "项目", "人数", "计量单位"]
    paid = ["2020-03-01", "甲校", 700, "慈善助学", people, "人"]
    office.workbook("拨付支出.xlsx", {"拨付": [["拨付支出"], ["单位:元"], heads, paid]})
    folders = office.folders
    report = HalfYear.load("office", "2020H1", str(folders.raw), str(folders.processed), "public")
    said = text_of(plans.render_plans(report).html)
    assert "实际数不公布" in said
    assert not any(word in said for word in ("已做到", "部分做到", "尚未到期"))
