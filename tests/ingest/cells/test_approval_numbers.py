"""Document numbers (文号): one writing of the brackets, several parted by ；, all else left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charity_analysis.ingest.cells.approval_numbers import normalise_approval_numbers


@pytest.mark.parametrize(
    "text",
    [
        "仓扶办〔2020〕32号",
        "仓扶办【2020】32号",
        "仓扶办[2020]32号",
        "仓扶办［2020］32号",
        "仓扶办(2020)32号",
        "仓扶办（2020）32号",
        "仓扶办〖2020〗32号",
        "仓扶办〔２０２０〕３２号",
        "仓扶办{2020}32号",
        "仓扶办｛2020｝32号",
        "仓扶办<2020>32号",
        "仓扶办〈2020〉32号",
        "仓扶办《2020》32号",
        "仓扶办「2020」32号",
        "仓扶办『2020』32号",
        "仓扶办﹝2020﹞32号",
        "仓扶办❲2020❳32号",
        "仓扶办﹙2020﹚32号",
        "仓扶办⟦2020⟧32号",
        " 仓扶办 [2020] 32 号 ",
        "仓扶办〔2020]32号",
        "仓扶办〔2020〕32号文",
        "仓扶办【2020】32号文件。",
    ],
)
def test_every_kind_of_bracket_becomes_the_official_one(text):
    assert normalise_approval_numbers(text) == "仓扶办〔2020〕32号"


@pytest.mark.parametrize("mark", ["、", "；", ";", "，", ",", " ", "\n", " 、 ", "和", "及", " 和 ", "", "文件、", "/"])
def test_several_numbers_are_parted_by_one_mark_in_the_order_given(mark):
    text = f"仓扶办【2020】32号{mark}榕扶组(2020)1号"
    assert normalise_approval_numbers(text) == "仓扶办〔2020〕32号；榕扶组〔2020〕1号"


def test_the_order_and_repetitions_are_kept():
    text = "榕扶组〔2020〕1号、仓扶办〔2020〕32号、榕扶组〔2020〕1号"
    assert normalise_approval_numbers(text).split("；") == [
        "榕扶组〔2020〕1号",
        "仓扶办〔2020〕32号",
        "榕扶组〔2020〕1号",
    ]


@pytest.mark.parametrize(
    "text",
    ["", "无", "会议纪要", "仓扶办〔2020〕年32号", "仓扶办2020年32号", "(见附件)", "第3期【内部】", "仓扶办【20】32号"],
)
def test_a_text_that_is_no_document_number_stays_as_written(text):
    assert normalise_approval_numbers(f"  {text}\n") == text


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("区政府办、仓扶办【2020】6号", "区政府办、仓扶办〔2020〕6号"),
        ("根据仓扶办[2020]6号文件要求", "根据仓扶办〔2020〕6号文件要求"),
        ("仓扶办(2020)32、33号", "仓扶办(2020)32、33号"),
        ("民发【2020】第3号", "民发〔2020〕第3号"),
    ],
)
def test_a_text_that_says_more_keeps_its_words(text, result):
    assert normalise_approval_numbers(text) == result


@pytest.mark.parametrize("text", ["和政办〔2020〕1号", "文旅发〔2020〕1号；和政办〔2020〕1号"])
def test_an_issuer_may_begin_with_a_character_that_joins_others(text):
    assert normalise_approval_numbers(text) == text


issuers = st.text(alphabet="仓扶办榕组民发国应急", min_size=1, max_size=6)
numbers = st.builds("{}〔{}〕{}号".format, issuers, st.integers(1990, 2030), st.integers(1, 999))
BRACKETS = ["〔〕", "【】", "[]", "［］", "()", "（）", "〖〗", "{}", "<>", "《》", "「」", "﹝﹞"]


@given(st.lists(st.tuples(numbers, st.sampled_from(BRACKETS)), min_size=1, max_size=5), st.sampled_from("、；;，,\n "))
def test_however_written_the_same_numbers_come_out_alike(written, mark):
    text = mark.join(number.replace("〔", pair[0]).replace("〕", pair[1]) for number, pair in written)
    assert normalise_approval_numbers(text) == "；".join(number for number, _ in written)


@given(st.one_of(st.text(), st.text(alphabet="仓办和和文件【】[]()〔〕2019０号第、； \n", max_size=30)))
def test_what_comes_out_is_its_own_normal_form(text):
    once = normalise_approval_numbers(text)
    assert normalise_approval_numbers(once) == once
