"""Which rows of several lists are repeats: what proves one, what proves nothing, and the laws that hold whatever is kept."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest
from builders_lists import listing
from hypothesis import given, settings
from hypothesis import strategies as st

from charity_analysis.ledger.repeats.repeats import Listing, Repeats, find_repeats

WINTER = [("1-7", "甲公司", 1000), ("1-20", "乙", 250.5), ("2-8", "丙公司", 60), ("2-8", "匿名", 100)]
SPRING = [("3-1", "丁", 10), ("3-9", "戊公司", 5000), ("3-30", "己", 77)]


def told(repeats: Repeats) -> list[tuple[str, str | None, str | None, str]]:
    """Each finding's rule, file, cell and number of rows."""
    return [(f.rule, f.file, f.cell, f.values["rows"]) for f in repeats.findings]


def held_cells(repeats: Repeats) -> list[tuple[str, str | None]]:
    return [(hold.rule, hold.cell) for hold in repeats.held.values()]


def counted(lists: Sequence[Listing], repeats: Repeats) -> Counter[tuple[Any, ...]]:
    """The rows that count: date, party and amount with how often they do."""
    columns = ("received_date", "donor", "amount_fen")
    return Counter(
        tuple(row[name] for name in columns)
        for each in lists
        for row in each.rows.to_pylist()
        if row["row_id"] not in repeats.held
    )


# --- what proves a repeat -----------------------------------------------------------------------------------


def test_the_same_rows_in_another_file_are_held_and_named_once() -> None:
    repeats = find_repeats([listing("a.xlsx", WINTER), listing("b.csv", WINTER, sheet="")])
    assert held_cells(repeats) == [("repeated_rows", f"D{row}") for row in (4, 5, 6, 7)]
    assert told(repeats) == [("repeated_rows", "b.csv", "D4", "4")]
    (finding,) = repeats.findings
    assert finding.values == {"rows": "4", "amount": "1,410.50", "original": "2020H1/a.xlsx › 捐赠"}
    assert len(finding.row_ids) == 4
    assert [hold.original for hold in repeats.held.values()] == [f"2020H1/a.xlsx › 捐赠!{row}" for row in (4, 5, 6, 7)]


def test_the_order_of_rows_and_the_spelling_of_blanks_and_widths_change_nothing() -> None:
    other = [("2-8", " 匿名", 100), ("2-8", "丙公司\t", 60), ("1-20", "乙　", 250.5), ("1-7", "甲 公司", 1000)]
    repeats = find_repeats([listing("a.xlsx", WINTER), listing("b.xlsx", other)])
    assert len(repeats.held) == 4
    assert [hold.original[-1] for hold in repeats.held.values()] == ["7", "6", "5", "4"]


def test_a_cumulative_ledger_keeps_only_what_is_new() -> None:
    repeats = find_repeats([listing("一季度.xlsx", WINTER), listing("上半年.xlsx", [*WINTER, *SPRING])])
    assert told(repeats) == [("repeated_rows", "上半年.xlsx", "D4", "4")]


def test_a_part_is_earlier_than_the_whole_wherever_it_stands() -> None:
    whole = [*WINTER, *SPRING]
    assert told(find_repeats([listing("a", whole), listing("b", WINTER)])) == [("repeated_rows", "a", "D4", "4")]
    assert told(find_repeats([listing("a", whole), listing("b", SPRING)])) == [("repeated_rows", "a", "D8", "3")]
    later = [listing("a", whole, period="2020H2"), listing("b", whole, period="2020H1")]
    assert told(find_repeats(later)) == [("repeated_rows", "a", "D4", "7")]


def test_of_overlapping_months_the_later_file_holds_the_overlap() -> None:
    until_march, from_march = [*WINTER, *SPRING], [*SPRING, ("4-2", "庚", 8), ("6-30", "辛", 9)]
    repeats = find_repeats([listing("1-3月.xlsx", until_march), listing("3-6月.xlsx", from_march)])
    assert told(repeats) == [("repeated_rows", "3-6月.xlsx", "D4", "3")]


