"""Free texts of a public edition: names by pseudonyms, numbers of persons out, few people not counted."""

from __future__ import annotations

from itertools import pairwise

import pytest
from builders_masking import given, ledger_of, paid, shown
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from charity_analysis.report.privacy.finder import NameFinder, plain_name
from charity_analysis.report.privacy.person_spans import person_spans

DONORS = ("赵六", "李四光", "李四", "高明", "方便", "John Smith")


def redacted(text: str, payee: str = "王老五", kind: str = "individual", threshold: int = 10) -> str:
    donations = [given(name, "individual") for name in DONORS]
    ledger = ledger_of(threshold, donations=donations, disbursements=[paid(payee, kind, purpose=text)])
    (one,) = shown("purpose", "disbursements", ledger)
    return str(one)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("王　老 五住院", "受助个人1住院"),
        ("救助王·老五、赵六", "救助受助个人1、个人捐赠人1"),
        ("李四光与李四", "个人捐赠人2与个人捐赠人3"),
        ("john  smith 学费", "个人捐赠人6 学费"),
        ("JohnSmithson", "JohnSmithson"),
        ("救助患者王小二手术", "救助患者〔姓名已隐去〕手术"),
        ("资助金秋助学", "资助金秋助学"),
        ("救助高龄老人", "救助高龄老人"),
        ("慰问福州市第二医院疫情防控一线医护人员", "慰问福州市第二医院疫情防控一线医护人员"),
    ],
)
def test_names_give_way_to_pseudonyms(text: str, expected: str) -> None:
    assert redacted(text) == expected


@pytest.mark.parametrize(
    "text",
    ["13800138000", "１３８ 0013 8000", "138—0013—8000", "+86 138 0013 8000", "11010519491231002X", "110105491231002",
     "11010519491231002x", "6222021234567890128", "6222 0212 3456 7890 128", "a.b@c.com", "0591-8765 4321", "(0591)87654321",
     "4008001234", "微信号:abc_123", "QQ 12345678", "一三八零零一三八零零零", "1\u200b3800138000", "110105194912310029"],
)  # fmt: skip
def test_numbers_of_persons_are_taken_out(text: str) -> None:
    assert redacted(f"联系，{text}，收") == "联系，〔已隐去〕，收"


@pytest.mark.parametrize(
    "text",
    ["仓扶办〔2020〕32号", "2020年1月7日拨付", "支付 2020-01-07 2020-06-24", "金额 13,800,138,000 元", "8948062.17 元",
     "示慈〔2016〕55号；榕扶组〔2020〕1号", "第12345期"],
)  # fmt: skip
def test_documents_days_and_money_stay(text: str) -> None:
    assert redacted(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("福州市仓山区金山街道金山路12号3栋501室", "福州市仓山区金山街道〔住址已隐去〕"),
        ("金山新村3-501", "〔住址已隐去〕"),
        ("患尿毒症", "患〔病情已隐去〕"),
        ("1950年3月2日出生", "〔出生日期已隐去〕"),
        ("生日:1950-03-02", "〔出生日期已隐去〕"),
        ("赵六(1950.3.2)", "个人捐赠人1(〔出生日期已隐去〕)"),
        ("大病救助", "大病救助"),
    ],
)
def test_what_stands_beside_a_person_is_taken_out(text: str, expected: str) -> None:
    assert redacted(text) == expected


@pytest.mark.parametrize("text", ["尿毒症患者救助", "金山路12号养老院", "大病救助"])
def test_illnesses_and_addresses_of_nobody_stay(text: str) -> None:
    assert redacted(text, "区卫健局", "government") == text


def test_a_name_in_the_text_makes_it_one_about_a_person() -> None:
    assert redacted("赵六患尿毒症，住金山路12号", "区卫健局", "government") == (
        "个人捐赠人1患〔病情已隐去〕，〔住址已隐去〕"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("慰问3名老人", "慰问若干名老人"), ("三户特困户", "若干户特困户"), ("5 位", "若干位"), ("９人次", "若干人次"),
        ("3—5名", "若干名"), ("12名", "12名"), ("１２名", "１２名"), ("十三名", "十三名"), ("第3名", "第3名"),
        ("每2人", "每2人"), ("1,203名", "1,203名"), ("一人一策", "一人一策"), ("19家企业", "19家企业"), ("3份", "3份"),
    ],
)  # fmt: skip
def test_few_people_are_not_counted(text: str, expected: str) -> None:
    assert redacted(text, "区卫健局", "government") == expected


def test_the_threshold_is_the_organisations_own() -> None:
    assert redacted("3名、12名", "区卫健局", "government", threshold=20) == "若干名、若干名"
    assert redacted("3名", "区卫健局", "government", threshold=1) == "3名"


names = st.text(alphabet="张王李三四五甲乙ab1", min_size=2, max_size=5)


@for_all(st.lists(names, min_size=1, max_size=6), st.text(alphabet="张王李三四五甲乙ab1 ·()", max_size=20))
@settings(max_examples=80)
def test_a_found_name_is_the_text_there_and_none_overlaps(known: list[str], text: str) -> None:
    last = 0
    for start, end, name in NameFinder(map(plain_name, known)).find(text):
        assert plain_name(text[start:end]) == name
        assert start >= last
        last = end


@for_all(st.lists(names, min_size=1, max_size=6), st.text(alphabet="张王李三四五甲乙 ·", max_size=20))
@settings(max_examples=80)
def test_no_name_is_left_once_all_found_ones_are_gone(known: list[str], text: str) -> None:
    finder = NameFinder(map(plain_name, known))
    for start, end, _ in reversed(list(finder.find(text))):
        text = f"{text[:start]}＊{text[end:]}"
    assert list(finder.find(text)) == []


@for_all(st.text(alphabet="0123456789 -—.张三,，年月", max_size=30))
@settings(max_examples=80)
def test_numbers_are_found_in_order_and_within_the_text(text: str) -> None:
    spans = person_spans(f"{text}，13800138000")
    assert spans[-1][1] == len(text) + 12
    assert all(0 <= start < end for start, end in spans)
    assert all(one[1] < other[0] for one, other in pairwise(spans))
