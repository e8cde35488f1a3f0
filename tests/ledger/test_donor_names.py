"""Donors that name nobody, and donors that are several: neither can be counted as one person."""

from __future__ import annotations

import pytest

from charity_analysis.ledger.donor_names import is_anonymous, is_collective


@pytest.mark.parametrize("name", ["匿名", "爱心人士", "张**", " 无名 氏", "网友"])
def test_some_names_name_nobody(name: str) -> None:
    assert is_anonymous(name)


@pytest.mark.parametrize("name", ["正祥集团", "张三", None])
def test_a_name_names_somebody_and_a_missing_one_says_nothing(name: str | None) -> None:
    assert not is_anonymous(name)


@pytest.mark.parametrize(
    "name",
    ["社会各界(未列名)", "19家属地企业(未列名)", "示例网络募捐平台爱心网友(汇总)", "甲公司等五家企业", "12 位爱心人士",
     "甲公司等20余家", "１９家企业", "第三中学师生36人", "零星捐款"],
)  # fmt: skip
def test_several_donors_may_stand_in_one_row(name: str) -> None:
    assert is_collective(name, None)


@pytest.mark.parametrize(
    "name",
    ["正祥集团", "三人行公司", "五家渠公司", "爱心人士1名", "7人制足球俱乐部", "甲公司、乙公司", "百家汇集团", None],
)
def test_one_donor_and_two_that_are_named_are_no_crowd(name: str | None) -> None:
    assert not is_collective(name, "enterprise")


def test_the_public_at_large_is_a_crowd_whatever_its_name() -> None:
    assert is_collective("热心市民", "general_public")
    assert is_collective(None, "general_public")