def test_one_row_is_an_overlap_where_it_is_all_that_both_lists_have_on_the_days_that_both_cover() -> None:
    until_march, from_march = [*WINTER, ("3-30", "己", 77)], [("3-30", "己", 77), ("4-2", "庚", 8)]
    assert len(find_repeats([listing("a", until_march), listing("b", from_march)]).held) == 1


def test_a_sheet_of_all_months_repeats_the_sheets_of_each() -> None:
    lists = [
        listing("a", WINTER[:2], sheet="一月"),
        listing("a", WINTER[2:], sheet="二月"),
        listing("a", WINTER, sheet="全部"),
    ]
    repeats = find_repeats(lists)
    assert {finding.sheet for finding in repeats.findings} == {"全部"}
    assert sorted(told(repeats)) == [("repeated_rows", "a", "D4", "2"), ("repeated_rows", "a", "D6", "2")]
    assert counted(lists, repeats) == counted(lists[:2], Repeats())


def test_a_third_edition_repeats_rows_of_the_first_through_the_second() -> None:
    lists = [listing("a", WINTER), listing("b", [*WINTER, *SPRING]), listing("c", [*WINTER, *SPRING, ("6-1", "庚", 3)])]
    repeats = find_repeats(lists)
    assert told(repeats) == [("repeated_rows", "b", "D4", "4"), ("repeated_rows", "c", "D4", "7")]
    originals = [hold.original.split(" ")[0] for hold in list(repeats.held.values())[4:]]
    assert originals == ["2020H1/a"] * 4 + ["2020H1/b"] * 3


def test_amounts_in_wan_are_those_in_yuan_to_their_printed_precision() -> None:
    exact = [("1-7", "甲", 502_000), ("1-8", "乙", 71_234), ("1-9", "丙", 20_000)]
    rounded = [("1-7", "甲", 502_000), ("1-8", "乙", 71_000), ("1-9", "丙", 30_000)]
    halfwidths = [50_000, 50_000, 50_000]
    repeats = find_repeats([listing("a", exact), listing("b", rounded, amount_halfwidth_fen=halfwidths)])
    # 3.0 万元 is not 2 万元: both of these are held.
    assert told(repeats) == [
        ("repeated_rows", "b", "D4", "2"), ("revised_amount", "a", "D6", "1"), ("revised_amount", "b", "D6", "1")
    ]  # fmt: skip
    repeats = find_repeats([listing("a", exact), listing("b", rounded[:2], amount_halfwidth_fen=halfwidths[:2])])
    assert len(repeats.held) == 2


def test_a_run_of_rows_in_the_same_order_is_a_repeat_within_lists_that_differ_otherwise() -> None:
    own = [("2-1", f"甲{number}", 10 + number) for number in range(30)]
    others = [("2-1", f"乙{number}", 10 + number) for number in range(40)]
    copied = [("2-1", "丙", 5), ("2-1", "匿名", 100), ("2-1", "丁", 6), ("2-1", "匿名", 100)]
    lists = [listing("a", [("2-1", "匿名", 100), *own, *copied]), listing("b", [*copied, *others])]
    assert told(find_repeats(lists))[0] == ("repeated_rows", "b", "D4", "4")


# --- what proves nothing ------------------------------------------------------------------------------------


def test_one_equal_anonymous_gift_in_two_files_is_real() -> None:
    lists = [listing("a", [*WINTER[:3], ("2-8", "匿名", 100)]), listing("b", [("2-8", "匿名", 100), ("2-9", "庚", 1)])]
    repeats = find_repeats(lists)
    assert repeats.held == {}
    assert told(repeats) == [("possible_duplicate", "b", "D4", "1")]
    assert repeats.findings[0].values["original"] == "2020H1/a › 捐赠!7"


@pytest.mark.parametrize("name", ["匿名", "匿名（微信）", "无名氏", "爱心人士", "张*"])
def test_two_lists_of_one_and_the_same_nameless_gift_are_two_gifts(name: str) -> None:
    assert find_repeats([listing("a", [("2-8", name, 100)]), listing("b", [("2-8", name, 100)])]).held == {}


