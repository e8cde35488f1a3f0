"""The wording of totals and balances, and the promise that ordinary rows need no closer look."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charity_analysis.ingest.layout.balance_wording import is_balance, is_carried, is_part, is_share
from charity_analysis.ingest.layout.total_wording import LOOKS_SPECIAL, SPECIAL_CHARACTERS, find_total
from charity_analysis.rules import normalise

TOTALS = [
    "小计", "合 计", "总计", "累　计", "本页合计", "本月合计", "一月小计", "计", "计：", "计25笔", "本页计", "计人民币壹万元整", "共计", "合計", "總計",
    "Total", "Ｔｏｔａｌ", "S u m", "Grand Total", "**合计**", "（一）小计", "三、合计", "2020年上半年合计", "截至目前累计", "第3页小计", "1-6月合计",
    "总金额", "捐款总数", "1月31日合计", "第一批合计", "上旬小计", "合计=1000元", "合计金额（大写）：壹仟元整",
]  # fmt: skip
BALANCES = [
    "承前页", "过次页", "转下页", "接上页", "承上页", "结转下页", "上页结转", "上页合计", "转次页：1000", "上年结转", "期初余额", "上期结余", "年初余额",
    "本月结余", "余额", "2019年结转", "上年结余资金", "期末余额：500元", "其中：现金", "其中", "占比", "所占比例", "占总额比例", "百分比", "占比（%）",
]  # fmt: skip
NAMES = [
    "合计科技有限公司", "总计划", "共计生科技", "统计局", "会计师事务所", "计某", "计五", "计万年", "小计量器厂", "累计基金会", "Tim Summers", "Totalenergies",
    "余某", "结某", "余额宝科技", "页某", "比亚迪股份", "占某", "例外服饰有限公司", "其美多吉", "总工会", "中国总会", "设计院", "汇总科技公司", "Possum",
    "结转科技", "总数据公司", "占比科技", "上页传媒", "承前页岩砖厂",
]  # fmt: skip


def is_special(text: str) -> bool:
    word = normalise(text)
    return find_total(word) is not None or any(says(word) for says in (is_balance, is_carried, is_part, is_share))


@pytest.mark.parametrize("text", TOTALS)
def test_a_total_is_known_in_any_wording(text: str) -> None:
    assert find_total(normalise(text)) is not None


@pytest.mark.parametrize("text", BALANCES)
def test_what_is_carried_over_or_part_of_a_sum_is_known(text: str) -> None:
    assert any(says(normalise(text)) for says in (is_balance, is_carried, is_part, is_share))


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_never_a_total_for_its_characters(name: str) -> None:
    assert not is_special(name)


def test_no_harmless_character_folds_into_one_that_makes_a_row_special() -> None:
    special = set(SPECIAL_CHARACTERS.casefold())
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        if not 0xD800 <= code < 0xE000 and LOOKS_SPECIAL.search(character) is None:
            assert special.isdisjoint(normalise(character)), f"U+{code:04X}"


@settings(deadline=None)
@given(
    st.text(st.characters(codec="utf-8"), max_size=4),
    st.sampled_from(TOTALS + BALANCES),
    st.sampled_from(" \u3000\u200b\n"),
)
def test_a_text_in_which_nothing_special_is_found_is_ordinary(noise: str, text: str, blank: str) -> None:
    for written in (text, blank.join(text), noise + text, text + noise, noise):
        assert LOOKS_SPECIAL.search(written) is not None or not is_special(written)
