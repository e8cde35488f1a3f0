"""Units of money: wherever a ledger states them, and never guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charity_analysis.ingest.layout.units import find_unit, heading_unit
from charity_analysis.ingest.refusals import FileRefused
from charity_analysis.money import UNIT_FEN

units = st.sampled_from(sorted(UNIT_FEN))


def refusal_of(texts: list[str], heading: str = "", notes: list[str] | None = None) -> tuple[str, str]:
    with pytest.raises(FileRefused) as refused:
        find_unit(texts, heading, notes or [])
    return refused.value.rule, refused.value.detail


@pytest.mark.parametrize(
    "text",
    [
        "单位:万元", "单位：万元", "单位 ： 万 元", "（单位：万元）", "金额单位：万元", "货币单位：人民币万元", "金额单位：人民币（万元）",
        "单位（人民币）：万元", "单位:万", "单位为万元", "单位：RMB万元", "币种：人民币 单位：万元", "编制单位：某慈善总会 金额单位：万元",
        "捐赠收入明细表（万元）", "捐赠收入明细表【单位：万元】", "捐赠收入（2020年1-6月，万元）", "万元", "人民币万元", "人民币：万元",
        "以万元为单位", "本表按万元列示", "单位：万元；数量单位：件", "单位,万元", "单位:,万元",
    ],
)  # fmt: skip
def test_a_title_or_unit_row_states_the_unit(text: str) -> None:
    assert find_unit(["捐赠收入", text], "捐赠金额") == "万元"


@pytest.mark.parametrize(
    "heading",
    ["捐赠金额(万元)", "捐赠金额（单位：万元）", "捐赠金额（人民币万元）", "捐赠金额【万元】", "捐赠金额：万元", "金额万元", "金额/万元",
     "金额(万)", "金额(折合万元)", "金额（万元，含物资折价）", "标准(万元/人(户))", "标准(万元/户)"],
)  # fmt: skip
def test_the_amount_heading_states_the_unit(heading: str) -> None:
    assert heading_unit(heading) == "万元"
    assert find_unit([], heading) == "万元"


@pytest.mark.parametrize("note", ["注：本表金额单位为万元", "说明：以万元为单位", "单位：万元"])
def test_a_note_below_the_table_states_the_unit(note: str) -> None:
    assert find_unit(["捐赠收入"], "捐赠金额", [note]) == "万元"


@pytest.mark.parametrize(
    "text",
    [
        "", "捐赠收入明细表", "填报单位：某某区民政局", "捐赠单位：万元科技有限公司", "填报单位：万亿(集团)有限公司", "单位：件", "单位：人",
        "计量单位：千克", "受益单位：万人次", "2020年元月捐赠明细", "捐赠明细（元旦期间）", "5万元以上捐赠明细", "捐赠（50万元以上）",
        "发放标准（500元/人）", "单位：某慈善总会", "元宵节慰问明细（元宵）",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_unit_states_none(text: str) -> None:
    assert find_unit([text], "捐赠金额") is None


@pytest.mark.parametrize(
    "heading", ["", "捐赠金额", "金额(折价)", "金额(5万元以上)", "金额(含税)", "捐赠人(单位)", "标准(元旦)"]
)
def test_a_heading_without_a_unit_carries_none(heading: str) -> None:
    assert heading_unit(heading) is None


@given(st.lists(units, min_size=1, max_size=4), units)
def test_units_agree_or_the_table_is_refused(stated: list[str], in_heading: str) -> None:
    texts = [f"单位:{unit}" for unit in stated]
    everything = {*stated, in_heading}
    if len(everything) == 1:
        assert find_unit(texts, f"金额({in_heading})") == in_heading
    else:
        rule, detail = refusal_of(texts, f"金额({in_heading})")
        assert rule == "unit_conflict"
        assert set(detail.split("、")) == everything


@pytest.mark.parametrize(
    ("texts", "heading"), [(["单位：百元"], "金额"), ([], "金额(百元)"), (["明细表（十万元）"], "金额")]
)
def test_a_unit_that_is_not_known_is_refused_and_never_taken_as_yuan(texts: list[str], heading: str) -> None:
    assert refusal_of(texts, heading)[0] == "unknown_unit"
    assert heading_unit(heading) is None


@pytest.mark.parametrize(
    ("texts", "heading"),
    [
        (["单位：美元"], "金额"),
        (["单位：万美元"], "金额"),
        (["捐赠收入（美元）"], "金额"),
        (["港币捐款明细"], "金额"),
        (["币种：USD"], "金额"),
        ([], "捐赠金额(美元)"),
        ([], "金额（HKD）"),
        ([], "金额($)"),
        (["单位：人民币/欧元"], "金额"),
    ],
)
def test_a_foreign_currency_is_refused_wherever_it_is_said(texts: list[str], heading: str) -> None:
    assert refusal_of(texts, heading)[0] == "foreign_currency"


@pytest.mark.parametrize("text", ["美元捐款折算人民币明细", "新增加元旦慰问明细", "Europe 侨团捐赠", "本日元宵节捐赠"])
def test_a_title_that_only_mentions_a_currency_or_seems_to_is_not_refused(text: str) -> None:
    assert find_unit([text, "单位:元"], "捐赠金额") == "元"


def test_a_note_may_mention_dollars() -> None:
    assert find_unit(["单位:元"], "金额", ["注：含美元捐款 100 元折算"]) == "元"