def test_a_name_that_two_full_lists_of_one_day_share_is_no_repeat() -> None:
    wechat, alipay = ([("2-1", f"{way}{number}", 100) for number in range(50)] for way in ("微信", "支付宝"))
    shared = [("2-1", "王伟", 100), ("2-1", "匿名", 10), ("2-1", "匿名", 20)]
    repeats = find_repeats([listing("微信", [*wechat, *shared]), listing("支付宝", [*alipay, *shared[::2], shared[1]])])
    assert repeats.held == {}
    assert told(repeats) == [("possible_duplicate", "支付宝", "D54", "3")]


@pytest.mark.parametrize(
    ("column", "first", "second"),
    [("channel", "微信", "银行"), ("programme", "疫情防控", "慈善助学"), ("receipt_no", ["001", "002", "003", "004"], ["005", "006", "007", "008"])],
)  # fmt: skip
def test_rows_that_say_that_they_are_others_are_no_repeats(column: str, first: Any, second: Any) -> None:
    repeats = find_repeats([listing("a", WINTER, **{column: first}), listing("b", WINTER, **{column: second})])
    assert repeats.held == {}


def test_a_column_that_only_one_file_has_tells_nothing_apart() -> None:
    lists = [listing("a", WINTER, programme="疫情防控", receipt_no=["001", "002", "003", "004"]), listing("b", WINTER)]
    assert len(find_repeats(lists).held) == 4


def test_undated_rows_of_two_periods_are_two_gifts_and_of_one_period_one() -> None:
    undated = [("", name, amount) for _, name, amount in WINTER]
    other_period = listing("b", undated, period="2020H2")
    assert find_repeats([listing("a", undated), other_period]).held == {}
    assert len(find_repeats([listing("a", undated), listing("b", undated)]).held) == 4


def test_two_equal_rows_on_one_sheet_are_no_repeat_and_one_finding_says_so() -> None:
    rows = [*WINTER, ("2-8", "匿名", 100), ("2-8", "匿名", 100), ("1-7", "甲公司", 1000)]
    repeats = find_repeats([listing("a", rows)])
    assert repeats.held == {}
    assert told(repeats) == [("possible_duplicate", "a", "D8", "3")]
    assert repeats.findings[0].values["amount"] == "1,200.00"
    assert repeats.findings[0].severity == "warning"


def test_equal_rows_that_receipts_or_programmes_tell_apart_are_not_even_named() -> None:
    rows = [("1-7", "甲", 10), ("1-7", "甲", 10)]
    assert find_repeats([listing("a", rows, receipt_no=["No.0001", "No.0002"])]).findings == []
    assert find_repeats([listing("a", rows, programme=["疫情防控", "慈善助学"])]).findings == []
    assert told(find_repeats([listing("a", rows, receipt_no=["未开", "-"])])) == [
        ("possible_duplicate", "a", "D5", "1")
    ]


def test_a_few_names_that_two_full_lists_of_one_day_share_here_and_there_are_no_repeat() -> None:
    wechat, alipay = ([("2-1", f"{way}{number}", 100) for number in range(50)] for way in ("微信", "支付宝"))
    for at, name in zip((9, 20, 31, 42), ("王伟", "李娜", "张敏", "刘洋"), strict=True):
        wechat[at] = alipay[at // 11] = ("2-1", name, 100)
    assert find_repeats([listing("微信", wechat), listing("支付宝", alipay)]).held == {}


def test_a_name_that_stands_twice_on_each_list_proves_as_little_as_none() -> None:
    assert find_repeats([listing(file, [("2-1", "王伟", 100)] * 2) for file in ("微信", "支付宝")]).held == {}


def test_undated_rows_that_differ_count_among_what_both_lists_cover() -> None:
    lists = [listing(file, [("3-1", "丁", 10), ("", f"甲{file}", 5), ("", f"乙{file}", 6)]) for file in ("a", "b")]
    assert find_repeats(lists).held == {}


# --- as often as it was given -------------------------------------------------------------------------------


def test_of_three_equal_gifts_two_may_repeat_two_and_the_third_counts() -> None:
    first = [*WINTER, ("2-8", "匿名", 100)]
    lists = [listing("a", first), listing("b", [*first, ("2-8", "匿名", 100)])]
    repeats = find_repeats(lists)
    assert len(repeats.held) == 5
    assert sum(times for (_, name, _), times in counted(lists, repeats).items() if name == "匿名") == 3


def test_a_list_of_two_lists_repeats_each_gift_of_both() -> None:
    wechat, bank = [*WINTER, ("2-9", "匿名", 20)], [*[("2-9", f"丁{n}", n + 1) for n in range(5)], ("2-8", "匿名", 100)]
    lists = [listing("a", wechat), listing("b", bank), listing("c", [*wechat, *bank])]
    repeats = find_repeats(lists)
    assert counted(lists, repeats) == counted(lists[:2], Repeats())


def test_a_gift_that_a_third_edition_has_once_more_counts_once_more() -> None:
    lists = [listing("a", WINTER), listing("b", [*WINTER, *SPRING]), listing("c", [*WINTER, *SPRING, WINTER[3]])]
    kept = counted(lists, find_repeats(lists))
    assert [times for (_, name, _), times in kept.items() if name == "匿名"] == [2]


def test_a_row_that_was_reworded_amid_repeated_rows_counts_and_is_named() -> None:
    reworded = [WINTER[0], ("1-20", "乙转来丁、戊捐款", 250.5), *WINTER[2:], *SPRING]
    repeats = find_repeats([listing("a", WINTER), listing("b", reworded)])
    assert len(repeats.held) == 3
    assert ("revised_rows", "b", "D5", "1") in told(repeats)


# --- one payment, two amounts -------------------------------------------------------------------------------


def test_of_a_row_whose_amount_was_changed_both_versions_are_held_and_name_each_other() -> None:
    changed = [*WINTER[:2], ("2-8", "丙公司", 9999), WINTER[3], *SPRING]
    lists = [listing("a", WINTER), listing("b", changed)]
    repeats = find_repeats(lists)
    assert told(repeats) == [
        ("repeated_rows", "b", "D4", "3"), ("revised_amount", "a", "D6", "1"), ("revised_amount", "b", "D6", "1")
    ]  # fmt: skip
    first, second = (finding for finding in repeats.findings if finding.rule == "revised_amount")
    assert (first.severity, first.values["original"]) == ("error", "2020H1/b › 捐赠!6")
    assert (first.values["amount"], first.values["other_amount"]) == ("60.00", "9,999.00")
    assert (second.values["original"], second.values["other_amount"]) == ("2020H1/a › 捐赠!6", "60.00")
    assert not {name for _, name, _ in counted(lists, repeats)} & {"丙公司"}


def test_a_changed_amount_is_found_in_another_order_and_in_overlapping_months() -> None:
    until_march, from_march = [*WINTER, *SPRING], [("3-30", "己", 770), SPRING[1], SPRING[0], ("4-2", "庚", 8)]
    repeats = find_repeats([listing("1-3月", until_march), listing("3-6月", from_march)])
    assert [rule for rule, *_ in told(repeats)] == ["repeated_rows", "revised_amount", "revised_amount"]


def test_a_changed_nameless_amount_is_found_where_it_stands_or_where_all_else_agrees() -> None:
    changed = [*WINTER[:3], ("2-8", "匿名", 1000), *SPRING]
    for second in (changed, changed[::-1]):
        repeats = find_repeats([listing("a", [*WINTER, SPRING[0]]), listing("b", second)])
        assert [hold.rule for hold in repeats.held.values()].count("revised_amount") == 2


def test_a_third_edition_repeats_one_of_the_two_amounts_and_all_three_are_held() -> None:
    changed = [*WINTER[:2], ("2-8", "丙公司", 9999), WINTER[3]]
    lists = [
        listing("a", WINTER),
        listing("b", [*changed, *SPRING]),
        listing("c", [*changed, *SPRING, ("6-1", "庚", 3)]),
    ]
    assert "丙公司" not in {name for _, name, _ in counted(lists, find_repeats(lists))}


def test_other_gifts_of_the_same_names_and_days_are_no_revision() -> None:
    january, more = [("1-7", "甲公司", 1000), ("1-20", "乙", 250)], [("1-7", "甲公司", 10), ("1-20", "乙", 20)]
    assert find_repeats([listing("a", january), listing("b", more)]).held == {}
    # A list that agrees in one stretch only: what else it holds of the same people are other gifts.
    others = [("2-9", f"庚{number}", 10) for number in range(20)]
    mine = [*WINTER, *others, ("2-9", "辛", 5)]
    theirs = [*WINTER, *[("2-9", f"庚{number}", 20) for number in range(20)][::-1], ("2-9", "壬", 6), ("2-9", "辛", 7)]
    assert {hold.rule for hold in find_repeats([listing("a", mine), listing("b", theirs)]).held.values()} == {
        "repeated_rows"
    }


def test_numbers_of_their_own_tell_two_amounts_apart() -> None:
    changed = [*WINTER[:3], ("2-8", "匿名", 1000)]
    numbers = [f"0012345{number}" for number in range(5)]
    lists = [listing("a", WINTER, receipt_no=numbers[:4]), listing("b", changed, receipt_no=[*numbers[:3], numbers[4]])]
    assert {hold.rule for hold in find_repeats(lists).held.values()} == {"repeated_rows"}


def test_names_that_say_that_one_list_holds_the_other_prove_a_small_one() -> None:
    first = [("1-10", "甲院", 12_000), ("2-8", "乙会", 8600.4)]
    second = [("1-10", "甲 院", 12_000), ("2-8", "乙会", 8800.4), ("5-5", "丙院", 700)]
    for names in (("支出1-3月", "支出1-6月"), ("支出", "支出（累计）"), ("一季度", "上半年"), ("支出", "支出(2)")):
        lists = [listing(name, rows) for name, rows in zip(names, (first, second), strict=True)]
        assert [amount for _, _, amount in counted(lists, find_repeats(lists))] == [1_200_000, 70_000]
    for names in (("1-3月", "4-6月"), ("微信1-6月", "支付宝1-6月"), ("微信", "支付宝")):
        assert find_repeats([listing(name, rows) for name, rows in zip(names, (first, second), strict=True)]).held == {}


# --- the same list told differently -------------------------------------------------------------------------

NAMED = [
    ("1-7", "张三", 100.5),
    ("1-9", "李四", 200),
    ("2-1", "王五", 50),
    ("2-1", "赵六", 1000),
    ("2-3", "钱七", 50),
    ("2-9", "孙八", 8),
]


@pytest.mark.parametrize(
    "told_again",
    [
        [(when, f"{name[0]}**", amount) for when, name, amount in NAMED],
        [(when, f"{name}先生", amount) for when, name, amount in NAMED],
        [(when, "爱心人士", amount) for when, _, amount in NAMED],
        [("", name, amount) for _, name, amount in NAMED],
        [(f"{when[:-1]}{int(when[-1]) + 1}" if when[-1] != "9" else f"{when[0]}-10", *rest) for when, *rest in NAMED],
        [(when, name[0], int(amount)) for when, name, amount in NAMED],
        [(when, name[0], math.ceil(amount)) for when, name, amount in NAMED],
        [("1-1", "周九", 3), *[(when, name[0], amount) for when, name, amount in NAMED], ("3-1", "吴十", 9)],
    ],
    ids=["masked", "titled", "nameless", "undated", "a day later", "cut", "rounded", "within another"],
)
def test_a_list_told_differently_counts_with_one_warning_that_names_both(told_again: list[Any]) -> None:
    repeats = find_repeats([listing("a", NAMED), listing("b", told_again)])
    assert "repeated_rows" not in {finding.rule for finding in repeats.findings}
    (finding,) = (finding for finding in repeats.findings if finding.rule == "possible_repeat")
    assert (finding.severity, finding.values["rows"]) == ("warning", "6")
    assert {finding.file, finding.values["original"][:8]} in ({"b", "2020H1/a"}, {"a", "2020H1/b"})


def test_the_same_people_giving_again_or_the_same_fee_of_all_are_no_list_told_twice() -> None:
    again = [(f"{int(when[0]) + 1}{when[1:]}", f"{name}等", amount) for when, name, amount in NAMED]
    assert find_repeats([listing("a", NAMED), listing("b", again)]).findings == []
    fees, others = ([("1-7", f"{name}{number}", 100) for number in range(30)] for name in "甲乙")
    assert find_repeats([listing("a", fees), listing("b", others)]).findings == []
    short = [(when, name[0], amount) for when, name, amount in NAMED[:5]]
    assert find_repeats([listing("a", NAMED[:5]), listing("b", short)]).findings == []
    undated = [("", name[0], amount) for _, name, amount in NAMED]
    assert find_repeats([listing("a", NAMED), listing("b", undated, period="2020H2")]).findings == []


def test_a_list_that_is_held_as_a_repeat_is_not_named_as_a_possible_one() -> None:
    repeats = find_repeats([listing("a", NAMED), listing("b", NAMED)])
    assert [finding.rule for finding in repeats.findings] == ["repeated_rows"]


# --- receipts -----------------------------------------------------------------------------------------------


def test_the_second_row_of_a_receipt_is_held_and_names_the_first() -> None:
    rows = [("1-7", "甲", 10), ("1-8", "乙", 20), ("1-9", "丙", 10)]
    repeats = find_repeats([listing("a", rows, receipt_no=["票0001", "票0002", "票 0001"])])
    assert held_cells(repeats) == [("receipt_repeated", "F6")]
    assert told(repeats) == [("receipt_repeated", "a", "F6", "1")]
    assert repeats.findings[0].values["original"] == "2020H1/a › 捐赠!4"


def test_a_receipt_of_two_amounts_holds_both_rows_wherever_they_stand() -> None:
    lists = [
        listing("a", [("1-7", "甲", 10)], receipt_no="00123456"),
        listing("b", [("1-7", "甲", 20)], receipt_no="123456"),
    ]
    repeats = find_repeats(lists)
    assert held_cells(repeats) == [("receipt_conflict", "F4"), ("receipt_conflict", "F4")]
    assert [finding.values["original"] for finding in repeats.findings] == ["2020H1/b › 捐赠!4", "2020H1/a › 捐赠!4"]


@pytest.mark.parametrize(
    "text", ["NO.00123456", "No: 123456", "№ 00123456", "票号00123456", "票据号:123456", "Ｎｏ．１２３４５６"]
)
def test_what_only_says_that_a_number_follows_is_no_part_of_it(text: str) -> None:
    lists = [
        listing("a", [("1-7", "甲", 10)], receipt_no="00123456"),
        listing("b", [("1-9", "乙", 10)], receipt_no=text),
    ]
    assert held_cells(find_repeats(lists)) == [("receipt_repeated", "F4")]
    one = listing("a", [("1-7", "甲", 10), ("1-9", "乙", 20)], receipt_no=["00123456", text])
    assert {hold.rule for hold in find_repeats([one]).held.values()} == {"receipt_conflict"}


@pytest.mark.parametrize("text", ["A00123456", "鄂00123456", "NO.00123457", "票号:待开"])
def test_another_series_is_another_number(text: str) -> None:
    lists = [
        listing("a", [("1-7", "甲", 10)], receipt_no="00123456"),
        listing("b", [("1-9", "乙", 10)], receipt_no=text),
    ]
    assert find_repeats(lists).held == {}


@pytest.mark.parametrize("text", ["无", "-", "未开", "待开", "0", "000", "电子票", "3月补开", "1", "见附件1"])
def test_what_is_no_receipt_number_repeats_nothing(text: str) -> None:
    assert find_repeats([listing("a", WINTER, receipt_no=text)]).held == {}


def test_a_refund_names_the_receipt_of_the_gift_that_it_gives_back() -> None:
    assert find_repeats([listing("a", [("1-7", "甲", 10), ("1-9", "甲", -10)], receipt_no="票0001")]).held == {}


def test_short_numbers_begin_anew_each_year_and_on_lists_that_number_for_themselves() -> None:
    january = [("1-7", "甲", 10), ("1-8", "乙", 20), ("1-9", "丙", 30)]
    february = [("2-7", "丁", 11), ("2-8", "戊", 21), ("2-9", "己", 31)]
    lists = [
        listing("a", rows, sheet=sheet, receipt_no=["01", "02", "03"])
        for sheet, rows in (("一月", january), ("二月", february))
    ]
    assert find_repeats(lists).held == {}
    assert len(find_repeats([listing("a", january, receipt_no="票0000001")]).held) == 3


def test_many_held_receipts_of_one_list_are_told_as_one() -> None:
    rows = [("1-7", f"甲{number}", 10) for number in range(50)]
    repeats = find_repeats([listing("a", rows, receipt_no="票0001")])
    assert len(repeats.held) == 49
    assert told(repeats) == [("receipt_repeated", "a", "F5", "49")]


# --- other kinds --------------------------------------------------------------------------------------------


def test_payments_that_another_file_holds_are_repeats_and_lines_of_one_payment_are_not() -> None:
    payments = [("3-1", "某医院", 300), ("3-1", "某医院", 300), ("3-2", "某学校", 400)]
    lists = [listing(file, payments, kind="disbursements", payment_no="PAY-195") for file in ("a", "b")]
    assert find_repeats(lists[:1]) == Repeats()
    repeats = find_repeats(lists)
    assert told(repeats) == [("repeated_rows", "b", "D4", "3")]


def test_a_gift_and_a_payment_are_never_the_same_row() -> None:
    lists = [
        listing("a", WINTER),
        listing("b", WINTER, kind="disbursements"),
        listing("c", WINTER, kind="agency", payee="乙"),
    ]
    assert find_repeats(lists) == Repeats()


# --- laws ---------------------------------------------------------------------------------------------------

# Each example makes several tables; the machine that runs them may be slow.
few = settings(max_examples=50, deadline=None)
entries = st.tuples(
    st.sampled_from(["1-7", "1-8", "2-8", ""]),
    st.sampled_from(["甲公司", "乙", "丙", "丁", "匿名", "爱心人士"]),
    st.sampled_from([1, 100, 100.5, 2000]),
)
ledgers = st.lists(st.lists(entries, max_size=8), max_size=5)


def only_repeated(repeats: Repeats) -> Repeats:
    """Without the rows that are held since two editions give two amounts for them."""
    return Repeats({row_id: hold for row_id, hold in repeats.held.items() if hold.rule != "revised_amount"})


@few
@given(ledgers)
def test_every_gift_still_counts_as_often_as_the_list_that_has_it_most_often(drawn: list[list[Any]]) -> None:
    lists = [listing(f"{number}.xlsx", rows) for number, rows in enumerate(drawn)]
    kept = counted(lists, only_repeated(find_repeats(lists)))
    for each in lists:
        assert counted([each], Repeats()) <= kept


@few
@given(ledgers)
def test_what_is_held_names_a_row_that_counts_and_says_the_same(drawn: list[list[Any]]) -> None:
    lists = [listing(f"{number}.xlsx", rows) for number, rows in enumerate(drawn)]
    repeats = only_repeated(find_repeats(lists))
    rows = {f"2020H1/{each.file} › 捐赠!{row['source_row']}": row for each in lists for row in each.rows.to_pylist()}
    by_id = {row["row_id"]: row for row in rows.values()}
    originals = [hold.original for hold in repeats.held.values()]
    for row_id, original in zip(repeats.held, originals, strict=True):
        assert rows[original]["row_id"] not in repeats.held
        assert [rows[original][name] for name in ("received_date", "donor", "amount_fen")] == [
            by_id[row_id][name] for name in ("received_date", "donor", "amount_fen")
        ]


@few
@given(st.lists(entries, min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_a_copy_in_any_order_adds_nothing_once_two_names_stand_in_it(rows: list[Any], shuffler: random.Random) -> None:
    full = [*rows, ("1-7", "戊公司", 7), ("2-8", "己", 8)]
    copy = shuffler.sample(full, len(full))
    assert len(find_repeats([listing("a", full), listing("b", copy)]).held) == len(full)


nameless = st.lists(st.sampled_from([("1-7", "匿名", 50), ("2-8", "无名氏", 100)]), max_size=9)


@few
@given(nameless, nameless)
def test_nameless_gifts_of_two_sorts_are_never_held_however_many(first: list[Any], second: list[Any]) -> None:
    assert find_repeats([listing("a", first), listing("b", second)]).held == {}
